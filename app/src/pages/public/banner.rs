//! The band with a page's heading, over its picture.

use super::picture::{Loading, Shape, picture};
use leptos::prelude::*;
use xpro_cms::delivery::Picture;

/// Heading, then lines with their classes; empty ones are left out.
pub(super) fn banner(title: &str, image: Option<&Picture>, lines: &[(&str, &'static str)]) -> AnyView {
    banner_with(title, image, lines, ().into_any())
}

/// The same, with something to do below the lines.
pub(super) fn banner_with(
    title: &str,
    image: Option<&Picture>,
    lines: &[(&str, &'static str)],
    action: AnyView,
) -> AnyView {
    let image = image.map(|image| {
        let image = Picture { alt: String::new(), ..image.clone() };
        view! { <div class="page-banner__picture">{picture(&image, "cover", Shape::Whole, "100vw", Loading::Now)}</div> }
    });
    let lines: Vec<_> = lines
        .iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, class)| view! { <p class=*class>{(*text).to_owned()}</p> })
        .collect();
    view! {
        <header class="page-banner">
            {image}
            <div class="wrap">
                <h1 class="page-banner__title">{title.to_owned()}</h1>
                {lines}
                {action}
            </div>
        </header>
    }
    .into_any()
}
