//! A form for something that is no page: the editor's fields with all they need around them.

use super::{browser, fields, link::LinkDialog, reveal, store::Store, view};
use leptos::{ev, prelude::*};
use xpro_form::Tab;

/// Every field of the store's form, one below the other.
#[component]
pub fn HostedForm(
    /// What is edited.
    store: Store,
    /// Saves; called by Ctrl+S.
    #[prop(into)]
    save: Callback<()>,
) -> impl IntoView {
    reveal::follow(store, RwSignal::new(Tab::Content), RwSignal::new(false));
    view::check_after_changes(store);
    shortcuts(store, save);
    view! {
        <div class="hosted-form" id="editor-form">
            {fields::fields(store, store.form(), "")}
            <p class="visually-hidden" role="status" aria-live="polite">{move || store.announced.get()}</p>
            <view::Removed store=store />
        </div>
        <LinkDialog store=store />
    }
}

/// Undo, redo and save from the keyboard, as in the page editor.
fn shortcuts(store: Store, save: Callback<()>) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let is_ours = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.is_composing();
        if !is_ours || event.default_prevented() {
            return;
        }
        // In a dialog the browser's own undo is meant.
        if browser::target_element(&event).is_some_and(|element| element.closest("dialog").ok().flatten().is_some()) {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => store.undo(),
            ("z", true) | ("y", false) => store.redo(),
            ("s", false) => save.run(()),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}
