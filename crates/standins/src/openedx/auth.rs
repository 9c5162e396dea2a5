//! Who calls the edX API: the service worker, a user, or nobody.

use axum::http::{HeaderMap, StatusCode, header};

use super::error::EdxError;
use crate::clock;
use crate::secret;
use crate::state::Shared;

/// The owner of a bearer token.
pub(crate) enum Caller {
    /// The staff account behind the static token.
    Service,
    /// A user with a token from the login dance.
    User(String),
}

impl Caller {
    /// Identifies the caller of a request.
    ///
    /// # Errors
    /// 401 as edX words it: no token, an unknown one, an expired one.
    pub(crate) fn identify(shared: &Shared, headers: &HeaderMap) -> Result<Self, EdxError> {
        let unauthorized = |code, text| EdxError::coded(StatusCode::UNAUTHORIZED, code, text);
        let Some(token) = bearer(headers) else {
            return Err(EdxError::detail(StatusCode::UNAUTHORIZED, "Authentication credentials were not provided."));
        };
        if secret::same(token, &shared.config.edx.service_token) {
            return Ok(Self::Service);
        }
        let edx = shared.edx();
        let pair = edx.tokens.iter().find(|pair| pair.access == token);
        match pair {
            None => {
                Err(unauthorized("token_nonexistent", "The provided access token does not match any valid tokens."))
            }
            Some(pair) if pair.expires <= clock::now() => {
                Err(unauthorized("token_expired", "The provided access token has expired and is no longer valid."))
            }
            Some(pair) => Ok(Self::User(pair.username.clone())),
        }
    }

    /// Identifies the caller and insists on the service worker.
    ///
    /// # Errors
    /// 401 as [`Caller::identify`], 403 for a mere user.
    pub(crate) fn service(shared: &Shared, headers: &HeaderMap) -> Result<(), EdxError> {
        match Self::identify(shared, headers)? {
            Self::Service => Ok(()),
            Self::User(_) => {
                Err(EdxError::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action."))
            }
        }
    }
}

/// The non-empty bearer token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
