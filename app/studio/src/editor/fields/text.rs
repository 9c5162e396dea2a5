//! Text without markup, addresses, buttons.

use super::parts::{Tool, described, entered, framed, grouped, invalid, mini_tool};
use crate::editor::{model::path, reveal::field_id, store::Store};
use leptos::prelude::*;
use serde_json::json;
use xpro_form::FieldSpec;
use xpro_ui::IconName;

/// One line.
pub fn line(store: Store, spec: &'static FieldSpec, at: String, max: Option<u32>, kind: &'static str) -> AnyView {
    framed(store, spec, &at.clone(), input(store, at, max, kind, None))
}

fn input(store: Store, at: String, max: Option<u32>, kind: &'static str, name: Option<&'static str>) -> AnyView {
    let (read, write, counted) = (at.clone(), at.clone(), at.clone());
    view! {
        <input
            class="input"
            id=field_id(&at)
            type=kind
            autocomplete="off"
            aria-label=name
            placeholder=name
            aria-describedby=described(&at)
            aria-invalid=invalid(store, at.clone())
            readonly=move || store.is_readonly()
            prop:value=move || store.text(&read)
            on:input=move |event| store.set(&write, json!(event_target_value(&event)))
            on:focus=entered(store, at)
        />
        {max.map(|max| counter(store, counted, max))}
    }
    .into_any()
}

/// Says how much room is left when there is little.
pub fn counter(store: Store, at: String, max: u32) -> AnyView {
    let text = move || {
        let used = store.text(&at).chars().count();
        let max = max as usize;
        (used * 10 > max * 8).then(|| {
            let class = if used > max { "edit-field__count edit-field__count--over" } else { "edit-field__count" };
            view! { <p class=class>{format!("{used} of {max} characters")}</p> }
        })
    };
    view! { {text} }.into_any()
}

/// Several lines.
pub fn lines(store: Store, spec: &'static FieldSpec, at: String, max: Option<u32>) -> AnyView {
    let (read, write, counted) = (at.clone(), at.clone(), at.clone());
    let control = view! {
        <textarea
            class="input edit-lines"
            id=field_id(&at)
            rows="2"
            aria-describedby=described(&at)
            aria-invalid=invalid(store, at.clone())
            readonly=move || store.is_readonly()
            prop:value=move || store.text(&read)
            on:input=move |event| store.set(&write, json!(event_target_value(&event)))
            on:focus=entered(store, at.clone())
        ></textarea>
        {max.map(|max| counter(store, counted, max))}
    };
    framed(store, spec, &at, control.into_any())
}

/// A button: what it says and where it leads.
pub fn action(store: Store, spec: &'static FieldSpec, at: String, max: Option<u32>) -> AnyView {
    let (title, url) = (path::join(&at, "title"), path::join(&at, "url"));
    let links = store.links.get_value();
    let choose = {
        let url = url.clone();
        move || {
            let url = url.clone();
            links.ask(
                String::new(),
                Callback::new(move |(address, _): (String, String)| store.set(&url, json!(address))),
            );
        }
    };
    let leads = {
        let url = url.clone();
        move || {
            super::super::link::name_of(store, &store.text(&url))
                .map(|name| view! { <p class="edit-field__help">"Leads to "{name}</p> })
        }
    };
    let controls = view! {
        <div class="edit-action">
            {input(store, title, max, "text", Some("Button text"))}
            {input(store, url, Some(200), "text", Some("Address that it leads to"))}
            {mini_tool(Tool { icon: IconName::Search, name: "Choose where it leads".to_owned() }, choose)}
        </div>
        {leads}
    };
    grouped(store, spec, &at, controls.into_any())
}
