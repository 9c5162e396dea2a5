//! Dismissing the site notice.

use super::dom::{find, listen, window};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};

const DISMISSED: &str = "dismissedNotification";

pub(crate) fn let_dismiss() {
    let Some(bar) = find("[data-site-notice]") else { return };
    let Some(button) = find(".site-notice__close").and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    button.set_hidden(false);
    listen(&button, "click", move |_: Event| {
        let id = bar.get_attribute("data-site-notice").unwrap_or_default();
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or forbidden storage means that the notice shows again next time.
            let _ = storage.set_item(DISMISSED, &id);
        }
        bar.remove();
    });
}
