//! A secret that is shown once.

use leptos::{html, prelude::*};
use xpro_ui::{Button, ButtonKind, Notice, Tone};

/// Shows it until the person says that it is kept.
#[component]
pub fn Secret(
    /// What it is, and what to do with it.
    text: &'static str,
    /// The secret; none shows nothing.
    secret: RwSignal<Option<String>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let select = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
    };
    move || {
        secret.get().map(|shown| {
            view! {
                <Notice tone=Tone::Success title="Copy it now" announce=true>
                    <p>{text}</p>
                    <label class="visually-hidden" for="secret">"Secret"</label>
                    <input
                        class="input integrations__secret"
                        id="secret"
                        readonly
                        node_ref=field
                        data-testid="secret"
                        prop:value=shown
                        on:focus=select
                    />
                    <Button press="button" kind=ButtonKind::Secondary on_press=move |_| secret.set(None)>"I have copied it"</Button>
                </Notice>
            }
        })
    }
}
