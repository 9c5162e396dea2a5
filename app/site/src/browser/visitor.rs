//! Who is looking at the page.

use super::{
    dom::find,
    fetch::{json, member},
};
use crate::header_account::Visitor;
use js_sys::encode_uri_component;

/// Asks; an answer that does not come is nobody.
pub(crate) async fn who() -> Option<Visitor> {
    let answer = json("/api/app/visitor").await.ok()?;
    if !member(&answer, "signed_in").is_truthy() {
        return None;
    }
    if let Some(root) = find(":root") {
        // The style sheet hides the invitations to sign in.
        let _ = root.set_attribute("data-signed-in", "");
    }
    Some(Visitor {
        name: member(&answer, "name").as_string().unwrap_or_default(),
        is_staff: member(&answer, "is_staff").is_truthy(),
        editor: format!("/studio/edit?path={}", encode_uri_component(&path())),
    })
}

/// Path of the page that is looked at.
fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}
