//! Prints the page.

use crate::dom;
use leptos::prelude::*;
use xpro_ui::{Icon, IconName};

/// A button that opens the browser's print dialog; without scripts there is none, and the browser's own menu prints.
#[island]
pub fn PrintButton() -> impl IntoView {
    let is_alive = RwSignal::new(false);
    dom::when_alive(move || is_alive.set(true));
    view! {
        <button class="button button--secondary no-print" type="button" hidden=move || !is_alive.get() on:click=|_| { let _ = window().print(); }>
            <Icon name=IconName::Printer />"Print"
        </button>
    }
}
