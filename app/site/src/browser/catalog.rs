//! Filters without a reload: the same address is fetched, and the page's catalog is swapped for the answer's.

use super::{
    dom::{around, document, find, listen, window},
    fetch,
};
use leptos::prelude::{RwSignal, Set};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, FormData, HtmlAnchorElement, HtmlElement, HtmlFormElement, MouseEvent, UrlSearchParams};

const REGION: &str = "[data-catalog]";

/// Starts to listen; what changed is told through `news`.
pub(crate) fn live(news: RwSignal<String>) {
    listen(&document(), "click", move |event: MouseEvent| follow(&event, news));
    listen(&document(), "submit", move |event: Event| submit(&event, news));
    listen(&document(), "change", move |event: Event| {
        if let Some(form) = around(&event, "form[data-filter]").filter(|_| around(&event, "select").is_some()) {
            // Asks the form's own listener above; a form without one would reload.
            let _ = form.unchecked_into::<HtmlFormElement>().request_submit();
        }
    });
    listen(&window(), "popstate", move |_: Event| {
        let address = window().location().href().unwrap_or_default();
        spawn_local(async move { show(address, false, None, news).await });
    });
}

/// A plain click on a filter's link; with a modifier it is the browser's.
fn follow(event: &MouseEvent, news: RwSignal<String>) {
    let is_plain =
        event.button() == 0 && !event.meta_key() && !event.ctrl_key() && !event.shift_key() && !event.alt_key();
    let Some(link) = around(event, "[data-catalog] a[data-filter]").filter(|_| is_plain) else { return };
    event.prevent_default();
    let id = link.id();
    let address = link.unchecked_into::<HtmlAnchorElement>().href();
    spawn_local(async move { show(address, true, Some(id), news).await });
}

fn submit(event: &Event, news: RwSignal<String>) {
    let Some(form) = around(event, "form[data-filter]") else { return };
    let Some(query) = FormData::new_with_form(form.unchecked_ref())
        .and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data))
        .ok()
    else {
        return;
    };
    event.prevent_default();
    let address = ["/catalog/?", &String::from(query.to_string())].concat();
    let id = document().active_element().map(|active| active.id());
    spawn_local(async move { show(address, true, id, news).await });
}

/// Swaps the region. When anything goes wrong the browser goes there the ordinary way.
async fn show(address: String, is_new: bool, focus: Option<String>, news: RwSignal<String>) {
    let busy = |value| find(REGION).map(|region| region.set_attribute("aria-busy", value));
    busy("true");
    let answer = fetch::text(&address).await.ok().and_then(|html| region_of(&html));
    let (Some(fresh), Some(old)) = (answer, find(REGION)) else {
        // Nothing can be done about a browser that refuses to navigate.
        let _ = window().location().set_href(&address);
        return;
    };
    old.set_inner_html(&fresh);
    busy("false");
    if is_new && let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    if let Some(target) = focus.filter(|id| !id.is_empty()).and_then(|id| document().get_element_by_id(&id)) {
        let _ = target.unchecked_into::<HtmlElement>().focus();
    }
    news.set(find("[data-catalog-count]").and_then(|count| count.text_content()).unwrap_or_default());
}

/// The catalog's inside, cut out of a whole document between the two marks that the server writes.
fn region_of(html: &str) -> Option<String> {
    let start = html.find("data-catalog-start")?;
    let start = start + html[start..].find('>')? + 1;
    let end = html.rfind("<i data-catalog-end")?;
    html.get(start..end).map(str::to_owned)
}
