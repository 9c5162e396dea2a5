//! Yes or no, and one of a few.

use super::parts::{below, described, entered, framed, grouped};
use crate::editor::{browser, reveal::field_id, store::Store};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen::JsCast as _;
use xpro_form::{ChoiceOption, FieldSpec};

/// A switch.
pub fn flag(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    let (read, write) = (at.clone(), at.clone());
    view! {
        <div class="edit-field" data-path=at.clone()>
            <label class="edit-flag">
                <input
                    class="edit-flag__box"
                    id=field_id(&at)
                    type="checkbox"
                    aria-describedby=described(&at)
                    disabled=move || store.is_readonly()
                    prop:checked=move || store.value(&read) == Some(Value::Bool(true))
                    on:change=move |event| {
                        let input = browser::target_element(&event).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok());
                        if let Some(input) = input {
                            store.set(&write, json!(input.checked()));
                        }
                    }
                    on:focus=entered(store, at.clone())
                />
                {spec.label.to_string()}
            </label>
            {below(store, spec, &at)}
        </div>
    }
    .into_any()
}

/// Few options stand side by side, many in a list.
pub fn choice(store: Store, spec: &'static FieldSpec, at: String, options: &'static [ChoiceOption]) -> AnyView {
    if options.len() <= 3 && spec.required {
        return radios(store, spec, at, options);
    }
    let (read, write) = (at.clone(), at.clone());
    let current = Memo::new(move |_| store.text(&read));
    let entries = options.iter().map(|option| {
        let value = option.value.to_string();
        let is_chosen = {
            let value = value.clone();
            move || current.with(|current| *current == value)
        };
        view! { <option value=value prop:selected=is_chosen>{option.label.to_string()}</option> }
    });
    let control = view! {
        <select
            class="input"
            id=field_id(&at)
            aria-describedby=described(&at)
            disabled=move || store.is_readonly()
            on:change=move |event| {
                let chosen = event_target_value(&event);
                store.set(&write, if chosen.is_empty() { Value::Null } else { json!(chosen) });
            }
            on:focus=entered(store, at.clone())
        >
            <option value="" prop:selected=move || current.with(String::is_empty)>"—"</option>
            {entries.collect::<Vec<_>>()}
        </select>
    };
    framed(store, spec, &at, control.into_any())
}

fn radios(store: Store, spec: &'static FieldSpec, at: String, options: &'static [ChoiceOption]) -> AnyView {
    let read = at.clone();
    let current = Memo::new(move |_| store.text(&read));
    let entries = options.iter().map(|option| {
        let (value, write) = (option.value.to_string(), at.clone());
        let (shown, set) = (value.clone(), value.clone());
        view! {
            <label class="edit-radio">
                <input
                    type="radio"
                    name=field_id(&at)
                    value=value
                    disabled=move || store.is_readonly()
                    prop:checked=move || current.with(|current| *current == shown)
                    on:change=move |_| store.set(&write, json!(set))
                    on:focus=entered(store, at.clone())
                />
                {option.label.to_string()}
            </label>
        }
    });
    let controls = view! { <div class="edit-radios">{entries.collect::<Vec<_>>()}</div> };
    grouped(store, spec, &at.clone(), controls.into_any())
}
