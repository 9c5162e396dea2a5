//! The few things that islands do to the page beyond their own markup. Server-side these do nothing.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event};

/// The page.
pub fn page() -> Option<Document> {
    web_sys::window()?.document()
}

/// The element with this id.
pub fn element(id: &str) -> Option<Element> {
    page()?.get_element_by_id(id)
}

/// What an input or select holds; blank when there is none.
pub fn value_of(id: &str) -> String {
    element(id)
        .and_then(|element| Reflect::get(&element, &"value".into()).ok())
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Whether a check box is ticked.
pub fn is_ticked(id: &str) -> bool {
    element(id)
        .and_then(|element| Reflect::get(&element, &"checked".into()).ok())
        .and_then(|value| value.as_bool())
        .unwrap_or_default()
}

/// Puts a text into an input or select.
pub fn set_value(id: &str, value: &str) {
    set(element(id), "value", &value.into());
}

/// Shows or hides an element.
pub fn set_hidden(target: Option<Element>, is_hidden: bool) {
    set(target, "hidden", &is_hidden.into());
}

fn set(target: Option<Element>, property: &str, value: &JsValue) {
    if let Some(element) = target {
        // A plain property of an element can always be set.
        let _ = Reflect::set(&element, &property.into(), value);
    }
}

/// Calls `act` for every event of this kind in the page, for as long as the page lives.
pub fn on_page(kind: &str, act: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(act);
    if let Some(page) = page() {
        // Fails only for names that are no event types.
        let _ = page.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Calls `act` when the page is shown, also when it comes back out of the browser's memory.
pub fn on_show(act: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(act);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("pageshow", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Loads another page.
pub fn go(path: &str) {
    let _ = window().location().assign(path);
}

/// Runs `act` once the island is alive in a browser.
pub fn when_alive(act: impl FnOnce() + 'static) {
    let mut act = Some(act);
    Effect::new(move |_| {
        if let Some(act) = act.take() {
            act();
        }
    });
}
