//! What a step of signing in or registering answers (accounts_ops.md 1.2, 1.3).

use crate::{FieldErrors, Token, session::SignedInSession};
use xpro_platform::throttle::Throttled;

/// What the visitor is shown next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthState {
    /// Account found, password wanted.
    LoginPassword,
    /// Registration may not start with this e-mail address.
    RegisterEmail,
    /// A verification link was mailed.
    RegisterConfirmSent,
    /// Name, password and legal address wanted.
    RegisterDetails,
    /// Profile wanted; the account exists.
    RegisterExtra,
    /// No account with that e-mail address.
    RegisterRequired,
    /// Signed in: put [`AuthOutcome::signed_in`] into the session.
    Success,
    /// It failed; `field_errors` or `errors` say why.
    Error,
    /// Could not be decided now.
    ErrorTemporary,
    /// Right password, but the account was deactivated.
    Inactive,
    /// The verification link is unknown, used or expired.
    InvalidLink,
    /// An account with that e-mail address exists already.
    ExistingAccount,
    /// Refused by the export check.
    UserBlocked,
}

impl AuthState {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            AuthState::LoginPassword => "login/password",
            AuthState::RegisterEmail => "register/email",
            AuthState::RegisterConfirmSent => "register/confirm-sent",
            AuthState::RegisterDetails => "register/details",
            AuthState::RegisterExtra => "register/extra",
            AuthState::RegisterRequired => "register/required",
            AuthState::Success => "success",
            AuthState::Error => "error",
            AuthState::ErrorTemporary => "error-temporary",
            AuthState::Inactive => "inactive",
            AuthState::InvalidLink => "invalid-link",
            AuthState::ExistingAccount => "existing-account",
            AuthState::UserBlocked => "user-blocked",
        }
    }
}

/// [`AuthOutcome::code`] when the attempt is unknown, used up or older than a day: send the visitor to `/signin/`.
pub const ATTEMPT_EXPIRED: &str = "attempt_expired";

/// The answer to one understood call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthOutcome {
    /// What comes next.
    pub state: AuthState,
    /// Names the attempt in the next call; none when nothing is left to resume.
    pub attempt_token: Option<Token>,
    /// What is wrong with which field.
    pub field_errors: FieldErrors,
    /// What is wrong in general.
    pub errors: Vec<String>,
    /// Where to go after `Success`; already safe. None: the dashboard.
    pub next: Option<String>,
    /// Full name for "Signing in as …", only with `LoginPassword`.
    pub name: Option<String>,
    /// Only with `Success`.
    pub signed_in: Option<SignedInSession>,
    /// Machine-readable reason of `Error`.
    pub code: Option<&'static str>,
}

impl AuthOutcome {
    pub(crate) fn new(state: AuthState) -> Self {
        AuthOutcome {
            state,
            attempt_token: None,
            field_errors: FieldErrors::new(),
            errors: Vec::new(),
            next: None,
            name: None,
            signed_in: None,
            code: None,
        }
    }

    pub(crate) fn with_token(state: AuthState, token: Token) -> Self {
        AuthOutcome { attempt_token: Some(token), ..AuthOutcome::new(state) }
    }

    pub(crate) fn expired() -> Self {
        let errors = vec!["This sign-in has expired. Nothing was changed; please start again.".to_owned()];
        AuthOutcome { errors, code: Some(ATTEMPT_EXPIRED), ..AuthOutcome::new(AuthState::Error) }
    }

    /// The answer to the details step when Open edX refuses the name or its check fails (accounts_ops.md 1.7): the door
    /// asks Open edX before it calls [`submit_details`](super::submit_details), because an act awaits no outside system.
    pub fn name_refused(attempt_token: &str) -> Self {
        let errors = vec![
            "We cannot register you right now. Nothing was saved; please try again later or contact support."
                .to_owned(),
        ];
        AuthOutcome { errors, ..AuthOutcome::with_token(AuthState::RegisterDetails, Token::of_visitor(attempt_token)) }
    }
}

/// Why a call was not answered with an [`AuthOutcome`].
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Malformed input: HTTP 400 with the field messages. The attempt is untouched.
    #[error("some fields are not filled in correctly")]
    Invalid(FieldErrors),
    /// Too many tries: HTTP 429 with `Retry-After`.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}
