//! Numbers and times. What cannot be understood stays as it was typed and is told beside the field.

use super::parts::{described, entered, framed, invalid};
use crate::editor::{reveal::field_id, store::Store};
use js_sys::Date;
use leptos::prelude::*;
use serde_json::{Value, json};
use xpro_form::FieldSpec;

/// A whole number.
pub fn integer(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    let parse = |text: &str| match text.parse::<i64>() {
        Ok(number) => json!(number),
        Err(_) => json!(text),
    };
    typed(store, spec, at, "numeric", parse)
}

/// An exact decimal number.
pub fn decimal(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    typed(store, spec, at, "decimal", |text| json!(text.replace(',', ".")))
}

fn typed(store: Store, spec: &'static FieldSpec, at: String, keys: &'static str, parse: fn(&str) -> Value) -> AnyView {
    let (read, write) = (at.clone(), at.clone());
    let control = view! {
        <input
            class="input edit-number"
            id=field_id(&at)
            inputmode=keys
            autocomplete="off"
            aria-describedby=described(&at)
            aria-invalid=invalid(store, at.clone())
            readonly=move || store.is_readonly()
            prop:value=move || store.text(&read)
            on:input=move |event| {
                let text = event_target_value(&event);
                let text = text.trim();
                store.set(&write, if text.is_empty() { Value::Null } else { parse(text) });
            }
            on:focus=entered(store, at.clone())
        />
    };
    framed(store, spec, &at, control.into_any())
}

/// A day.
pub fn date(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    let (read, write) = (at.clone(), at.clone());
    let control = view! {
        <input
            class="input edit-number"
            id=field_id(&at)
            type="date"
            aria-describedby=described(&at)
            aria-invalid=invalid(store, at.clone())
            readonly=move || store.is_readonly()
            prop:value=move || store.text(&read)
            on:change=move |event| {
                let text = event_target_value(&event);
                store.set(&write, if text.is_empty() { Value::Null } else { json!(text) });
            }
            on:focus=entered(store, at.clone())
        />
    };
    framed(store, spec, &at, control.into_any())
}

/// An instant, in the time of the person's clock; kept in UTC.
pub fn date_time(store: Store, spec: &'static FieldSpec, at: String) -> AnyView {
    let (read, write) = (at.clone(), at.clone());
    let control = view! {
        <div class="edit-time">
            <input
                class="input edit-number"
                id=field_id(&at)
                type="datetime-local"
                aria-describedby=described(&at)
                aria-invalid=invalid(store, at.clone())
                readonly=move || store.is_readonly()
                prop:value=move || local_of(&store.text(&read))
                on:change=move |event| {
                    let text = event_target_value(&event);
                    store.set(&write, utc_of(&text).map_or(Value::Null, |(_, text)| json!(text)));
                }
                on:focus=entered(store, at.clone())
            />
            <span class="edit-time__zone">{zone_name()}</span>
        </div>
    };
    framed(store, spec, &at, control.into_any())
}

/// `2026-11-24T09:30` in the person's clock of an instant in UTC; empty when it is none.
pub fn local_of(instant: &str) -> String {
    if instant.is_empty() {
        return String::new();
    }
    let date = Date::new(&instant.into());
    if date.get_time().is_nan() {
        return String::new();
    }
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// Milliseconds and `2026-11-24T08:30:00Z` of a time in the person's clock.
pub fn utc_of(local: &str) -> Option<(i64, String)> {
    if local.is_empty() {
        return None;
    }
    let date = Date::new(&local.into());
    if date.get_time().is_nan() {
        return None;
    }
    let text = String::from(date.to_iso_string());
    let seconds = text.split('.').next().unwrap_or_default();
    Some((date.get_time() as i64, format!("{seconds}Z")))
}

/// The person's time zone by name, with how far it is from UTC now.
pub fn zone_name() -> String {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    let name = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string());
    let minutes = -(Date::new_0().get_timezone_offset() as i32);
    let sign = if minutes < 0 { '−' } else { '+' };
    let offset = format!("UTC{sign}{}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    match name {
        Some(name) => format!("{} ({offset})", name.replace('_', " ")),
        None => offset,
    }
}
