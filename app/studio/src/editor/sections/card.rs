//! One section.

use super::{EntryTools, block_icon, drop_zone, handle, keep_focus_on_handle};
use crate::editor::{
    fields,
    model::{
        document::Edit,
        path,
        sections::{cut, summary},
    },
    outline,
    reveal::{entry_id, field_id},
    store::Store,
};
use leptos::prelude::*;
use serde_json::{Map, Value};
use xpro_form::{BlockSpec, FieldSpec};
use xpro_ui::{Badge, Button, ButtonKind, ButtonSize, Icon, IconName, Tone};

/// The card of a section; closed ones draw no fields.
pub fn card(
    store: Store,
    list: String,
    id: String,
    ids: Memo<Vec<String>>,
    inserting: RwSignal<Option<usize>>,
) -> AnyView {
    let at = path::join(&list, &id);
    let whole = {
        let (list, id) = (list.clone(), id.clone());
        move || store.entry(&list, &id).unwrap_or(Value::Null)
    };
    let first = untrack(&whole);
    let type_name = first.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let block = store.all.blocks.get(&type_name);
    let label = block.map_or_else(|| format!("Unknown section ({type_name})"), |block| block.label.to_string());
    let shared = {
        let whole = whole.clone();
        Memo::new(move |_| whole().get("shared").and_then(Value::as_i64))
    };
    let is_hidden = {
        let whole = whole.clone();
        Memo::new(move |_| whole().get("hidden") == Some(&Value::Bool(true)))
    };
    let text = {
        let at = at.clone();
        Memo::new(move |_| {
            let value = store.value(&at).unwrap_or(Value::Null);
            let own = block.map(|block| summary(&block.form, &value)).unwrap_or_default();
            match shared.get() {
                Some(shared) if own.is_empty() => {
                    store.shared.with(|all| all.get(&shared).map(|shared| shared.name.clone())).unwrap_or_default()
                }
                _ => cut(&own, 90),
            }
        })
    };
    let name = {
        let label = label.clone();
        Signal::derive(move || {
            let text = text.get();
            if text.is_empty() { label.clone() } else { format!("{label}: {}", cut(&text, 40)) }
        })
    };
    let tools = EntryTools { store, list, id: id.clone(), name, ids };
    let open = store.open(&at);
    let body_id = format!("{}-body", field_id(&at));
    let place = Memo::new(move |_| ids.with(|ids| ids.iter().position(|other| *other == id)).unwrap_or_default());
    let key = keep_focus_on_handle(tools.clone());
    let (handle, acts) = (handle(tools.clone()), tools.acts(true));
    let body = {
        let tools = tools.clone();
        move || {
            match block {
            None => view! {
                <p class="edit-field__help">"This program does not know this type of section. It is kept as it is, and not shown to visitors."</p>
            }
            .into_any(),
            Some(block) => match shared.get() {
                Some(shared) => shared_body(&tools, block, shared),
                None => view! { {fields::fields(store, &block.form, &tools.at())} }.into_any(),
            },
        }
        }
    };
    view! {
        <li class="block" class:block--hidden=is_hidden id=entry_id(&at) on:keydown=key data-testid="block">
            <button
                class="block__insert"
                type="button"
                title="Insert a section here"
                aria-label=move || format!("Insert a section before {}", name.get())
                on:click=move |_| inserting.set((!store.is_readonly()).then(|| place.get_untracked()))
            >
                <Icon name=IconName::Plus />
            </button>
            {drop_zone(tools)}
            <div class="block__head">
                {handle}
                <button
                    class="block__title"
                    type="button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=body_id.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon name=block_icon(block.map_or("", |block| block.icon.as_ref())) />
                    <span class="block__names">
                        <span class="block__label">{label}</span>
                        <span class="block__text">{text}</span>
                    </span>
                </button>
                {move || is_hidden.get().then(|| view! { <Badge>"Hidden"</Badge> })}
                {move || shared.get().map(|_| view! { <Badge tone=Tone::Info>"Shared"</Badge> })}
                {outline::badge(store, at.clone())}
                {acts}
            </div>
            <div class="block__body" id=body_id>
                <Show when=move || open.get()>{body.clone()()}</Show>
            </div>
        </li>
    }
    .into_any()
}

