//! The one error that crosses the wire. It carries no internal text: what went wrong inside is in the log, under the
//! request's id.

use serde::{Deserialize, Serialize};
use server_fn::{
    Bytes, Encodes,
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// Why a call was not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in as staff: the session ended, or the staff flag was taken away.
    #[error("You are not signed in as staff any more. Nothing was changed. Sign in and try again.")]
    SignedOut,
    /// Signed in, without the permission that this needs.
    #[error("Your account lacks the permission for this. Nothing was changed. A superuser can grant it.")]
    Forbidden,
    /// There is no such thing.
    #[error("This does not exist.")]
    NotFound,
    /// The request cannot be done as it stands.
    #[error("{message}")]
    Invalid {
        /// What is wrong, for the person who asked.
        message: String,
    },
    /// Ours to mend.
    #[error("The fault is ours. {}", advice(request_id))]
    Internal {
        /// Where to look in the log; empty when the server did not say.
        request_id: String,
    },
    /// Made by the caller's side: no answer came.
    #[error("The server cannot be reached. Check the connection and try again.")]
    Unreachable,
}

/// What to do about a fault of ours; an id is named only where there is one.
fn advice(request_id: &str) -> &'static str {
    if request_id.is_empty() {
        "Try again in a moment."
    } else {
        "Try again; if it happens again, give support the request id."
    }
}

impl ApiError {
    /// A request that cannot be done, told in these words.
    pub fn invalid(message: impl Into<String>) -> Self {
        ApiError::Invalid { message: message.into() }
    }

    /// The HTTP status it travels with.
    pub fn status(&self) -> u16 {
        match self {
            ApiError::SignedOut | ApiError::Forbidden => 403,
            ApiError::NotFound => 404,
            ApiError::Invalid { .. } => 422,
            ApiError::Internal { .. } | ApiError::Unreachable => 500,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => ApiError::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                ApiError::invalid("The request could not be understood.")
            }
            // In the browser it is the answer that cannot be read.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(_) => ApiError::invalid("The request could not be understood."),
            _ => ApiError::Internal { request_id: String::new() },
        }
    }

    /// Errors leave the server through here alone, so here the answer gets the error's status.
    fn ser(&self) -> Bytes {
        #[cfg(feature = "ssr")]
        crate::door::answer_with(self.status());
        JsonEncoding::encode(self).expect("an error of plain strings can be written as JSON")
    }
}
