//! What can go wrong, one enum per operation whose callers act on the difference (courseware.md 2.9).

use serde::Deserialize;
use xpro_outbound::{CallError, Fault, Retryable, SetupError};

/// Whether the call may succeed later. To the faults that pass by themselves edX adds one: in front of it stand proxies
/// that answer 200 with a page of their own while edX is being deployed.
fn may_pass(error: &CallError) -> bool {
    error.is_retryable() || matches!(error.fault, Fault::Decode(_))
}

/// The service token is not set. Only an operator can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the setting OPENEDX_SERVICE_WORKER_API_TOKEN is missing")]
pub struct NotConfigured;

/// A user could not be created.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// edX answered, but not 200. The user may exist already: look the e-mail address up.
    #[error("Open edX did not create the user: {summary}")]
    Refused {
        /// Status of the answer.
        status: u16,
        /// Status and body for staff.
        summary: String,
        /// Whether the same request may succeed later.
        retryable: bool,
    },
    /// No answer: nothing is known about the user.
    #[error(transparent)]
    Unreachable(CallError),
}

impl Retryable for RegisterError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Refused { retryable, .. } => *retryable,
            Self::Unreachable(error) => error.is_retryable(),
        }
    }
}

/// A user could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The service token is missing.
    #[error(transparent)]
    NotConfigured(#[from] NotConfigured),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl Retryable for LookupError {
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Call(error) if may_pass(error))
    }
}

/// The login dance brought no token (courseware.md 2.4).
#[derive(Debug, thiserror::Error)]
pub enum DanceError {
    /// The walk did not end where edX was asked to send us.
    #[error("the login walk ended at {landed} instead of {expected}")]
    WrongLandingPage {
        /// The redirect URI.
        expected: String,
        /// Where the walk ended, without query.
        landed: String,
    },
    /// The walk ended in the right place but brought no code.
    #[error("the login walk brought no code to {landed} (error: {})", .reason.as_deref().unwrap_or("none given"))]
    MissingCode {
        /// Where the walk ended, without query.
        landed: String,
        /// The OAuth2 error named in the query, if any.
        reason: Option<String>,
    },
    /// A step of the walk failed.
    #[error("the login walk failed: {0}")]
    Walk(#[source] CallError),
    /// edX did not exchange the code for tokens.
    #[error("Open edX did not exchange the code: {}", .0.summary())]
    TokenRefused(#[source] CallError),
    /// No HTTP client for the walk.
    #[error(transparent)]
    Setup(#[from] SetupError),
}

impl Retryable for DanceError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::WrongLandingPage { .. } | Self::MissingCode { .. } => false,
            Self::Walk(error) | Self::TokenRefused(error) => may_pass(error),
            Self::Setup(_) => true,
        }
    }
}

/// Tokens could not be refreshed (courseware.md 2.5).
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// edX does not accept the refresh token: forget it and dance again.
    #[error("Open edX refused the refresh token: {}", .0.summary())]
    Refused(#[source] CallError),
    /// edX could not be asked; the refresh token may still be good.
    #[error(transparent)]
    Unavailable(CallError),
}

impl Retryable for RefreshError {
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(error) if may_pass(error))
    }
}

/// A learner could not be enrolled or unenrolled (courseware.md 2.6).
#[derive(Debug, thiserror::Error)]
pub enum EnrollError {
    /// edX answered with an error status.
    #[error("Open edX refused the enrollment of {username} in {course_key}: {}", .source.summary())]
    Refused {
        /// The learner.
        username: String,
        /// The run.
        course_key: String,
        /// The answer.
        source: CallError,
    },
    /// edX reported success, yet the enrollment that it returned is not in the requested state.
    #[error("Open edX accepted the change of {username}'s enrollment in {course_key} but did not apply it")]
    NotApplied {
        /// The learner.
        username: String,
        /// The run.
        course_key: String,
    },
    /// Anything else: no answer, or one that cannot be understood.
    #[error("the enrollment of {username} in {course_key} failed: {source}")]
    Unknown {
        /// The learner.
        username: String,
        /// The run.
        course_key: String,
        /// What happened.
        source: CallError,
    },
    /// The service token is missing.
    #[error(transparent)]
    NotConfigured(#[from] NotConfigured),
}

impl EnrollError {
    pub(crate) fn from_call(username: &str, course_key: &str, source: CallError) -> Self {
        let (username, course_key) = (username.to_owned(), course_key.to_owned());
        if source.status().is_some() {
            return Self::Refused { username, course_key, source };
        }
        Self::Unknown { username, course_key, source }
    }

    /// Whether edX says that it has no such user: the account that we know of is gone there.
    pub fn is_unknown_user(&self) -> bool {
        #[derive(Deserialize)]
        struct Message {
            message: String,
        }
        let Self::Refused { source, .. } = self else { return false };
        let Some(answer) = source.answer().filter(|answer| answer.status.as_u16() == 406) else { return false };
        serde_json::from_slice::<Message>(&answer.body).is_ok_and(|body| body.message.contains("does not exist"))
    }
}

impl Retryable for EnrollError {
    fn is_retryable(&self) -> bool {
        match self {
            Self::Refused { source, .. } | Self::Unknown { source, .. } => may_pass(source),
            // edX leaves an inactive enrollment inactive when a request also changes its mode; the next one wakes it.
            Self::NotApplied { .. } => true,
            Self::NotConfigured(_) => false,
        }
    }
}
