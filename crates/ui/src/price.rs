//! An amount, and what it was before.

use leptos::prelude::*;

/// A price, formatted by the caller (`$2,499`), with the price before a discount crossed out.
#[component]
pub fn Price(
    /// What is paid.
    #[prop(into)]
    amount: String,
    /// What it was.
    #[prop(optional_no_strip, into)]
    was: Option<String>,
) -> impl IntoView {
    view! {
        <span class="price">
            {was.map(|text| view! {
                <span class="visually-hidden">"Before: "</span><s class="price__was">{text}</s>" "
                <span class="visually-hidden">"Now: "</span>
            })}
            <span class="price__now">{amount}</span>
        </span>
    }
}
