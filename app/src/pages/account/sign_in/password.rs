//! `/signin/password/`: the password of the account found before.

use super::super::{
    attempt::{Attempt, PASSWORD_PAGE, Step, proceed},
    layout,
    visit::Visit,
};
use crate::{
    forms::{Flash, FormErrors, Posted},
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{auth::login_with_password, password::Password};
use xpro_ui::{Button, Field, InputKind};

const TITLE: &str = "Sign In";

/// Shows the form; without an attempt under way there is nobody to ask for a password.
pub(in super::super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let Some(attempt) = Attempt::find(&visit.session).await? else { return Ok(see_other("/signin/")) };
    if attempt.page != PASSWORD_PAGE {
        return Ok(see_other("/signin/"));
    }
    let other = visit.begin_again("/signin/").await?;
    visit.page(None, TITLE, move || form(&attempt, other, &FormErrors::default())).await
}

/// Checks the password and signs in.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let Some(attempt) = Attempt::find(&visit.session).await? else {
        Flash::danger("Your sign-in has expired, or your browser keeps no cookies. Please start again.")
            .keep(&visit.session)
            .await?;
        return Ok(see_other("/signin/"));
    };
    let (caller, other) = (visit.caller().await?, visit.begin_again("/signin/").await?);
    let answer = login_with_password(&caller.call(), &attempt.token, &Password::from(posted.text("password"))).await;
    match proceed(&visit, &attempt.email, answer).await? {
        Step::Go(response) => Ok(response),
        Step::Again { errors, .. } => {
            Ok(visit.refuse(None, TITLE, errors, move |errors| form(&attempt, other, &errors)))
        }
    }
}

fn form(attempt: &Attempt, other_address: String, errors: &FormErrors) -> AnyView {
    let greeting = attempt
        .name
        .as_ref()
        .filter(|name| !name.is_empty())
        .map(|name| format!("Signing in as {name}."))
        .unwrap_or_default();
    let body = view! {
        {layout::summary(errors, &["password"])}
        <form class="form" method="post" action="/signin/password/">
            // Password managers tie the password to this name.
            <input class="visually-hidden" type="email" name="username" value=attempt.email.clone() autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
            <Field label="Password" name="password" kind=InputKind::Password required=true autocomplete="current-password" error=errors.of("password") />
            <Button wide=true>"Sign in"</Button>
        </form>
        <p class="form__aside"><a href="/signin/forgot-password/">"Forgot your password?"</a></p>
        <p class="form__aside">{attempt.email.clone()}" – "<a href=other_address>"use another email address"</a></p>
    };
    layout::narrow("Sign in", &greeting, body.into_any())
}
