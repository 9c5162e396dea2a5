//! A secret that is shown once.

use crate::leave;
use leptos::{html, prelude::*};
use xpro_ui::{Button, ButtonKind, Notice, Tone};

/// Shows each until the person says that it is kept; leaving before asks.
#[component]
pub fn Secrets(
    /// What they are, and what to do with them.
    text: &'static str,
    /// Those that nobody said to have kept, oldest first.
    secrets: RwSignal<Vec<String>>,
) -> impl IntoView {
    leave::guard(move || !secrets.with_untracked(Vec::is_empty));
    let each = move |secret: String| view! { <Secret text=text secret=secret secrets=secrets /> };
    view! { <For each=move || secrets.get() key=String::clone children=each /> }
}

#[component]
fn Secret(text: &'static str, secret: String, secrets: RwSignal<Vec<String>>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let select = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    let shown = secret.clone();
    view! {
        <Notice tone=Tone::Success title="Copy it now" announce=true>
            <p>{text}</p>
            <input
                class="input integrations__secret"
                aria-label="Secret"
                readonly
                node_ref=field
                data-testid="secret"
                prop:value=shown
                on:focus=select
            />
            <Button press="button" kind=ButtonKind::Secondary once=true on_press=move |_| secrets.update(|all| all.retain(|one| *one != secret))>"I have copied it"</Button>
        </Notice>
    }
}
