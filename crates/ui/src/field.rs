//! A labeled text field, and the frame that labels any control.

use leptos::{ev::Event, prelude::*};

use crate::{Icon, IconName};

/// What is typed into a [`Field`]; sets the keyboard of phones and the browser's own checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    /// Any line of text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password.
    Password,
    /// A telephone number.
    Tel,
    /// A search term.
    Search,
    /// A whole number.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// A web address.
    Url,
}

impl InputKind {
    fn name(self) -> &'static str {
        match self {
            InputKind::Text => "text",
            InputKind::Email => "email",
            InputKind::Password => "password",
            InputKind::Tel => "tel",
            InputKind::Search => "search",
            InputKind::Number => "number",
            InputKind::Date => "date",
            InputKind::Url => "url",
        }
    }
}

/// The `aria-describedby` of a control inside a [`FieldFrame`] with this id: its hint and its error, if any.
pub fn describing_ids(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

/// Label above, hint and error below, around one control whose `id` is given.
///
/// The control inside must carry `id`, `aria-invalid` when there is an error, and [`describing_ids`].
#[component]
pub fn FieldFrame(
    /// What the control is called.
    #[prop(into)]
    label: String,
    /// `id` of the control.
    #[prop(into)]
    id: String,
    /// Says "(optional)" after the label.
    #[prop(optional)]
    optional: bool,
    /// How to fill it in; empty is none.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let class = if error.is_some() { "field field--wrong" } else { "field" };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class=class>
            <label class="field__label" for=id>
                {label}
                {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {children()}
            {error.map(|text| view! { <p class="field__error" id=error_id><Icon name=IconName::Alert />{text}</p> })}
        </div>
    }
}

/// A text field with its label, hint and error. What was typed comes back through `value`, except passwords.
#[component]
pub fn Field(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// `id` of the control; the name when absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is typed.
    #[prop(optional)]
    kind: InputKind,
    /// What it holds at first.
    #[prop(optional, into)]
    value: String,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and how to put it right.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Must be filled in. A field that need not be says so in its label.
    #[prop(optional)]
    required: bool,
    /// The browser's token for filling it in, such as `given-name`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Keyboard for phones, such as `numeric`.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// Most characters.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Shown but not changed.
    #[prop(optional)]
    readonly: bool,
    /// Hears each key; a prop for the reason that [`Button`](crate::Button) tells.
    #[prop(optional, into)]
    on_input: Option<Callback<Event>>,
) -> impl IntoView {
    let typed = move |event: Event| {
        if let Some(on_input) = on_input {
            on_input.try_run(event);
        }
    };
    let id = id.unwrap_or_else(|| name.clone());
    let described = describing_ids(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let value = if kind == InputKind::Password { String::new() } else { value };
    view! {
        <FieldFrame label=label id=id.clone() optional=!required && !readonly hint=hint.unwrap_or_default() error=error>
            <input
                class="input"
                id=id
                name=name
                type=kind.name()
                value=value
                required=required
                readonly=readonly
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength.map(|most| most.to_string())
                aria-invalid=invalid
                aria-describedby=described
                on:input=typed
            />
        </FieldFrame>
    }
}
