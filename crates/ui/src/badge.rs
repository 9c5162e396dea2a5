//! A short state or label.

use leptos::prelude::*;

use crate::Tone;

/// One or two words in a pill, such as the state of an order.
#[component]
pub fn Badge(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge badge--{}", tone.name())>{children()}</span> }
}
