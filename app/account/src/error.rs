//! Why a server function did not answer.

use serde::{Deserialize, Serialize};
use server_fn::{
    Bytes, Encodes,
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// What an island can act on; no internal text crosses the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AccountError {
    /// The session ended: go and sign in.
    #[error("Your session has ended. Nothing was changed; please sign in again.")]
    NotSignedIn,
    /// The call made no sense; no page of ours sends such a one.
    #[error("We could not understand that. Nothing was changed; please load the page again.")]
    NotUnderstood,
    /// The server could not be reached, or failed.
    #[error("We could not reach the server. Nothing was changed; please try again.")]
    Unavailable,
}

impl FromServerFnError for AccountError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => AccountError::NotUnderstood,
            // In the browser it is the answer that cannot be read.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(_) => AccountError::NotUnderstood,
            _ => AccountError::Unavailable,
        }
    }

    /// Errors leave the server through here alone, so here the answer gets the error's status.
    fn ser(&self) -> Bytes {
        #[cfg(feature = "ssr")]
        self.answer();
        JsonEncoding::encode(self).expect("a word can be written as JSON")
    }
}

#[cfg(feature = "ssr")]
impl AccountError {
    /// Gives the answer in progress the error's status.
    fn answer(self) {
        let status = match self {
            AccountError::NotSignedIn => http::StatusCode::FORBIDDEN,
            AccountError::NotUnderstood => http::StatusCode::BAD_REQUEST,
            AccountError::Unavailable => http::StatusCode::INTERNAL_SERVER_ERROR,
        };
        if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(status);
        }
    }
}

#[cfg(feature = "ssr")]
impl From<sqlx::Error> for AccountError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "a server function failed");
        AccountError::Unavailable
    }
}
