//! Finding elements and listening to them. Listeners live as long as the page.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, EventTarget, Window};

pub(super) fn window() -> Window {
    web_sys::window().expect("islands run in a browser")
}

pub(super) fn document() -> Document {
    window().document().expect("a window has a document")
}

pub(super) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

pub(super) fn find_all(selector: &str) -> Vec<Element> {
    let Ok(list) = document().query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// Nearest element around the event's target, the target included, that matches.
pub(super) fn around(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

pub(super) fn listen<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    target: &EventTarget,
    name: &str,
    heard: impl FnMut(E) + 'static,
) {
    let listener = Closure::<dyn FnMut(E)>::new(heard).into_js_value();
    // Fails only when the listener is no function.
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}
