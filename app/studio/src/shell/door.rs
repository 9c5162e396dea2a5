//! What opens the command palette. Its code comes when it is first asked for.

use crate::rooms::{self, Room};
use leptos::{ev, prelude::*};

/// Somebody asks for the palette; the palette sets it back when it is shown.
#[derive(Clone, Copy)]
pub struct PaletteAsked(pub RwSignal<bool>);

/// Listens for Ctrl+K and ⌘K, and holds the place of the palette.
#[component]
pub fn PaletteDoor(
    /// Asks for the palette.
    open: RwSignal<bool>,
) -> impl IntoView {
    provide_context(PaletteAsked(open));
    let handle = window_event_listener(ev::keydown, move |event| {
        let is_wanted = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if is_wanted && event.key().eq_ignore_ascii_case("k") && !event.default_prevented() {
            event.prevent_default();
            open.set(true);
        }
    });
    on_cleanup(move || handle.remove());
    let was_asked = Memo::new(move |before: Option<&bool>| before.is_some_and(|before| *before) || open.get());
    move || was_asked.get().then(|| view! { <Room load=rooms::dialogs::palette quiet=true /> })
}
