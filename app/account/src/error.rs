//! Why a server function did not answer.

use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// What an island can act on; no internal text crosses the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AccountError {
    /// The session ended: go and sign in.
    #[error("Your session has ended. Nothing was changed; please sign in again.")]
    NotSignedIn,
    /// The server could not be reached, or failed.
    #[error("We could not reach the server. Nothing was changed; please try again.")]
    Unavailable,
}

impl FromServerFnError for AccountError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        AccountError::Unavailable
    }
}

#[cfg(feature = "ssr")]
impl From<sqlx::Error> for AccountError {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "a server function failed");
        AccountError::Unavailable
    }
}
