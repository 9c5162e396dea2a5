//! A field for several lines.

use leptos::prelude::*;

use crate::{FieldFrame, describing_ids};

/// A text area with its label, hint and error.
#[component]
pub fn TextArea(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Name sent with the form, also the `id`.
    #[prop(into)]
    name: String,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// Height in lines.
    #[prop(default = 5)]
    rows: u32,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let described = describing_ids(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <FieldFrame label=label id=name.clone() optional=!required hint=hint.unwrap_or_default() error=error>
            <textarea
                class="input input--area"
                id=name.clone()
                name=name
                rows=rows.to_string()
                required=required
                aria-invalid=invalid
                aria-describedby=described
            >
                {value}
            </textarea>
        </FieldFrame>
    }
}
