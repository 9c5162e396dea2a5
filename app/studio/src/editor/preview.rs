//! The page as visitors will see it, beside the form. The server draws it from the unsaved text; only what differs is
//! exchanged in the frame, so nothing flickers and the place is kept.

use super::{model::path, store::Store};
use crate::pause::Pause;
use leptos::{ev, html, prelude::*, task::spawn_local};
use serde_json::Value;
use std::time::Duration;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, DomParser, Element, HtmlElement, Node, RequestInit, Response, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition, SupportedType,
};
use xpro_api::PAGE_PREVIEW;
use xpro_ui::{Icon, IconName};

/// Quiet time after the last change before the page is drawn anew.
const PAUSE: Duration = Duration::from_millis(120);

/// Said when there is no better reason.
const UNDRAWN: &str = "The preview could not be drawn; this is how it was.";

/// Widths to look at it in: name, pixels.
const WIDTHS: [(&str, Option<u32>); 4] =
    [("Phone", Some(375)), ("Tablet", Some(768)), ("Desktop", Some(1280)), ("As wide as here", None)];

/// The frame with its widths.
#[component]
pub fn Preview(
    /// What is written.
    store: Store,
    /// On narrow screens: the preview is shown, not the form.
    side: RwSignal<bool>,
) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let stage = NodeRef::<html::Div>::new();
    let width = RwSignal::new(None::<u32>);
    let room = RwSignal::new((0.0_f64, 0.0_f64));
    let trouble = RwSignal::new(None::<String>);
    let turn = StoredValue::new(0_u32);
    let is_loaded = RwSignal::new(false);
    let pause = Pause::new();

    let draw = move || {
        turn.update_value(|turn| *turn += 1);
        let asked = turn.get_value();
        let body = store.look(ToString::to_string);
        spawn_local(async move {
            let answer = post(store.page, &body).await;
            if turn.try_get_value() != Some(asked) {
                return;
            }
            match answer {
                Ok(html) => {
                    trouble.set(None);
                    if let Some(document) = frame.get_untracked().and_then(|frame| frame.content_document()) {
                        exchange(&document, &html);
                        light(store, &document, false);
                    }
                }
                Err(why) => trouble.set(Some(why)),
            }
        });
    };
    Effect::watch(move || store.changes.get(), move |_, _, _| pause.then(PAUSE, draw), false);
    Effect::new(move |_| {
        store.focused.track();
        if let Some(document) =
            frame.get_untracked().and_then(|frame| frame.content_document()).filter(|_| is_loaded.get())
        {
            light(store, &document, true);
        }
    });
    let measure = move || {
        if let Some(stage) = stage.get_untracked() {
            room.set((f64::from(stage.client_width()), f64::from(stage.client_height())));
        }
    };
    Effect::new(move |_| {
        // A stage that is not shown has no size.
        side.track();
        if stage.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        pause.stop();
        resized.remove();
    });
    let loaded = move |_| {
        if let Some(document) = frame.get_untracked().and_then(|frame| frame.content_document()) {
            listen(store, &document);
            is_loaded.set(true);
            if store.changes.get_untracked() > 0 {
                draw();
            }
        }
    };
    let scale = Memo::new(move |_| {
        let (wide, _) = room.get();
        match width.get() {
            Some(width) if wide > 0.0 => (wide / f64::from(width)).min(1.0),
            _ => 1.0,
        }
    });
    let frame_width = move || width.get().map_or_else(|| "100%".to_owned(), |width| format!("{width}px"));
    let frame_height = move || format!("{}px", (room.get().1 / scale.get()).floor());
    let offset = move || {
        let (wide, _) = room.get();
        let shown = width.get().map_or(wide, |width| f64::from(width) * scale.get());
        format!("translateX({}px) scale({})", ((wide - shown) / 2.0).max(0.0).floor(), scale.get())
    };
    let choices: Vec<_> = WIDTHS
        .iter()
        .map(|(name, pixels)| {
            let label = pixels.map_or_else(|| "Full".to_owned(), |pixels| pixels.to_string());
            view! {
                <button
                    class="preview__width"
                    type="button"
                    title=*name
                    aria-label=*name
                    aria-pressed=move || if width.get() == *pixels { "true" } else { "false" }
                    on:click=move |_| { width.set(*pixels); measure(); }
                >
                    {label}
                </button>
            }
        })
        .collect();
    let address = format!("{PAGE_PREVIEW}{}", store.page);
    view! {
        <section class="preview" aria-label="Preview">
            <header class="preview__head">
                <div class="preview__widths" role="group" aria-label="Width">{choices}</div>
                <p class="preview__state" role="status">
                    {move || trouble.get().map(|why| view! { <span class="preview__trouble"><Icon name=IconName::Warning />{why}</span> })}
                </p>
                <a class="preview__open" href=address.clone() target="_blank" rel="external noopener">
                    <Icon name=IconName::ArrowOut />
                    <span class="visually-hidden">"Open the saved draft in a new tab"</span>
                </a>
            </header>
            <div class="preview__stage" node_ref=stage>
                <iframe
                    class="preview__frame"
                    node_ref=frame
                    src=address
                    title="The page as visitors will see it"
                    data-testid="preview"
                    style:width=frame_width
                    style:height=frame_height
                    style:transform=offset
                    on:load=loaded
                ></iframe>
            </div>
        </section>
    }
}

