//! How the boot module starts the application.

use crate::Studio;
use leptos::{mount::mount_to, prelude::document};
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};
use web_sys::HtmlElement;

/// Draws the studio in place of the shell's waiting text. Runs when the module has loaded.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| tell_of_the_end(&panic.to_string())));
    let root = document().get_element_by_id("studio").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else {
        web_sys::console::error_1(&"this page has no place for the studio".into());
        return;
    };
    root.set_text_content(None);
    mount_to(root, Studio).forget();
}

/// After a panic nothing works any more, so the page says so instead of staying silent.
fn tell_of_the_end(panic: &str) {
    web_sys::console::error_1(&panic.into());
    if let Ok(Some(notice)) = document().query_selector("[data-studio-stopped]") {
        // A page that cannot even be changed leaves nothing more to try.
        let _ = notice.remove_attribute("hidden");
    }
}
