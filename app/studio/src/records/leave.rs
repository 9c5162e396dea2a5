//! Nothing typed is lost by leaving: the browser asks before the page is closed, and so do links of the studio.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Element, MouseEvent};

const QUESTION: &str = "What you changed here is not saved. Leave without saving?";

/// Asks as long as the calling view lives and something is not saved.
pub fn guard(is_dirty: impl Fn() -> bool + Copy + 'static) {
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty() {
            event.prevent_default();
        }
    });
    // Before the router hears of it.
    let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        if !is_dirty() || !leads_away(&event) {
            return;
        }
        let stays = window().confirm_with_message(QUESTION).is_ok_and(|leave| !leave);
        if stays {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    let function = on_click.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // A browser that takes no listener has no links that are clicked either.
    let _ = window().add_event_listener_with_callback_and_bool("click", &function, true);
    let kept = StoredValue::new_local((on_click, function));
    on_cleanup(move || {
        closing.remove();
        kept.try_with_value(|(_, function)| {
            // What was never added is not there to be removed.
            let _ = window().remove_event_listener_with_callback_and_bool("click", function, true);
        });
    });
}

/// A plain click on a link to another page of the studio.
fn leads_away(event: &MouseEvent) -> bool {
    let is_plain = !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten());
    let leads = |link: Element| {
        let href = link.get_attribute("href").unwrap_or_default();
        !href.starts_with('#') && link.get_attribute("target").is_none_or(|target| target.is_empty())
    };
    is_plain && link.is_some_and(leads)
}
