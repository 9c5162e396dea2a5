//! A half-finished sign-in or registration, kept in the visitor's session so that no address carries its token.

use super::visit::Visit;
use crate::{
    forms::{Flash, FormErrors, Pairs},
    respond::{PageError, see_other},
};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use xpro_accounts::{
    Token,
    auth::{ATTEMPT_EXPIRED, AuthError, AuthOutcome, AuthState},
    session,
};

const KEY: &str = "attempt";
/// Field with which a form names its attempt, so that another tab's attempt does not get in its way.
pub(super) const TOKEN_FIELD: &str = "partial_token";

/// Page of the password.
pub(super) const PASSWORD_PAGE: &str = "/signin/password/";
/// Page of the first step of registering.
pub(super) const DETAILS_PAGE: &str = "/create-account/details/";
/// Page of the second step.
pub(super) const EXTRA_PAGE: &str = "/create-account/extra/";

/// What the next step needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attempt {
    /// Names the attempt to accounts.
    pub(super) token: String,
    /// Address under way; blank when only the token is known.
    pub(super) email: String,
    /// Name to greet by.
    pub(super) name: Option<String>,
    /// Page on which it goes on.
    #[serde(default)]
    pub(super) page: String,
}

impl Attempt {
    /// The attempt under way in this browser.
    pub(super) async fn find(session: &Session) -> Result<Option<Self>, PageError> {
        session.get(KEY).await.map_err(PageError::internal)
    }

    /// The attempt that the form names, else the one under way in this browser.
    pub(super) async fn of_form(session: &Session, posted: &Pairs) -> Result<Option<Self>, PageError> {
        let kept = Attempt::find(session).await?;
        let Some(token) = posted.find(TOKEN_FIELD).filter(|token| !token.is_empty()) else { return Ok(kept) };
        let named = || Attempt { token: token.to_owned(), email: String::new(), name: None, page: String::new() };
        Ok(Some(kept.filter(|kept| kept.token == token).unwrap_or_else(named)))
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
    /// The form is shown again.
    Again {
        /// What is wrong.
        errors: FormErrors,
        /// Names the attempt from now on; none: as before.
        token: Option<String>,
    },
}

impl Step {
    fn again(errors: FormErrors) -> Self {
        Step::Again { errors, token: None }
    }
}

/// Turns the answer of a step into the next page, or into what is wrong with the form.
pub(super) async fn proceed(
    visit: &Visit,
    email: &str,
    answer: Result<AuthOutcome, AuthError>,
) -> Result<Step, PageError> {
    let outcome = match answer {
        Ok(outcome) => outcome,
        Err(AuthError::Invalid(fields)) => return Ok(Step::again(fields.into())),
        Err(AuthError::Throttled(throttled)) => return Ok(Step::again(throttled.into())),
        Err(AuthError::Internal(error)) => return Err(error.into()),
    };
    if let Some(token) = &outcome.attempt_token {
        keep_attempt(visit, email, token, &outcome).await?;
    }
    let has_errors = !outcome.errors.is_empty() || !outcome.field_errors.is_empty();
    let path = match outcome.state {
        AuthState::Success => return succeed(visit, outcome).await.map(Step::Go),
        AuthState::LoginPassword => {
            tell(visit, outcome.errors).await?;
            PASSWORD_PAGE
        }
        AuthState::RegisterDetails if !has_errors => DETAILS_PAGE,
        AuthState::RegisterExtra if !has_errors => EXTRA_PAGE,
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
            let token = outcome.attempt_token.map(|token| token.as_str().to_owned());
            return Ok(Step::Again { errors: FormErrors::new(outcome.field_errors, outcome.errors), token });
        }
    };
    Ok(Step::Go(see_other(path)))
}

/// Keeps the attempt for the next page. A step that failed goes on with what is kept already.
async fn keep_attempt(visit: &Visit, email: &str, token: &Token, outcome: &AuthOutcome) -> Result<(), PageError> {
    if Attempt::find(&visit.session).await?.is_some_and(|kept| kept.token == token.as_str()) {
        return Ok(());
    }
    let page = match outcome.state {
        AuthState::LoginPassword => PASSWORD_PAGE,
        AuthState::RegisterExtra => EXTRA_PAGE,
        _ => DETAILS_PAGE,
    };
    let attempt = Attempt {
        token: token.as_str().to_owned(),
        email: email.to_owned(),
        name: outcome.name.clone(),
        page: page.to_owned(),
    };
    attempt.keep(&visit.session).await
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