/// The page drawn from this document; or why it cannot be.
async fn post(page: i64, body: &str) -> Result<String, String> {
    let lost = |_: JsValue| "The server cannot be reached; this is how it was.".to_owned();
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&body.into());
    let headers = web_sys::Headers::new().map_err(lost)?;
    headers.set("content-type", "application/json").map_err(lost)?;
    init.set_headers(&headers);
    let asked = window().fetch_with_str_and_init(&format!("{PAGE_PREVIEW}{page}"), &init);
    let response: Response = JsFuture::from(asked).await.map_err(lost)?.dyn_into().map_err(lost)?;
    let text = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?.as_string().unwrap_or_default();
    if response.redirected() {
        // To where one signs in.
        return Err("Signed out; this is how it was.".to_owned());
    }
    let sort = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    match response.status() {
        200 => Ok(text),
        413 | 422 => Err(reason(&sort, &text).unwrap_or_else(|| UNDRAWN.to_owned())),
        403 | 303 => Err("Signed out; this is how it was.".to_owned()),
        _ => Err(UNDRAWN.to_owned()),
    }
}

/// The server's sentence; nothing else that may stand in an answer is shown.
fn reason(sort: &str, body: &str) -> Option<String> {
    let answer: Value = sort.starts_with("application/json").then(|| serde_json::from_str(body).ok()).flatten()?;
    answer.get("reason")?.as_str().map(str::to_owned)
}

/// Makes the frame's page into this one.
fn exchange(document: &Document, html: &str) {
    let Ok(parser) = DomParser::new() else { return };
    let Ok(next) = parser.parse_from_string(html, SupportedType::TextHtml) else { return };
    if let (Some(old), Some(new)) = (document.body(), next.body()) {
        morph(&old, &new);
    }
}

/// Makes one node into the other with as few changes as there are.
fn morph(old: &Node, new: &Node) {
    if old.is_equal_node(Some(new)) {
        return;
    }
    let is_same_sort = old.node_type() == new.node_type() && old.node_name() == new.node_name();
    if !is_same_sort {
        if let Some(parent) = old.parent_node() {
            // Two nodes of one parent can be exchanged.
            let _ = parent.replace_child(new, old);
        }
        return;
    }
    if old.node_type() != Node::ELEMENT_NODE {
        old.set_node_value(new.node_value().as_deref());
        return;
    }
    // Nodes of another window are of its classes, so the number of their sort is all that can be asked.
    attributes(old.unchecked_ref(), new.unchecked_ref());
    children(old, new);
}

fn attributes(old: &Element, new: &Element) {
    let names = |element: &Element| {
        element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect::<Vec<_>>()
    };
    for name in names(old) {
        if !new.has_attribute(&name) {
            let _ = old.remove_attribute(&name);
        }
    }
    for name in names(new) {
        let value = new.get_attribute(&name).unwrap_or_default();
        if old.get_attribute(&name).as_ref() != Some(&value) {
            let _ = old.set_attribute(&name, &value);
        }
    }
}

