//! Pictures that shift nothing and load no more than needed.

use leptos::prelude::*;
use xpro_cms::delivery::Picture;

/// When a picture is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loading {
    /// At once: the first picture of a page.
    Now,
    /// When it is about to be seen.
    Later,
}

/// An image with its sizes. `sizes` tells the browser how wide it will be shown.
pub(super) fn picture(picture: &Picture, class: &str, sizes: &'static str, loading: Loading) -> AnyView {
    let srcset = srcset(picture);
    let is_later = loading == Loading::Later;
    view! {
        <img
            class=[class, focus_class(picture.focus)].concat()
            src=picture.url.clone()
            srcset=srcset.clone()
            sizes=srcset.map(|_| sizes)
            alt=picture.alt.clone()
            width=picture.width.to_string()
            height=picture.height.to_string()
            loading=is_later.then_some("lazy")
            fetchpriority=(!is_later).then_some("high")
            decoding=is_later.then_some("async")
        />
    }
    .into_any()
}

fn srcset(picture: &Picture) -> Option<String> {
    let candidates: Vec<String> = picture.sources.iter().map(|(url, width)| format!("{url} {width}w")).collect();
    (!candidates.is_empty()).then(|| candidates.join(", "))
}

/// The focal point as one of nine places: style attributes are forbidden by the content security policy.
fn focus_class((x, y): (f32, f32)) -> &'static str {
    let third = |at: f32| {
        if at < 0.34 {
            0
        } else if at > 0.66 {
            2
        } else {
            1
        }
    };
    match (third(x), third(y)) {
        (0, 0) => " focus-left-top",
        (0, 1) => " focus-left",
        (0, 2) => " focus-left-bottom",
        (1, 0) => " focus-top",
        (1, 2) => " focus-bottom",
        (2, 0) => " focus-right-top",
        (2, 1) => " focus-right",
        (2, 2) => " focus-right-bottom",
        _ => "",
    }
}
