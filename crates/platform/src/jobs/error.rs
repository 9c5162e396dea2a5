//! How a job's failure says what should happen next.

use std::fmt::Display;

/// A failed attempt, with the decision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Worth another try after a pause.
    #[error("{message}")]
    Retry {
        /// Groups failures with the same cause, such as `openedx.timeout`.
        class: &'static str,
        /// For staff; no secrets.
        message: String,
    },
    /// Trying again would end the same way.
    #[error("{message}")]
    Fail {
        /// See `Retry`.
        class: &'static str,
        /// See `Retry`.
        message: String,
    },
}

impl JobError {
    /// Worth another try.
    pub fn retry(class: &'static str, message: impl Display) -> Self {
        JobError::Retry { class, message: message.to_string() }
    }

    /// Final.
    pub fn fail(class: &'static str, message: impl Display) -> Self {
        JobError::Fail { class, message: message.to_string() }
    }

    /// The group of failures it belongs to.
    pub fn class(&self) -> &'static str {
        match self {
            JobError::Retry { class, .. } | JobError::Fail { class, .. } => class,
        }
    }
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        JobError::retry("database", error)
    }
}
