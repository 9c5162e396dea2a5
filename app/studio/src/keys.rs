//! Keyboard shortcuts: single keys, never while somebody types.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

/// Calls `act` with every plain key pressed outside of fields, as long as the calling view lives. `act` answers
/// whether the key was meant for it.
pub fn on_key(act: impl Fn(&str) -> bool + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if is_plain(&event) && !is_typed_into_a_field(&event) && act(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() || event.default_prevented())
}

fn is_typed_into_a_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target
        .and_then(|element| element.closest("input, textarea, select, dialog, [contenteditable]").ok().flatten())
        .is_some()
}
