//! Marks the link of the section that is being read in the sticky navigation.

use super::dom::{find, find_all};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

pub(crate) fn highlight_sections() {
    let seen = Closure::<dyn FnMut(Array)>::new(|entries: Array| {
        for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
            if entry.is_intersecting() {
                mark(&entry.target().id());
            }
        }
    });
    let options = IntersectionObserverInit::new();
    // A line a third down the window: what crosses it is being read.
    options.set_root_margin("-33% 0px -66% 0px");
    let Ok(observer) = IntersectionObserver::new_with_options(seen.into_js_value().unchecked_ref(), &options) else {
        return;
    };
    for link in links() {
        if let Some(section) = link.get_attribute("href").and_then(|anchor| find(&anchor)) {
            observer.observe(&section);
        }
    }
    // The observer lives as long as the page.
    let _ = JsValue::from(observer);
}

fn links() -> Vec<Element> {
    find_all(".section-nav a[href^='#']")
}

fn mark(id: &str) {
    for link in links() {
        let is_here = link.get_attribute("href").is_some_and(|anchor| anchor.strip_prefix('#') == Some(id));
        // Names and values are fixed.
        let _ =
            if is_here { link.set_attribute("aria-current", "true") } else { link.remove_attribute("aria-current") };
        if is_here {
            show(&link);
        }
    }
}

/// Where the list of links is wider than the window, the marked one is brought to its beginning.
fn show(link: &Element) {
    let Some(list) = find(".section-nav__list") else { return };
    let from_left = |element: &Element| element.dyn_ref::<HtmlElement>().map_or(0, HtmlElement::offset_left);
    list.set_scroll_left(from_left(link) - from_left(&list));
}
