//! Fields that belong together.

use super::{fields, parts::grouped};
use crate::editor::store::Store;
use leptos::prelude::*;
use xpro_form::{FieldSpec, FormSpec};

/// The fields inside of one frame.
pub fn group(store: Store, spec: &'static FieldSpec, at: String, form: &'static FormSpec) -> AnyView {
    let inside = fields(store, form, &at);
    grouped(store, spec, &at, view! { <div class="edit-group">{inside}</div> }.into_any())
}
