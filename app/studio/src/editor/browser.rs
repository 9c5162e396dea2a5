//! What the editor wants of the browser.

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, Storage};

/// Milliseconds since 1970.
pub fn now() -> f64 {
    Date::now()
}

/// A new id for a section or entry.
pub fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().is_ok_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            // Ids must differ, nobody must not guess them.
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// The browser's keeping place of this site; none when it is switched off.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The element of this id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Gives the focus to the element of this id, once what was changed is drawn.
pub fn focus_soon(id: impl Fn() -> Option<String> + 'static) {
    request_animation_frame(move || {
        if let Some(element) = id().and_then(|id| element(&id)) {
            // One that cannot have it loses nothing.
            let _ = element.focus();
        }
    });
}

/// Arrow keys move in a list of tabs, as its role promises.
pub fn move_in_tabs(event: &web_sys::KeyboardEvent) {
    let Some(list) = target_element(event).and_then(|element| element.closest("[role=tablist]").ok().flatten()) else {
        return;
    };
    let Ok(found) = list.query_selector_all("[role=tab]") else { return };
    let tabs: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok()).collect();
    let focused = document().active_element();
    let here = tabs.iter().position(|tab| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(tab))));
    let Some(tab) = here.and_then(|here| tabs.get(next_tab(&event.key(), here, tabs.len())?)) else { return };
    event.prevent_default();
    let _ = tab.focus();
    tab.click();
}

/// The tab that a key leads to.
fn next_tab(key: &str, here: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some(if here + 1 < count { here + 1 } else { 0 }),
        "ArrowLeft" => Some(here.checked_sub(1).unwrap_or(count.saturating_sub(1))),
        "Home" => Some(0),
        "End" => count.checked_sub(1),
        _ => None,
    }
}

/// What an event happened to.
pub fn target_element(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::next_tab;

    #[test]
    fn arrows_go_round_in_a_list_of_tabs() {
        let went = |key: &str| [0, 1, 2].map(|here| next_tab(key, here, 3));
        assert_eq!(went("ArrowRight"), [Some(1), Some(2), Some(0)]);
        assert_eq!(went("ArrowLeft"), [Some(2), Some(0), Some(1)]);
        assert_eq!((next_tab("Home", 2, 3), next_tab("End", 0, 3), next_tab("a", 0, 3)), (Some(0), Some(2), None));
    }
}
