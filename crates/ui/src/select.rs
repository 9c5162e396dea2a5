//! A choice of one from a list.

use leptos::prelude::*;

use crate::{FieldFrame, describing_ids};

/// One entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// Sent with the form.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl SelectOption {
    /// An entry.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A native select with its label, hint and error.
#[component]
pub fn Select(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// `id` of the control; the name when absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// What can be chosen, in order.
    options: Vec<SelectOption>,
    /// Value of the chosen entry; empty chooses none but the prompt.
    #[prop(optional, into)]
    selected: String,
    /// First entry, without a value, such as "Choose a country".
    #[prop(optional, into)]
    prompt: Option<String>,
    /// How to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
    /// The browser's token for filling it in, such as `country`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let described = describing_ids(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let entries: Vec<_> = options
        .into_iter()
        .map(|SelectOption { value, label }| {
            let is_selected = value == selected;
            view! { <option value=value selected=is_selected>{label}</option> }
        })
        .collect();
    view! {
        <FieldFrame label=label id=id.clone() optional=!required hint=hint.unwrap_or_default() error=error>
            <select
                class="input input--select"
                id=id
                name=name
                required=required
                autocomplete=autocomplete
                aria-invalid=invalid
                aria-describedby=described
            >
                {prompt.map(|text| view! { <option value="">{text}</option> })}
                {entries}
            </select>
        </FieldFrame>
    }
}
