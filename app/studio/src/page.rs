//! What a page does when it is entered.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// Names the page in the browser's tab and history.
pub fn name(title: impl Fn() -> String + 'static) {
    Effect::new(move |_| document().set_title(&format!("{} | Studio", title())));
}

/// Puts the focus on what has this `id`, after a dialog that closes now gave it back to what opened it.
pub fn focus_after_dialog(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        request_animation_frame(move || {
            let found = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<HtmlElement>().ok());
            // Without it the focus stays where the dialog put it.
            let _ = found.map(|found| found.focus());
        });
    });
}

/// Puts the focus at the beginning of the page's content, for when what had it is gone. The skip link's target.
pub fn focus_content() {
    request_animation_frame(|| {
        let content =
            document().get_element_by_id("content").and_then(|content| content.dyn_into::<HtmlElement>().ok());
        // Without it the focus stays at the top of the document, which reads the same page.
        let _ = content.map(|content| content.focus());
    });
}
