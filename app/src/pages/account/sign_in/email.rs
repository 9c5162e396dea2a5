//! `/signin/`: the e-mail address.

use super::super::{
    attempt::{Step, proceed},
    layout,
    visit::Visit,
};
use crate::{
    forms::{FormErrors, Posted, Queried},
    respond::{PageError, see_other},
    visitor::MaybeSignedIn,
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{auth::start_login, next::safe_next};
use xpro_ui::{Button, Field, InputKind};

const TITLE: &str = "Sign In";

/// What the page shows.
#[derive(Debug, Clone, Default)]
struct Form {
    email: String,
    next: String,
    errors: FormErrors,
}

/// Shows the form; who is signed in already goes on.
pub(in super::super) async fn show(
    visit: Visit,
    MaybeSignedIn(learner): MaybeSignedIn,
    Queried(query): Queried,
) -> Result<Response, PageError> {
    let next = query.text("next");
    // An application may ask that people prove again who they are (accounts_ops.md 3.2).
    if learner.is_some() && query.find("prompt") != Some("login") {
        let next = safe_next(&next, &visit.state.config.base_url);
        return Ok(see_other(next.as_deref().unwrap_or("/dashboard/")));
    }
    visit.page(None, TITLE, move || form(Form { next, ..Form::default() })).await
}

/// Looks for the account and asks for its password.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let (email, next) = (posted.text("email"), posted.text("next"));
    let caller = visit.beginning_caller().await?;
    let answer = start_login(&caller.call(), &email, Some(&next)).await;
    match proceed(&visit, &email, answer).await? {
        Step::Go(response) => {
            visit.remember(&caller, &next).await?;
            Ok(response)
        }
        Step::Again { errors, .. } => {
            Ok(visit.refuse(None, TITLE, errors, move |errors| form(Form { email, next, errors })))
        }
    }
}

fn form(Form { email, next, errors }: Form) -> AnyView {
    let create = layout::with_next("/create-account/", &next);
    let body = view! {
        {layout::summary(&errors, &["email"])}
        <form class="form" method="post" action="/signin/">
            <input type="hidden" name="next" value=next />
            <Field label="Email" name="email" kind=InputKind::Email value=email required=true autocomplete="email" error=errors.of("email") />
            <Button wide=true>"Continue"</Button>
        </form>
        <p class="form__aside">"New here? "<a href=create>"Create account"</a></p>
    };
    layout::narrow("Sign in", "", body.into_any())
}
