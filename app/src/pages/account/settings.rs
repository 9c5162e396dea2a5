//! `/account-settings/`: the e-mail address and the password, a form each.

use super::{layout, visit::Visit};
use crate::{
    forms::{Flash, FormErrors, Posted},
    respond::{PageError, see_other},
    visitor::SignedIn,
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_account::NewPassword;
use xpro_accounts::{
    account::{self, EmailChangeError, PasswordChangeError},
    password::Password,
    session,
};
use xpro_ui::{Button, Field, InputKind, Panel};

const TITLE: &str = "Account Settings";

/// What is wrong, with which of the two forms.
#[derive(Debug, Clone, Default)]
struct Page {
    present_email: String,
    new_email: String,
    email_errors: FormErrors,
    password_errors: FormErrors,
}

/// Shows both forms.
pub(super) async fn show(visit: Visit, SignedIn(learner): SignedIn) -> Result<Response, PageError> {
    let page = Page { present_email: learner.email.to_string(), ..Page::default() };
    visit.page(Some(&learner), TITLE, move || view(&page)).await
}

/// Changes the password; this session goes on, every other one ends.
pub(super) async fn change_password(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let (current, new) = (Password::from(posted.text("current_password")), Password::from(posted.text("new_password")));
    let caller = visit.caller().await?;
    match account::change_password(&caller.call(), &learner, &current, &new).await {
        Ok(signed_in) => {
            session::sign_in(&visit.session, signed_in).await.map_err(PageError::internal)?;
            Flash::success("Your password has been changed. You are signed out everywhere else.")
                .keep(&visit.session)
                .await?;
            Ok(see_other("/account-settings/"))
        }
        Err(PasswordChangeError::Invalid(fields)) => {
            let page =
                Page { present_email: learner.email.to_string(), password_errors: fields.into(), ..Page::default() };
            Ok(visit.again(Some(&learner), TITLE, move || view(&page)))
        }
        Err(PasswordChangeError::Throttled(throttled)) => {
            let page = Page { present_email: learner.email.to_string(), ..Page::default() };
            Ok(visit.refuse(Some(&learner), TITLE, throttled.into(), move |password_errors| {
                view(&Page { password_errors, ..page })
            }))
        }
        Err(PasswordChangeError::Internal(error)) => Err(error.into()),
    }
}

/// Mails a link to the new address; nothing changes before it is used.
pub(super) async fn change_email(
    visit: Visit,
    SignedIn(learner): SignedIn,
    Posted(posted): Posted,
) -> Result<Response, PageError> {
    let new_email = posted.text("email");
    let caller = visit.caller().await?;
    match account::change_email(&caller.call(), &learner, &new_email, &Password::from(posted.text("password"))).await {
        Ok(email) => {
            Flash::success(format!(
                "We have sent a letter to {email}. Your address changes when you open the link in it, within a day."
            ))
            .keep(&visit.session)
            .await?;
            Ok(see_other("/account-settings/"))
        }
        Err(EmailChangeError::Invalid(fields)) => {
            let email_errors = FormErrors::from(fields).about("password");
            let page = Page { present_email: learner.email.to_string(), new_email, email_errors, ..Page::default() };
            Ok(visit.again(Some(&learner), TITLE, move || view(&page)))
        }
        Err(EmailChangeError::UnknownCode) => Err(PageError::NotFound),
        Err(EmailChangeError::Throttled(throttled)) => {
            let page = Page { present_email: learner.email.to_string(), new_email, ..Page::default() };
            Ok(visit.refuse(Some(&learner), TITLE, throttled.into(), move |email_errors| {
                view(&Page { email_errors, ..page })
            }))
        }
        Err(EmailChangeError::Internal(error)) => Err(error.into()),
    }
}

fn view(page: &Page) -> AnyView {
    let (email, password) = (email_form(page), password_form(page));
    let body = view! {
        {layout::summary(&page.email_errors, &["email", "password"])}
        {layout::summary(&page.password_errors, &["current_password", "new_password"])}
        <Panel title="Email">{email}</Panel>
        <Panel title="Password">{password}</Panel>
    };
    layout::narrow("Account settings", "", body.into_any())
}

fn email_form(page: &Page) -> AnyView {
    let errors = &page.email_errors;
    view! {
        <form class="form" method="post" action="/account-settings/email/">
            <p>"Your address is "<strong>{page.present_email.clone()}</strong>"."</p>
            <Field label="New email" name="email" kind=InputKind::Email value=page.new_email.clone() required=true autocomplete="email" error=errors.of("email") />
            <Field label="Your password" name="password" kind=InputKind::Password required=true autocomplete="current-password" error=errors.of("password") />
            <Button>"Change email"</Button>
        </form>
    }
    .into_any()
}

fn password_form(page: &Page) -> AnyView {
    let errors = &page.password_errors;
    view! {
        <form class="form" method="post" action="/account-settings/password/">
            <Field label="Current password" name="current_password" kind=InputKind::Password required=true autocomplete="current-password" error=errors.of("current_password") />
            <NewPassword name="new_password".to_owned() label="New password".to_owned() error=errors.of("new_password") />
            <Button>"Change password"</Button>
        </form>
    }
    .into_any()
}
