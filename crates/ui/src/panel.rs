//! A box that holds one matter.

use leptos::prelude::*;

/// A bordered box with a heading, such as a form or an order's summary.
#[component]
pub fn Panel(
    /// Its heading, an `h2`.
    #[prop(optional, into)]
    title: Option<String>,
    /// On mist instead of paper: for what only accompanies.
    #[prop(optional)]
    muted: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let class = if muted { "panel panel--muted" } else { "panel" };
    view! {
        <section class=class>
            {title.map(|text| view! { <h2 class="panel__title">{text}</h2> })}
            {children()}
        </section>
    }
}
