//! Rows that scroll sideways with snapping, no script needed. Few slides make a grid instead.

use leptos::prelude::*;

/// A row of slides; reachable by keyboard when it may scroll.
pub(super) fn carousel(label: String, class: &str, slides: Vec<AnyView>) -> AnyView {
    let is_row = slides.len() > 3;
    let class = [if is_row { "rail " } else { "rail rail--grid " }, class].concat();
    // Its own name: the section around it has the heading's.
    let label = format!("{label}: list");
    let slides: Vec<_> = slides.into_iter().map(|slide| view! { <li class="rail__slide">{slide}</li> }).collect();
    view! {
        <div class=class role="region" aria-label=label tabindex="0">
            <ul class="rail__list">{slides}</ul>
        </div>
    }
    .into_any()
}
