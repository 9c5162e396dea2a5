//! Check boxes and radio buttons.

use leptos::prelude::*;

use crate::{Icon, IconName, describing_ids};

/// A check box with its label on the right.
#[component]
pub fn Checkbox(
    /// What is agreed to or switched on.
    #[prop(into)]
    label: String,
    /// Name sent with the form, also the `id`.
    #[prop(into)]
    name: String,
    /// Sent when it is checked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Checked at first.
    #[prop(optional)]
    checked: bool,
    /// Must be checked.
    #[prop(optional)]
    required: bool,
    /// More about it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let described = describing_ids(&name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    view! {
        <div class="choice">
            <input
                class="choice__box"
                type="checkbox"
                id=name.clone()
                name=name.clone()
                value=value
                checked=checked
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
            <label class="choice__label" for=name>{label}</label>
            {hint.map(|text| view! { <p class="choice__hint" id=hint_id>{text}</p> })}
            {error.map(|text| view! { <p class="field__error" id=error_id><Icon name=IconName::Alert />{text}</p> })}
        </div>
    }
}

/// One entry of a [`RadioGroup`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Sent with the form.
    pub value: String,
    /// What is read.
    pub label: String,
    /// More about it.
    pub hint: Option<String>,
}

impl Choice {
    /// An entry without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same entry with more about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One of a few, all of them in sight.
#[component]
pub fn RadioGroup(
    /// The question.
    #[prop(into)]
    legend: String,
    /// Name sent with the form; `id` of the group, and with a number of each entry.
    #[prop(into)]
    name: String,
    /// The answers, in order.
    choices: Vec<Choice>,
    /// Value of the chosen answer.
    #[prop(optional, into)]
    selected: String,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let described = error.is_some().then(|| error_id.clone());
    let group = name.clone();
    let entries: Vec<_> = choices
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let id = format!("{name}-{at}");
            let hint_id = format!("{id}-hint");
            let described = choice.hint.is_some().then(|| hint_id.clone());
            let is_selected = choice.value == selected;
            view! {
                <div class="choice">
                    <input class="choice__box" type="radio" id=id.clone() name=name.clone() value=choice.value
                        checked=is_selected aria-describedby=described />
                    <label class="choice__label" for=id>{choice.label}</label>
                    {choice.hint.map(|text| view! { <p class="choice__hint" id=hint_id>{text}</p> })}
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="choices" id=group aria-describedby=described>
            <legend class="field__label">{legend}</legend>
            {entries}
            {error.map(|text| view! { <p class="field__error" id=error_id><Icon name=IconName::Alert />{text}</p> })}
        </fieldset>
    }
}