/// The fields of a section that follows a shared one: each says whether it is edited here.
fn shared_body(tools: &EntryTools, block: &'static BlockSpec, shared: i64) -> AnyView {
    let store = tools.store;
    let at = tools.at();
    let name = move || {
        store.shared.with(|all| {
            all.get(&shared).map_or_else(|| format!("shared section {shared}"), |shared| shared.name.clone())
        })
    };
    let detach = {
        let tools = tools.clone();
        move |_| detach(&tools, block, shared)
    };
    let fields: Vec<_> = block.form.fields.iter().map(|spec| shared_field(store, spec, &at, shared)).collect();
    view! {
        <div class="shared-note">
            <p>"Follows “"{name}"”. Changes there change this page too, except for what is edited here."</p>
            <Button press="button" kind=ButtonKind::Quiet size=ButtonSize::Small on_press=detach>"Detach"</Button>
        </div>
        {fields}
    }
    .into_any()
}

fn shared_field(store: Store, spec: &'static FieldSpec, section: &str, shared: i64) -> AnyView {
    let at = path::join(section, &spec.name);
    let read = at.clone();
    let is_own = Memo::new(move |_| store.value(&read).is_some());
    let theirs = move || {
        store
            .shared
            .with_untracked(|all| all.get(&shared).and_then(|shared| shared.value.get(spec.name.as_ref()).cloned()))
    };
    let shown = move || {
        let at = at.clone();
        if is_own.get() {
            let follow = at.clone();
            view! {
                <div class="shared-field shared-field--own">
                    <p class="shared-field__mark">
                        <Badge tone=Tone::Warning>"Edited here"</Badge>
                        <Button
                            press="button"
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Small
                            on_press=move |_| store.edit(Edit::Set { path: follow.clone(), value: None })
                        >
                            "Follow the shared section"
                        </Button>
                    </p>
                    {fields::field(store, spec, at)}
                </div>
            }
            .into_any()
        } else {
            let value = theirs();
            let shown = value.as_ref().map(super::super::conflict::readable).unwrap_or_default();
            view! {
                <div class="shared-field">
                    <p class="edit-field__label">{spec.label.to_string()}</p>
                    <p class="shared-field__text">{if shown.is_empty() { "—".to_owned() } else { shown }}</p>
                    <Button
                        press="button"
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        on_press=move |_| {
                            let value = theirs().unwrap_or_else(|| spec.blank());
                            store.edit(Edit::Set { path: at.clone(), value: Some(value) });
                            store.wanted.set(Some(at.clone()));
                        }
                    >
                        "Edit here"
                        <span class="visually-hidden">{format!(": {}", spec.label)}</span>
                    </Button>
                </div>
            }
            .into_any()
        }
    };
    shown.into_any()
}

/// Makes a section of its own out of one that follows.
fn detach(tools: &EntryTools, block: &'static BlockSpec, shared: i64) {
    let store = tools.store;
    let at = tools.at();
    let mut merged = match block.form.blank() {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let theirs = store.shared.with_untracked(|all| all.get(&shared).map(|shared| shared.value.clone()));
    let own = store.look(|document| crate::editor::model::document::get(document, &at).cloned());
    for value in [theirs, own].into_iter().flatten() {
        if let Value::Object(fields) = value {
            merged.extend(fields);
        }
    }
    store.edit(Edit::Many(vec![
        Edit::Mark { list: tools.list.clone(), id: tools.id.clone(), key: "shared", value: None },
        Edit::Set { path: at, value: Some(Value::Object(merged)) },
    ]));
    store.announced.set("Detached: this section no longer follows the shared one.".to_owned());
}
