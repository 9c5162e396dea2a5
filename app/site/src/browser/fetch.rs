//! Asking the server. JSON is parsed by the browser.

use super::dom::window;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

async fn get(url: &str) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.dyn_into()?;
    if response.ok() { Ok(response) } else { Err(JsValue::NULL) }
}

/// The answer's JSON.
pub(super) async fn json(url: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(get(url).await?.json()?).await
}

/// The answer's text.
pub(super) async fn text(url: &str) -> Result<String, JsValue> {
    JsFuture::from(get(url).await?.text()?).await?.as_string().ok_or(JsValue::NULL)
}

pub(super) fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
