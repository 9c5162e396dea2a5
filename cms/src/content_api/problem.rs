//! Why a request of the API is not answered: `{"message": …}` (rule A3).

use super::json::Json;
use crate::document::Problem;
use std::borrow::Cow;

/// A refusal, with the status that says whose fault it is.
#[derive(Debug, thiserror::Error)]
pub enum ApiProblem {
    /// A parameter or a field is wrong.
    #[error("{0}")]
    Bad(String),
    /// Nobody is signed in, or the token is not valid.
    #[error("{0}")]
    SignedOut(&'static str),
    /// They may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// There is no such thing, or they may not know of it.
    #[error("not found")]
    NotFound,
    /// Too many tries.
    #[error("too many attempts; try again in {0} seconds")]
    Throttled(i64),
    /// The document breaks rules; each problem names its field by path.
    #[error("{message}")]
    Invalid {
        /// In a sentence.
        message: String,
        /// By path: `sections/2/heading`.
        problems: Vec<Problem>,
    },
    /// Something else is in the way: a newer version, a taken address, a lock.
    #[error("{message}")]
    Conflict {
        /// In a sentence.
        message: String,
        /// What is there, in fields beside the message.
        details: Vec<(&'static str, serde_json::Value)>,
    },
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl ApiProblem {
    /// A wrong parameter.
    pub fn bad(message: impl Into<String>) -> Self {
        ApiProblem::Bad(message.into())
    }

    /// Something in the way.
    pub fn conflict(message: impl Into<String>) -> Self {
        ApiProblem::Conflict { message: message.into(), details: Vec::new() }
    }

    /// A document that breaks one rule.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        ApiProblem::undone("saved", path, message)
    }

    /// Something other than saving that breaks one rule: the page was not `moved`.
    pub fn undone(what: &str, path: impl Into<String>, message: impl Into<String>) -> Self {
        let problem = Problem::error(path, message);
        ApiProblem::Invalid { message: format!("The page was not {what}. See the problems."), problems: vec![problem] }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            ApiProblem::Bad(_) => 400,
            ApiProblem::SignedOut(_) => 401,
            ApiProblem::Forbidden(_) => 403,
            ApiProblem::NotFound => 404,
            ApiProblem::Conflict { .. } => 409,
            ApiProblem::Invalid { .. } => 422,
            ApiProblem::Throttled(_) => 429,
            ApiProblem::Internal(_) => 500,
        }
    }

    /// The body; what the database said stays inside.
    pub fn body(&self) -> Json {
        let message = match self {
            ApiProblem::Internal(_) => "Something went wrong on our side. Nothing was changed.".to_owned(),
            other => other.to_string(),
        };
        let mut fields = vec![(Cow::Borrowed("message"), Json::Text(message))];
        match self {
            ApiProblem::Invalid { problems, .. } => {
                let problems = serde_json::to_value(problems).unwrap_or_default();
                fields.push((Cow::Borrowed("problems"), problems.into()));
            }
            ApiProblem::Conflict { details, .. } => {
                fields.extend(details.iter().map(|(key, value)| (Cow::Borrowed(*key), value.clone().into())));
            }
            _ => {}
        }
        Json::Object(fields)
    }
}
