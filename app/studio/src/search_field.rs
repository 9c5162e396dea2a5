//! The search field above a list.

use crate::typed::Typed;
use leptos::{html, prelude::*};
use std::time::Duration;
use xpro_ui::{Icon, IconName};

/// Quiet time after the last key before the list is asked for.
const PAUSE: Duration = Duration::from_millis(200);

/// A field that searches while somebody types.
#[component]
pub fn SearchField(
    /// What it is called, for those who do not see it.
    #[prop(into)]
    label: String,
    /// What may be typed.
    placeholder: &'static str,
    /// For tests.
    testid: &'static str,
    /// What is typed.
    typed: Typed<String>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    show(typed, field);
    view! {
        <label class="library-search">
            <span class="visually-hidden">{label}</span>
            <Icon name=IconName::Search />
            <input
                class="desk-search__input"
                type="search"
                data-testid=testid
                node_ref=field
                placeholder=placeholder
                on:input=move |event| hear(typed, &event_target_value(&event))
            />
        </label>
    }
}

/// Keeps a field at what is searched for.
pub fn show(typed: Typed<String>, field: NodeRef<html::Input>) {
    typed.show_in(field, put, String::clone);
}

/// Searches for a text after a rest.
pub fn hear(typed: Typed<String>, text: &str) {
    typed.change(PAUSE, |wanted| put(wanted, text));
}

/// Spaces around a text are not searched for.
fn put(wanted: &mut String, text: &str) {
    text.trim().clone_into(wanted);
}
