//! Things that are managed elsewhere: courses, topics, pages, snippets.

use super::parts::{Tool, grouped, mini_tool};
use crate::{
    editor::{reveal::field_id, store::Store},
    finder::Finder,
};
use leptos::{html, prelude::*};
use serde_json::{Value, json};
use xpro_api::{Thing, ThingQuery, thing_kind};
use xpro_form::{FieldSpec, Target};
use xpro_ui::{Button, ButtonKind, ButtonSize, Icon, IconName};

/// What is chosen, and the way to choose.
pub fn reference(store: Store, spec: &'static FieldSpec, at: String, to: &'static Target, many: bool) -> AnyView {
    let open = RwSignal::new(false);
    let read = at.clone();
    let chosen = Memo::new(move |_| match store.value(&read) {
        Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_i64).collect::<Vec<_>>(),
        Some(value) => value.as_i64().into_iter().collect(),
        None => Vec::new(),
    });
    let write = at.clone();
    let put = move |ids: Vec<i64>| {
        let value = if many { json!(ids) } else { ids.first().map_or(Value::Null, |id| json!(id)) };
        store.set(&write, value);
    };
    let (add, take) = (put.clone(), put);
    let choose = Callback::new(move |thing: Thing| {
        let id = thing.id;
        store.know(thing);
        let mut ids = if many { chosen.get_untracked() } else { Vec::new() };
        if !ids.contains(&id) {
            ids.push(id);
        }
        add(ids);
        if !many {
            open.set(false);
        }
    });
    let kind = thing_kind(to);
    let entries = move || {
        let entry = |id: i64| {
            let thing = store.thing(kind, id);
            let take = take.clone();
            let (title, detail) = match thing {
                Some(thing) => (thing.title, thing.detail),
                None => (format!("No longer there ({kind} {id})").replace('_', " "), String::new()),
            };
            let tool = Tool { icon: IconName::Close, name: format!("Remove {title}") };
            let remove = move || take(chosen.get_untracked().into_iter().filter(|other| *other != id).collect());
            view! {
                <li class="edit-ref">
                    <span class="edit-ref__title">{title}</span>
                    <span class="edit-ref__detail">{detail}</span>
                    {(!store.is_readonly()).then(|| mini_tool(tool, remove))}
                </li>
            }
        };
        chosen.get().into_iter().map(entry).collect::<Vec<_>>()
    };
    let word = move || match (many, chosen.with(Vec::is_empty)) {
        (true, _) => "Add",
        (false, true) => "Choose",
        (false, false) => "Choose another",
    };
    let controls = view! {
        <ul class="edit-refs">{entries}</ul>
        <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| open.set(!store.is_readonly())>
            {word}
        </Button>
        <Show when=move || open.get()>
            <Picker store=store to=to title=spec.label.to_string() open=open chosen=choose />
        </Show>
    };
    grouped(store, spec, &at, controls.into_any())
}

/// A dialog that finds things by their names.
#[component]
pub fn Picker(
    store: Store,
    to: &'static Target,
    title: String,
    open: RwSignal<bool>,
    chosen: Callback<Thing>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let label = title.clone();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // A dialog that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog class="sheet sheet--small" node_ref=dialog aria-label=label on:close=move |_| open.set(false)>
            <header class="sheet__head">
                <h2 class="sheet__title">{title}</h2>
                <button class="mini" type="button" aria-label="Close" on:click=move |_| open.set(false)><Icon name=IconName::Close /></button>
            </header>
            <ReferenceFinder store=store to=to chosen=chosen />
        </dialog>
    }
}

/// Finds things that a field of this document may name.
#[component]
pub fn ReferenceFinder(store: Store, to: &'static Target, chosen: Callback<Thing>) -> impl IntoView {
    let course = store.look(|document| document.get("course").and_then(Value::as_i64));
    let query = move |text| ThingQuery { to: to.clone(), text, page: store.page, course, kind: String::new() };
    let id = field_id(&format!("find-{}", thing_kind(to)));
    view! {
        <label class="visually-hidden" for=id.clone()>"Search"</label>
        <Finder query=query id=id placeholder="Search" at_once=true chosen=chosen />
    }
}
