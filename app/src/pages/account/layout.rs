//! The shapes of these pages: a narrow column for forms, a wide one for the dashboard.

use crate::forms::{Flash, FormErrors};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use xpro_account::BusyForms;
use xpro_ui::{ErrorSummary, Icon, IconName, PageHeader};

/// Every page of the account: the message of the last form, then the page.
pub(super) fn page(flash: Option<Flash>, body: AnyView) -> AnyView {
    view! {
        <div class="account-page">
            {flash.map(Flash::view)}
            {body}
            <BusyForms />
        </div>
    }
    .into_any()
}

/// A form or a message in a narrow column.
pub(super) fn narrow(title: &str, lead: &str, body: AnyView) -> AnyView {
    view! {
        <div class="account-page__narrow">
            <PageHeader title=title lead=lead />
            {body}
        </div>
    }
    .into_any()
}

/// A page of ordinary width.
pub(super) fn wide(title: &str, lead: &str, body: AnyView) -> AnyView {
    view! {
        <div class="account-page__wide">
            <PageHeader title=title lead=lead />
            {body}
        </div>
    }
    .into_any()
}

/// The address of a page that leads on to `next`.
pub(super) fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    format!("{path}?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))
}

/// What is wrong with a form, on top of it.
pub(super) fn summary(errors: &FormErrors, order: &[&str]) -> AnyView {
    view! { <ErrorSummary errors=errors.summary(order) /> }.into_any()
}

/// A mail link to support.
pub(super) fn support_link(email: &str) -> AnyView {
    view! { <a href=format!("mailto:{email}")>{email.to_owned()}</a> }.into_any()
}

/// What to try when a letter does not arrive, below the statement that it was sent.
pub(super) fn letter_tips(try_again: String, support: &str) -> AnyView {
    view! {
        <h2 class="letter-tips__title">"The letter does not arrive?"</h2>
        <ul class="letter-tips">
            <li><Icon name=IconName::Clock />"Wait a few minutes: mail can be slow."</li>
            <li><Icon name=IconName::Mail />"Look into the folder for spam."</li>
            <li><Icon name=IconName::Pencil /><span>"Check the address for typing errors and "<a href=try_again>"try again"</a>"."</span></li>
        </ul>
        <p>"Still nothing? Write to "{support_link(support)}"."</p>
    }
    .into_any()
}
