//! A half-finished sign-in or registration, kept in the visitor's session so that no address carries its token.

use super::visit::Visit;
use crate::{
    forms::{Flash, FormErrors},
    respond::{PageError, see_other},
};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use xpro_accounts::{
    auth::{ATTEMPT_EXPIRED, AuthError, AuthOutcome, AuthState},
    session,
};

const KEY: &str = "attempt";

/// What the next step needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attempt {
    /// Names the attempt to accounts.
    pub(super) token: String,
    /// Address under way; blank when only the token is known.
    pub(super) email: String,
    /// Name to greet by.
    pub(super) name: Option<String>,
}

impl Attempt {
    /// The attempt under way in this browser.
    pub(super) async fn find(session: &Session) -> Result<Option<Self>, PageError> {
        session.get(KEY).await.map_err(PageError::internal)
    }

    async fn keep(&self, session: &Session) -> Result<(), PageError> {
        session.insert(KEY, self).await.map_err(PageError::internal)
    }

    async fn forget(session: &Session) -> Result<(), PageError> {
        session.remove_value(KEY).await.map(drop).map_err(PageError::internal)
    }
}

/// How a step ended.
pub(super) enum Step {
    /// There is another page to see.
    Go(Response),
    /// The form is shown again with this.
    Again(FormErrors),
}

/// Turns the answer of a step into the next page, or into what is wrong with the form.
pub(super) async fn proceed(
    visit: &Visit,
    email: &str,
    answer: Result<AuthOutcome, AuthError>,
) -> Result<Step, PageError> {
    let outcome = match answer {
        Ok(outcome) => outcome,
        Err(AuthError::Invalid(fields)) => return Ok(Step::Again(fields.into())),
        Err(AuthError::Throttled(throttled)) => return Ok(Step::Again(throttled.into())),
        Err(AuthError::Internal(error)) => return Err(error.into()),
    };
    if let Some(token) = &outcome.attempt_token {
        let attempt = Attempt { token: token.as_str().to_owned(), email: email.to_owned(), name: outcome.name.clone() };
        attempt.keep(&visit.session).await?;
    }
    let has_errors = !outcome.errors.is_empty() || !outcome.field_errors.is_empty();
    let path = match outcome.state {
        AuthState::Success => return succeed(visit, outcome).await.map(Step::Go),
        AuthState::LoginPassword => {
            tell(visit, outcome.errors).await?;
            "/signin/password/"
        }
        AuthState::RegisterDetails if !has_errors => "/create-account/details/",
        AuthState::RegisterExtra if !has_errors => "/create-account/extra/",
        AuthState::RegisterConfirmSent => "/create-account/confirm-sent/",
        AuthState::Inactive => "/account/inactive/",
        AuthState::UserBlocked => "/create-account/denied/",
        AuthState::ErrorTemporary => "/create-account/error/",
        AuthState::ExistingAccount => {
            tell(
                visit,
                vec!["There is an account with this email address already. Sign in with its password.".to_owned()],
            )
            .await?;
            "/signin/"
        }
        AuthState::Error if outcome.code == Some(ATTEMPT_EXPIRED) => {
            tell(visit, outcome.errors).await?;
            "/signin/"
        }
        AuthState::Error if !has_errors => "/create-account/error/",
        AuthState::Error
        | AuthState::RegisterDetails
        | AuthState::RegisterExtra
        | AuthState::RegisterEmail
        | AuthState::RegisterRequired
        | AuthState::InvalidLink => {
            return Ok(Step::Again(FormErrors::new(outcome.field_errors, outcome.errors)));
        }
    };
    Ok(Step::Go(see_other(path)))
}

async fn succeed(visit: &Visit, outcome: AuthOutcome) -> Result<Response, PageError> {
    let signed_in = outcome.signed_in.ok_or_else(|| PageError::internal("a success without a person"))?;
    Attempt::forget(&visit.session).await?;
    session::sign_in(&visit.session, signed_in).await.map_err(PageError::internal)?;
    Ok(see_other(outcome.next.as_deref().unwrap_or("/dashboard/")))
}

async fn tell(visit: &Visit, messages: Vec<String>) -> Result<(), PageError> {
    if messages.is_empty() { Ok(()) } else { Flash::danger(messages.join(" ")).keep(&visit.session).await }
}
