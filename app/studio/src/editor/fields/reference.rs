//! Things that are managed elsewhere: courses, topics, pages, snippets.

use super::parts::{Tool, grouped, mini_tool};
use crate::{
    editor::{browser::Pause, reveal::field_id, store::Store},
    failure::Failure,
    remote::Remote,
};
use leptos::{html, prelude::*};
use serde_json::{Value, json};
use std::time::Duration;
use xpro_api::{Thing, ThingQuery, find_things, thing_kind};
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
        <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on:click=move |_| open.set(!store.is_readonly())>
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
            <Finder store=store to=to chosen=chosen />
        </dialog>
    }
}

/// The search and what it found.
#[component]
pub fn Finder(store: Store, to: &'static Target, chosen: Callback<Thing>) -> impl IntoView {
    let found = Remote::<Vec<Thing>>::new();
    let text = RwSignal::new(String::new());
    let pause = Pause::new();
    let course = store.look(|document| document.get("course").and_then(Value::as_i64));
    let ask = move || {
        let query =
            ThingQuery { to: to.clone(), text: text.get_untracked(), page: store.page, course, kind: String::new() };
        found.ask(find_things(query));
    };
    ask();
    on_cleanup(move || pause.stop());
    let id = field_id(&format!("find-{}", thing_kind(to)));
    let list = move || {
        let things = found.value.get()?;
        if things.is_empty() {
            return Some(view! { <p class="finder__none">"Nothing found. Try another word."</p> }.into_any());
        }
        let entry = |thing: Thing| {
            let taken = thing.clone();
            view! {
                <li>
                    <button class="finder__entry" type="button" on:click=move |_| chosen.run(taken.clone())>
                        <span class="finder__title">{thing.title}</span>
                        <span class="finder__detail">{thing.detail}</span>
                    </button>
                </li>
            }
        };
        Some(view! { <ul class="finder__list">{things.into_iter().map(entry).collect::<Vec<_>>()}</ul> }.into_any())
    };
    view! {
        <div class="finder">
            <label class="visually-hidden" for=id.clone()>"Search"</label>
            <input
                class="input"
                id=id
                type="search"
                placeholder="Search"
                autocomplete="off"
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    pause.then(Duration::from_millis(200), ask);
                }
            />
            {move || found.error.get().map(|error| view! { <Failure error=error again=move |()| ask() /> })}
            <div class="finder__found" aria-busy=move || found.is_loading.get().then_some("true")>{list}</div>
        </div>
    }
}
