//! The list of shortcuts, behind `?`.

use crate::keys::on_key;
use leptos::{html, prelude::*};
use xpro_ui::{Button, ButtonKind, ButtonSize};

/// What a key does.
type Shortcut = (&'static str, &'static str);

const GROUPS: [(&str, &[Shortcut]); 4] = [
    (
        "Everywhere",
        &[("Ctrl K or ⌘ K", "Go to a page, or do something"), ("?", "Show this list"), ("Esc", "Close what is open")],
    ),
    (
        "Lists",
        &[
            ("/", "Search"),
            ("j", "Next row"),
            ("k", "Previous row"),
            ("Enter", "Open the row"),
            ("u", "Up, or back to the list"),
        ],
    ),
    (
        "Pages",
        &[
            ("x", "Choose the page"),
            ("Shift + click", "Choose a stretch of pages"),
            ("n", "New page below this one"),
            ("↑ ↓ on a handle", "Move the page in the menu order"),
        ],
    ),
    ("Page tree", &[("↑ ↓", "From page to page"), ("→ ←", "Open and close a branch")]),
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
    let groups: Vec<_> = GROUPS.iter().map(|(name, entries)| view! { <Group name=name entries=entries /> }).collect();
    view! {
        <dialog class="shortcuts" node_ref=dialog aria-labelledby="shortcuts-title" data-testid="shortcuts">
            <h2 class="shortcuts__title" id="shortcuts-title">"Keyboard shortcuts"</h2>
            <div class="shortcuts__groups">{groups}</div>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=close>"Close"</Button>
        </dialog>
    }
}

#[component]
fn Group(name: &'static str, entries: &'static [Shortcut]) -> impl IntoView {
    let entries: Vec<_> = entries
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
        <section>
            <h3 class="shortcuts__group">{name}</h3>
            <dl class="shortcuts__list">{entries}</dl>
        </section>
    }
}
