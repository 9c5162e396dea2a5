//! What is wrong with a form, on top of it.

use leptos::prelude::*;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// `id` of the control; none when the message is about the form as a whole.
    pub field: Option<String>,
    /// What is wrong and how to put it right.
    pub message: String,
}

impl FormError {
    /// A message about one control.
    pub fn field(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(id.into()), message: message.into() }
    }

    /// A message about the form as a whole.
    pub fn form(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }
}

/// The list of what is wrong, each entry a link to its field; nothing when the list is empty.
///
/// It takes the focus when the page is loaded, so that it is read first.
#[component]
pub fn ErrorSummary(
    /// What to put right, in the order of the form.
    errors: Vec<FormError>,
    /// Its heading.
    #[prop(default = "Please check the form".to_owned(), into)]
    title: String,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let entries: Vec<_> = errors
            .into_iter()
            .map(|FormError { field, message }| match field {
                Some(id) => view! { <li><a href=format!("#{id}")>{message}</a></li> }.into_any(),
                None => view! { <li>{message}</li> }.into_any(),
            })
            .collect();
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title">
                <h2 class="error-summary__title" id="error-summary-title">{title}</h2>
                <ul class="error-summary__list">{entries}</ul>
            </div>
        }
    })
}
