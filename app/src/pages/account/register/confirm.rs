//! `/create-account/confirm/`: the mailed link. Programs that check mail open links, so only the button uses it up.

use super::{
    super::{
        attempt::{Step, proceed},
        layout,
        visit::Visit,
    },
    TITLE,
};
use crate::{
    forms::{Posted, Queried},
    respond::{PageError, see_other},
};
use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use xpro_accounts::auth::confirm_email;
use xpro_ui::{Button, LinkButton};

/// Shows the button.
pub(in super::super) async fn show(visit: Visit, Queried(query): Queried) -> Result<Response, PageError> {
    let (code, token) = (query.text("verification_code"), query.text("partial_token"));
    if code.is_empty() || token.is_empty() {
        return Ok(see_other("/create-account/"));
    }
    visit.page(None, TITLE, move || button(code, token)).await
}

/// Redeems the link; the details are next.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let caller = visit.caller().await?;
    let answer = confirm_email(&caller.call(), &posted.text("partial_token"), &posted.text("verification_code")).await;
    match proceed(&visit, "", answer).await? {
        Step::Go(response) => Ok(response),
        Step::Again { errors, .. } => {
            let reasons: Vec<String> = errors.summary(&[]).into_iter().map(|error| error.message).collect();
            let mut response = visit.page(None, TITLE, move || not_valid(&reasons.join(" "))).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

fn button(code: String, token: String) -> AnyView {
    let body = view! {
        <form class="form" method="post" action="/create-account/confirm/">
            <input type="hidden" name="verification_code" value=code />
            <input type="hidden" name="partial_token" value=token />
            <Button wide=true attr:data-testid="confirm-email">"Confirm my email"</Button>
        </form>
    };
    layout::narrow(
        "Confirm your email",
        "One press, and your address is confirmed. Two short forms follow.",
        body.into_any(),
    )
}

fn not_valid(reason: &str) -> AnyView {
    let body = view! {
        <p><LinkButton href="/create-account/">"Get a new link"</LinkButton></p>
        <p class="form__aside">"Already have an account? "<a href="/signin/">"Sign in"</a></p>
    };
    layout::narrow("This link does not work", reason, body.into_any())
}
