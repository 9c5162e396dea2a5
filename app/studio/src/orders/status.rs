//! The state of an order in a word or two.

use leptos::prelude::*;
use xpro_api::OrderStatus;
use xpro_ui::{Badge, Tone};

/// The state, and beside it that staff must decide.
#[component]
pub fn StatusBadges(
    /// The state.
    status: OrderStatus,
    /// Staff must decide.
    needs_review: bool,
) -> impl IntoView {
    let tone = match status {
        OrderStatus::Created => Tone::Info,
        OrderStatus::Fulfilled => Tone::Success,
        OrderStatus::Failed => Tone::Danger,
        OrderStatus::Refunded => Tone::Neutral,
    };
    view! {
        <span class="badges">
            <Badge tone=tone>{status.label()}</Badge>
            {needs_review.then(|| view! { <Badge tone=Tone::Warning>"Needs review"</Badge> })}
        </span>
    }
}
