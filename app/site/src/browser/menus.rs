//! Menus are `<details>`: this adds Escape, clicks outside, one open at a time, and keeps the focus in the drawer.

use super::dom::{around, document, find_all, listen};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

pub(crate) fn improve() {
    listen(&document(), "click", |event: Event| close_others(around(&event, "[data-menu]")));
    listen(&document(), "keydown", |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => close_and_return_focus(),
        "Tab" => keep_in_drawer(&event),
        _ => {}
    });
}

fn open_menus() -> Vec<Element> {
    find_all("[data-menu][open]")
}

fn close_others(kept: Option<Element>) {
    for menu in open_menus() {
        if kept.as_ref() != Some(&menu) {
            // Removing an attribute that is there cannot fail.
            let _ = menu.remove_attribute("open");
        }
    }
}

fn close_and_return_focus() {
    for menu in open_menus() {
        let _ = menu.remove_attribute("open");
        focus(menu.query_selector("summary").ok().flatten());
    }
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// From the drawer's last control on to its first, and back.
fn keep_in_drawer(event: &KeyboardEvent) {
    let stops = find_all("[data-drawer][open] :is(summary, a, input, button)");
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return };
    let here = document().active_element();
    let (edge, other) = if event.shift_key() { (first, last) } else { (last, first) };
    if here.as_ref() == Some(edge) {
        event.prevent_default();
        focus(Some(other.clone()));
    }
}