fn children(old: &Node, new: &Node) {
    let list = |node: &Node| {
        let nodes = node.child_nodes();
        (0..nodes.length()).filter_map(|at| nodes.get(at)).collect::<Vec<_>>()
    };
    let (mut olds, mut news) = (list(old), list(new));
    // What is equal at both ends stays untouched, so one section more or less moves no other.
    while let (Some(first), Some(next)) = (olds.first(), news.first()) {
        if !first.is_equal_node(Some(next)) {
            break;
        }
        olds.remove(0);
        news.remove(0);
    }
    let mut after: Option<Node> = None;
    while let (Some(last), Some(next)) = (olds.last(), news.last()) {
        if !last.is_equal_node(Some(next)) {
            break;
        }
        after = olds.pop();
        news.pop();
    }
    for (at, next) in news.iter().enumerate() {
        match olds.get(at) {
            Some(node) => morph(node, next),
            None => {
                let _ = old.insert_before(next, after.as_ref());
            }
        }
    }
    for node in olds.iter().skip(news.len()) {
        let _ = old.remove_child(node);
    }
}

/// A click on a text shows its field; links lead nowhere.
fn listen(store: Store, document: &Document) {
    let clicked = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        event.prevent_default();
        event.stop_propagation();
        // Elements of another window are of its own classes, so nothing is asked about their type.
        let element: Element = match event.target() {
            Some(target) => target.unchecked_into(),
            None => return,
        };
        if let Some(counted) = field_of(&element) {
            store.wanted.set(Some(store.look(|document| path::with_ids(document, &counted))));
        }
    });
    let _ = document.add_event_listener_with_callback_and_bool("click", clicked.as_ref().unchecked_ref(), true);
    // It lives as long as the frame's document.
    clicked.into_js_value();
    let stopped = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| event.prevent_default());
    let _ = document.add_event_listener_with_callback("submit", stopped.as_ref().unchecked_ref());
    stopped.into_js_value();
}

/// The field that an element shows, or else the section that it is in.
fn field_of(element: &Element) -> Option<String> {
    if let Some(found) = element.closest("[data-field]").ok().flatten() {
        return found.get_attribute("data-field");
    }
    let section = element.closest("section, header, article, li").ok().flatten()?;
    let inside = section.query_selector("[data-field]").ok().flatten()?.get_attribute("data-field")?;
    // A picture without a field of its own belongs to what stands beside it.
    Some(inside.rsplit_once('/').map_or(inside.clone(), |(above, _)| above.to_owned()))
}

/// Marks what the focused field shows, and brings it into view.
fn light(store: Store, document: &Document, with_scroll: bool) {
    for old in all(document, "[data-lit]") {
        let _ = old.remove_attribute("data-lit");
        let _ = old.style().remove_property("outline");
        let _ = old.style().remove_property("outline-offset");
    }
    let Some(focused) = store.focused.get_untracked() else { return };
    let mut wanted = store.look(|document| path::with_counts(document, &focused));
    let found = loop {
        let fields = all(document, "[data-field]");
        let is_it = |element: &HtmlElement| {
            element.get_attribute("data-field").is_some_and(|field| path::is_within(&field, &wanted))
        };
        if let Some(found) = fields.into_iter().find(is_it) {
            break found;
        }
        match wanted.rsplit_once('/') {
            Some((above, _)) => wanted = above.to_owned(),
            None => return,
        }
    };
    // The outline is set as the browser's scripts may; a page with a strict policy forbids it in the markup alone.
    let _ = found.set_attribute("data-lit", "");
    let _ = found.style().set_property("outline", "2px solid #1d5fd1");
    let _ = found.style().set_property("outline-offset", "4px");
    if with_scroll && !is_in_view(document, &found) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        options.set_behavior(ScrollBehavior::Auto);
        found.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn is_in_view(document: &Document, element: &HtmlElement) -> bool {
    let height = document.document_element().map_or(0.0, |root| f64::from(root.client_height()));
    let place = element.get_bounding_client_rect();
    place.top() >= 0.0 && place.bottom() <= height
}

fn all(document: &Document, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)).map(wasm_bindgen::JsCast::unchecked_into).collect()
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn only_the_servers_sentence_is_shown() {
        let told = r#"{"reason":"Choose the course first."}"#;
        assert_eq!(reason("application/json", told).as_deref(), Some("Choose the course first."));
        assert_eq!(reason("text/html; charset=utf-8", "<!doctype html><title>Error</title>"), None);
        assert_eq!((reason("application/json", "<html>"), reason("", told)), (None, None));
    }
}
