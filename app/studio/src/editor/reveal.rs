//! Shows a field, wherever it is: opens what it is in, and gives it the focus.

use super::{browser, model::path, store::Store};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};
use xpro_form::Tab;

/// What is given the focus in a section or frame, the first that there is.
const CONTROLS: [&str; 4] = [
    "input[id^='field:'], textarea[id^='field:'], select[id^='field:'], button[id^='field:']",
    // A list that is empty yet.
    "button[id^='add:']",
    "button[aria-expanded]",
    "input, textarea, select, button",
];

/// `id` of the control of a field.
pub fn field_id(path: &str) -> String {
    format!("field:{path}")
}

/// `id` of an entry of a list.
pub fn entry_id(path: &str) -> String {
    format!("entry:{path}")
}

/// `id` of the button that adds an entry to a list.
pub fn add_id(list: &str) -> String {
    format!("add:{list}")
}

/// Follows the wish to see a field.
pub fn follow(store: Store, tab: RwSignal<Tab>, side: RwSignal<bool>) {
    Effect::new(move |_| {
        let Some(wanted) = store.wanted.get() else { return };
        let top = wanted.split('/').next().unwrap_or_default();
        if let Some(field) = store.form().field(top) {
            tab.set(field.tab);
        } else if top == "#price" {
            tab.set(Tab::Settings);
        } else if top.starts_with('#') {
            tab.set(Tab::Promote);
        }
        side.set(false);
        open_up_to(store, &wanted);
        // Once what was opened is drawn.
        request_animation_frame(move || {
            // Only now, so that the panel hears of the wish as well and makes room.
            store.wanted.try_set(None);
            request_animation_frame(move || focus(&wanted));
        });
    });
}

/// Shows the field that the page's address names: `?field=sections/2/heading`.
pub fn named_in_address(store: Store) {
    if let Some(named) = use_query_map().with_untracked(|query| query.get("field")) {
        let wanted =
            if named.starts_with('#') { named } else { store.look(|document| path::with_ids(document, &named)) };
        store.wanted.set(Some(wanted));
    }
}

/// Opens every entry on the way.
fn open_up_to(store: Store, wanted: &str) {
    let mut at = String::new();
    let parts: Vec<&str> = wanted.split('/').collect();
    for (place, part) in parts.iter().enumerate() {
        let is_entry = store.look(|document| super::model::document::entry(document, &at, part).is_some());
        at = path::join(&at, part);
        if is_entry && (place + 1 < parts.len() || place > 0) {
            store.open(&at).set(true);
        }
    }
}

/// The control of the field, or else what is nearest around it.
fn focus(wanted: &str) {
    let mut at = wanted;
    loop {
        let found = browser::element(&field_id(at)).or_else(|| browser::element(&entry_id(at)));
        if let Some(found) = found {
            // A field comes before the tools around it.
            let control = CONTROLS.iter().find_map(|controls| found.query_selector(controls).ok().flatten());
            let is_control = found.matches("input, textarea, select, button, [tabindex]").unwrap_or_default();
            let target = if is_control {
                Some(found.clone())
            } else {
                control.and_then(|control| control.dyn_into::<HtmlElement>().ok())
            };
            scroll_to(&found);
            if let Some(target) = target {
                // Should it refuse the focus it is in view at least.
                let options = web_sys::FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = target.focus_with_options(&options);
            }
            return;
        }
        match at.rsplit_once('/') {
            Some((above, _)) => at = above,
            None => return,
        }
    }
}

fn scroll_to(element: &HtmlElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_behavior(ScrollBehavior::Auto);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
