//! How far a release is, in words.

use leptos::prelude::*;
use xpro_api::ReleaseStanding;
use xpro_ui::{Badge, Tone};

/// Word and color.
pub fn standing_badge(standing: ReleaseStanding) -> AnyView {
    let (tone, text) = match standing {
        ReleaseStanding::Draft => (Tone::Neutral, "Draft"),
        ReleaseStanding::Ready => (Tone::Info, "Ready"),
        ReleaseStanding::Scheduled => (Tone::Info, "Scheduled"),
        ReleaseStanding::Published => (Tone::Success, "Live"),
        ReleaseStanding::Failed => (Tone::Danger, "Failed"),
        ReleaseStanding::Canceled => (Tone::Neutral, "Canceled"),
    };
    view! { <Badge tone=tone>{text}</Badge> }.into_any()
}

/// `3 pages, 1 price`.
pub fn contents_text(pages: i64, prices: i64) -> String {
    let count = |count: i64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (pages, prices) {
        (0, 0) => "Empty".to_owned(),
        (pages, 0) => count(pages, "page"),
        (0, prices) => count(prices, "price"),
        (pages, prices) => format!("{}, {}", count(pages, "page"), count(prices, "price")),
    }
}

/// Whether its contents may change.
pub fn is_open(standing: ReleaseStanding) -> bool {
    matches!(standing, ReleaseStanding::Draft | ReleaseStanding::Ready | ReleaseStanding::Failed)
}
