//! `/signin/forgot-password/`: asks for a link. The answer never tells whether there is an account.

use super::super::{attempt::Attempt, layout, visit::Visit};
use crate::{
    forms::{FormErrors, Posted, Queried},
    respond::{PageError, see_other},
};
use axum::response::Response;
use leptos::prelude::*;
use xpro_accounts::{account::request_password_reset, auth::AuthError};
use xpro_ui::{Button, Field, InputKind};

const TITLE: &str = "Forgot Password";
/// Session key of the address that was asked for, so that a reload says the same.
const SENT_TO: &str = "reset_sent_to";

/// Shows the form, or after it the thanks.
pub(in super::super) async fn show(visit: Visit, Queried(query): Queried) -> Result<Response, PageError> {
    let sent_to: Option<String> = visit.session.get(SENT_TO).await.map_err(PageError::internal)?;
    if let (Some(email), Some(_)) = (sent_to, query.find("sent")) {
        let support = visit.support();
        return visit.page(None, TITLE, move || thanks(&email, &support)).await;
    }
    let email = Attempt::find(&visit.session).await?.map(|attempt| attempt.email).unwrap_or_default();
    visit.page(None, TITLE, move || form(email, &FormErrors::default())).await
}

/// Mails the link, if there is somebody to mail it to.
pub(in super::super) async fn submit(visit: Visit, Posted(posted): Posted) -> Result<Response, PageError> {
    let email = posted.text("email").trim().to_owned();
    let caller = visit.caller().await?;
    match request_password_reset(&caller.call(), &email).await {
        Ok(()) => {
            visit.session.insert(SENT_TO, &email).await.map_err(PageError::internal)?;
            Ok(see_other("/signin/forgot-password/?sent"))
        }
        Err(AuthError::Invalid(fields)) => {
            let errors = FormErrors::from(fields);
            Ok(visit.again(None, TITLE, move || form(email, &errors)))
        }
        Err(AuthError::Throttled(throttled)) => {
            Ok(visit.refuse(None, TITLE, throttled.into(), move |errors| form(email, &errors)))
        }
        Err(AuthError::Internal(error)) => Err(error.into()),
    }
}

fn form(email: String, errors: &FormErrors) -> AnyView {
    let body = view! {
        {layout::summary(errors, &["email"])}
        <form class="form" method="post" action="/signin/forgot-password/">
            <Field label="Email" name="email" kind=InputKind::Email value=email required=true autocomplete="email" error=errors.of("email") />
            <Button wide=true>"Send the link"</Button>
        </form>
        <p class="form__aside"><a href="/signin/">"Back to sign in"</a></p>
    };
    layout::narrow(
        "Forgot your password?",
        "Enter the email address of your account. We mail you a link with which you choose a new password.",
        body.into_any(),
    )
}

fn thanks(email: &str, support: &str) -> AnyView {
    let lead = format!(
        "If there is an account with {email}, a letter with a link is on its way. The link works once, for three days."
    );
    layout::narrow("Look into your mailbox", &lead, layout::letter_tips("/signin/forgot-password/".to_owned(), support))
}
