//! Pictures and documents of the libraries.

use super::parts::{Tool, grouped, mini_tool};
use crate::{
    editor::{reveal::field_id, store::Store},
    library::{ChosenDocument, ChosenImage, DocumentChooser, ImageChooser},
};
use leptos::prelude::*;
use serde_json::{Value, json};
use xpro_api::Thing;
use xpro_form::FieldSpec;
use xpro_ui::{Button, ButtonKind, ButtonSize, IconName};

/// A picture, with the text for those who do not see it here.
pub fn image(store: Store, spec: &'static FieldSpec, at: String, min_width: u32, min_height: u32) -> AnyView {
    let open = RwSignal::new(false);
    let chosen = {
        let at = at.clone();
        Callback::new(move |image: ChosenImage| {
            store.know(Thing {
                kind: "image".to_owned(),
                id: image.id,
                title: image.title,
                detail: image.alt,
                picture: Some(image.thumbnail),
            });
            // The text belongs to the picture before; the library's holds until another is written.
            store.set(&at, json!({ "image": image.id }));
        })
    };
    let read = at.clone();
    let value = Memo::new(move |_| store.value(&read).filter(|value| !value.is_null()));
    let id = Memo::new(move |_| value.with(|value| value.as_ref()?.get("image")?.as_i64()));
    let body = {
        let at = at.clone();
        move || match id.get() {
            None => view! { <p class="edit-media__none">"No image"</p> }.into_any(),
            Some(id) => shown(store, at.clone(), id, value),
        }
    };
    let clear = at.clone();
    let wish = match (min_width, min_height) {
        (0, 0) => None,
        (width, 0) => Some(format!("At least {width} pixels wide.")),
        (0, height) => Some(format!("At least {height} pixels high.")),
        (width, height) => Some(format!("At least {width} × {height} pixels.")),
    };
    let controls = view! {
        <div class="edit-media">
            {body}
            <div class="edit-media__acts">
                <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| open.set(!store.is_readonly())>
                    {move || if id.get().is_some() { "Replace" } else { "Choose an image" }}
                </Button>
                <Show when=move || id.get().is_some()>
                    {
                        let clear = clear.clone();
                        mini_tool(Tool { icon: IconName::Close, name: "Remove the image".to_owned() }, move || store.set(&clear, Value::Null))
                    }
                </Show>
            </div>
            {wish.map(|wish| view! { <p class="edit-field__help">{wish}</p> })}
        </div>
        <Show when=move || open.get()>
            <ImageChooser open=open on_choose=chosen min_width=min_width min_height=min_height />
        </Show>
    };
    grouped(store, spec, &at, controls.into_any())
}

fn shown(store: Store, at: String, id: i64, value: Memo<Option<Value>>) -> AnyView {
    let thing = move || store.thing("image", id);
    let alt = Memo::new(move |_| value.with(|value| value.as_ref()?.get("alt")?.as_str().map(str::to_owned)));
    let is_decorative = move || alt.with(|alt| alt.as_ref().is_some_and(String::is_empty));
    let write = at.clone();
    let set_alt = move |alt: Option<String>| {
        let value = match alt {
            Some(alt) => json!({ "image": id, "alt": alt }),
            None => json!({ "image": id }),
        };
        store.set(&write, value);
    };
    let (typed, decorative) = (set_alt.clone(), set_alt);
    let box_id = format!("{}-decorative", field_id(&at));
    let (box_label, field) = (box_id.clone(), format!("{}-alt", field_id(&at)));
    view! {
        <figure class="edit-media__shown">
            {move || thing().and_then(|thing| thing.picture).map(|picture| view! { <img class="edit-media__picture" src=picture alt="" /> })}
            <figcaption class="edit-media__name">
                {move || thing().map_or_else(|| format!("Image {id} is not in the library any more"), |thing| thing.title)}
            </figcaption>
        </figure>
        <label class="edit-field__label" for=field.clone()>"Alternative text here"</label>
        <input
            class="input"
            id=field
            type="text"
            disabled=is_decorative
            readonly=move || store.is_readonly()
            placeholder=move || thing().map(|thing| thing.detail).unwrap_or_default()
            prop:value=move || alt.get().unwrap_or_default()
            on:input=move |event| {
                let text = event_target_value(&event);
                typed(Some(text).filter(|text| !text.is_empty()));
            }
        />
        <label class="edit-flag" for=box_label>
            <input
                class="edit-flag__box"
                id=box_id
                type="checkbox"
                disabled=move || store.is_readonly()
                prop:checked=is_decorative
                on:change=move |_| {
                    let now = alt.with_untracked(|alt| alt.as_ref().is_some_and(String::is_empty));
                    decorative(if now { None } else { Some(String::new()) });
                }
            />
            "Decoration only: screen readers pass it over"
        </label>
    }
    .into_any()
}

/// A document.
pub fn document(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    let open = RwSignal::new(false);
    let chosen = {
        let at = at.clone();
        Callback::new(move |document: ChosenDocument| {
            store.know(Thing {
                kind: "document".to_owned(),
                id: document.id,
                title: document.title,
                detail: document.url,
                picture: None,
            });
            store.set(&at, json!(document.id));
        })
    };
    let (read, clear) = (at.clone(), at.clone());
    let id = Memo::new(move |_| store.value(&read).and_then(|value| value.as_i64()));
    let name = move || match id.get() {
        None => "No document".to_owned(),
        Some(id) => store.thing("document", id).map_or_else(|| format!("Document {id}"), |thing| thing.title),
    };
    let control = view! {
        <div class="edit-media edit-media--line">
            <span class="edit-media__name">{name}</span>
            <Button press="button" kind=ButtonKind::Secondary size=ButtonSize::Small on_press=move |_| open.set(!store.is_readonly())>
                {move || if id.get().is_some() { "Replace" } else { "Choose a document" }}
            </Button>
            <Show when=move || id.get().is_some()>
                {
                    let clear = clear.clone();
                    mini_tool(Tool { icon: IconName::Close, name: "Remove the document".to_owned() }, move || store.set(&clear, Value::Null))
                }
            </Show>
        </div>
        <Show when=move || open.get()>
            <DocumentChooser open=open on_choose=chosen />
        </Show>
    };
    // Its name is not the button's: that says what pressing it does.
    grouped(store, spec, &at, control.into_any())
}
