//! Ordered lists of entries.

use super::{field, parts::grouped};
use crate::editor::{
    browser,
    model::{
        document::Edit,
        path,
        sections::{new_entry, summary_of},
    },
    reveal::{add_id, entry_id, field_id},
    sections::{EntryTools, drop_zone, handle, keep_focus_on_handle},
    store::Store,
};
use leptos::prelude::*;
use serde_json::Value;
use xpro_form::{FieldKind, FieldSpec};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// The entries with their tools, and a button for one more.
pub fn list(store: Store, spec: &'static FieldSpec, at: String, item: &'static FieldSpec, max: Option<u32>) -> AnyView {
    let list = at.clone();
    let ids = Memo::new(move |_| store.ids(&list));
    let count = Memo::new(move |_| ids.with(Vec::len));
    let is_full = move || max.is_some_and(|max| count.get() >= max as usize);
    let (rows, add, add_button) = (at.clone(), at.clone(), add_id(&at));
    let add = move |_| {
        let id = browser::new_id();
        let entry = path::join(&add, &id);
        store.open(&entry).set(true);
        store.edit(Edit::Insert { list: add.clone(), at: usize::MAX, entry: new_entry(item, id) });
        store.wanted.set(Some(entry));
    };
    let controls = view! {
        <ol class="edit-list" data-list=at.clone()>
            <For
                each=move || ids.get()
                key=String::clone
                children=move |id| entry(store, spec, item, rows.clone(), id, ids)
            />
        </ol>
        <Show when=move || !store.is_readonly()>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small disabled=Signal::derive(is_full) attr:id=add_button.clone() on_press=add.clone()>
                <Icon name=IconName::Plus />
                "Add"
                <span class="visually-hidden">{format!(" to {}", spec.label)}</span>
            </Button>
        </Show>
    };
    grouped(store, spec, &at, controls.into_any())
}

fn entry(
    store: Store,
    spec: &'static FieldSpec,
    item: &'static FieldSpec,
    list: String,
    id: String,
    ids: Memo<Vec<String>>,
) -> AnyView {
    let at = path::join(&list, &id);
    let place = {
        let id = id.clone();
        Memo::new(move |_| ids.with(|ids| ids.iter().position(|other| *other == id)).unwrap_or_default())
    };
    let name = {
        let at = at.clone();
        Memo::new(move |_| {
            let value = store.value(&at).unwrap_or(Value::Null);
            let text = summary_of(&item.kind, &value);
            text.unwrap_or_else(|| format!("{} {}", spec.label, place.get() + 1))
        })
    };
    let tools = EntryTools { store, list: list.clone(), id: id.clone(), name: name.into(), ids };
    let key = keep_focus_on_handle(tools.clone());
    if !matches!(item.kind, FieldKind::Group { .. }) {
        let (handle, acts, row) = (handle(tools.clone()), tools.acts(false), entry_id(&at));
        // The list names its entries; those who do not see it hear which one they are at.
        let label = item.label.is_empty().then(|| {
            let name = move || format!("{} {}", spec.label, place.get() + 1);
            view! { <label class="visually-hidden" for=field_id(&at)>{name}</label> }
        });
        return view! {
            <li class="edit-entry edit-entry--line" id=row on:keydown=key>
                {drop_zone(tools)}
                {handle}
                <div class="edit-entry__field">{label}{field(store, item, at)}</div>
                {acts}
            </li>
        }
        .into_any();
    }
    let open = store.open(&at);
    let body_id = format!("{}-body", field_id(&at));
    let (handle, acts) = (handle(tools.clone()), tools.acts(false));
    let FieldKind::Group { form } = &item.kind else { return ().into_any() };
    let (inside, badge) = (at.clone(), crate::editor::outline::badge(store, at.clone()));
    view! {
        <li class="edit-entry" id=entry_id(&at) on:keydown=key>
            {drop_zone(tools)}
            <div class="edit-entry__head">
                {handle}
                <button
                    class="edit-entry__title"
                    type="button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=body_id.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon name=IconName::ChevronRight />
                    <span class="edit-entry__name">{name}</span>
                </button>
                {badge}
                {acts}
            </div>
            <div class="edit-entry__body" id=body_id>
                <Show when=move || open.get()>{super::fields(store, form, &inside)}</Show>
            </div>
        </li>
    }
    .into_any()
}
