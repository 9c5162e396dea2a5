//! Goes on to the payment page by itself.

use crate::dom;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// Sends the signed form with this `id` once per `attempt`; who comes back to this page presses the button.
#[island]
pub fn PayNow(form: String, attempt: String) -> impl IntoView {
    dom::when_alive(move || {
        let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
        let key = format!("sent:{attempt}");
        let Some(storage) = storage.filter(|storage| storage.get_item(&key).ok().flatten().is_none()) else { return };
        let form = dom::element(&form).and_then(|element| element.dyn_into::<HtmlFormElement>().ok());
        // Without the note the person would be sent again and again.
        if let (Some(form), Ok(())) = (form, storage.set_item(&key, "1")) {
            let _ = form.request_submit();
        }
    });
}
