//! Dragging entries to another place in their list.

use super::tools::{EntryTools, handle_id};
use crate::editor::reveal::entry_id;
use leptos::prelude::*;
use web_sys::DragEvent;
use xpro_ui::{Icon, IconName};

/// What an entry is dragged by; with the keyboard it is moved with Alt and the arrows.
pub fn handle(tools: EntryTools) -> AnyView {
    let store = tools.store;
    let (start, name) = (tools.clone(), tools.name);
    let begin = move |event: DragEvent| {
        if store.is_readonly() {
            event.prevent_default();
            return;
        }
        if let Some(data) = event.data_transfer() {
            // Firefox drags nothing without data.
            let _ = data.set_data("text/plain", &start.name.get_untracked());
            data.set_effect_allowed("move");
            if let Some(row) = crate::editor::browser::element(&entry_id(&start.at())) {
                data.set_drag_image(&row, 16, 16);
            }
        }
        let dragged = (start.list.clone(), start.id.clone());
        // Browsers end a drag whose element changes while it begins.
        set_timeout(move || store.dragged.set(Some(dragged)), std::time::Duration::ZERO);
    };
    view! {
        <button
            class="handle"
            type="button"
            id=handle_id(&tools.at())
            draggable="true"
            aria-label=move || format!("Move {}: Alt and the up or down arrow", name.get())
            title="Drag, or press Alt and an arrow"
            on:dragstart=begin
            on:dragend=move |_| store.dragged.set(None)
        >
            <Icon name=IconName::Grip />
        </button>
    }
    .into_any()
}

/// Two halves over the entry while another one of its list is dragged: before it, and behind it.
pub fn drop_zone(tools: EntryTools) -> AnyView {
    let store = tools.store;
    let list = tools.list.clone();
    let is_wanted =
        Memo::new(move |_| store.dragged.with(|dragged| dragged.as_ref().is_some_and(|(from, _)| *from == list)));
    let halves = move || {
        is_wanted.get().then(|| {
            let half = |is_before: bool| {
                let over = RwSignal::new(false);
                let tools = tools.clone();
                let drop = move |event: DragEvent| {
                    event.prevent_default();
                    take(&tools, is_before);
                };
                let class = if is_before { "drop drop--before" } else { "drop drop--after" };
                view! {
                    <div
                        class=class
                        class:drop--over=over
                        on:dragenter=move |event| { event.prevent_default(); over.set(true); }
                        on:dragover=move |event| event.prevent_default()
                        on:dragleave=move |_| over.set(false)
                        on:drop=drop
                    ></div>
                }
            };
            view! { {half(true)}{half(false)} }
        })
    };
    halves.into_any()
}

fn take(tools: &EntryTools, is_before: bool) {
    let store = tools.store;
    let Some((list, id)) = store.dragged.get_untracked() else { return };
    store.dragged.set(None);
    let place = |wanted: &str| tools.ids.with_untracked(|ids| ids.iter().position(|id| id == wanted));
    let (Some(from), Some(onto)) = (place(&id), place(&tools.id)) else { return };
    let gap = if is_before { onto } else { onto + 1 };
    // The gap closes up when the entry leaves its place above.
    let to = if from < gap { gap - 1 } else { gap };
    if to != from && list == tools.list {
        let dragged = EntryTools { id, ..tools.clone() };
        dragged.move_to(to);
        let count = tools.ids.with_untracked(Vec::len);
        store.announced.set(format!("Moved to place {} of {count}.", to + 1));
    }
}
