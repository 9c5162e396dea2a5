//! Shows that a form is being sent, and lets it be sent once.

use crate::dom;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, SubmitEvent};

const BUSY: &str = "data-busy";
/// A request that takes longer was most likely stopped by the person.
const PATIENCE: Duration = Duration::from_secs(20);

/// Marks the pressed button of every posted form as working; a second press does nothing until the page comes back.
#[island]
pub fn BusyForms() -> impl IntoView {
    dom::when_alive(|| {
        dom::on_page("submit", |event| mark(&event));
        dom::on_show(clear);
    });
}

fn mark(event: &Event) {
    let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(form) = form.filter(|form| form.get_attribute("method").as_deref() == Some("post")) else { return };
    if event.default_prevented() {
        return;
    }
    if form.has_attribute(BUSY) {
        event.prevent_default();
        return;
    }
    let _ = form.set_attribute(BUSY, "");
    // Not disabled: a disabled button would not send its name.
    let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
    if let Some(button) = button {
        let _ = button.set_attribute("aria-busy", "true");
    }
    set_timeout(clear, PATIENCE);
}

fn clear() {
    while let Some(form) = find("form[data-busy]") {
        let _ = form.remove_attribute(BUSY);
    }
    while let Some(button) = find("button[aria-busy]") {
        let _ = button.remove_attribute("aria-busy");
    }
}

fn find(selector: &str) -> Option<Element> {
    dom::page()?.query_selector(selector).ok()?
}
