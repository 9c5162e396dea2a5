//! The list of shortcuts, behind `?`.

use crate::keys::on_key;
use leptos::{html, prelude::*};
use xpro_ui::{Button, ButtonKind, ButtonSize};

const SHORTCUTS: [(&str, &str); 6] = [
    ("/", "Search orders"),
    ("j", "Next order in the list"),
    ("k", "Previous order in the list"),
    ("Enter", "Open the order"),
    ("u", "Back to the list"),
    ("?", "Show this list"),
];

/// The dialog. The browser keeps the focus inside and closes it with Escape.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    on_key(move |key| key == "?" && dialog.get_untracked().is_some_and(|dialog| dialog.show_modal().is_ok()));
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let entries: Vec<_> = SHORTCUTS
        .iter()
        .map(|(key, meaning)| {
            view! {
                <div class="shortcuts__entry">
                    <dt><kbd>{*key}</kbd></dt>
                    <dd>{*meaning}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <dialog class="shortcuts" node_ref=dialog aria-labelledby="shortcuts-title" data-testid="shortcuts">
            <h2 class="shortcuts__title" id="shortcuts-title">"Keyboard shortcuts"</h2>
            <dl class="shortcuts__list">{entries}</dl>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on:click=close>"Close"</Button>
        </dialog>
    }
}
