//! E5 and E6: a user's tokens.

use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use time::OffsetDateTime;
use xpro_outbound::{CallError, Retry, Secret};

use crate::client::OpenEdx;
use crate::error::RefreshError;

/// Tokens count as expired this much early, so that one is never used in its last moment.
const SAFETY_MARGIN: Duration = Duration::from_secs(10);

/// A user's tokens as edX gave them.
#[derive(Debug, Clone)]
pub struct TokenPair {
    /// For calls in the user's name.
    pub access_token: Secret,
    /// For [`OpenEdx::refresh_token`].
    pub refresh_token: Secret,
    /// Life of the access token.
    pub expires_in: Duration,
}

impl TokenPair {
    /// When to stop using the access token: ten seconds before it expires (courseware.md 2.4 step 6).
    pub fn expires_on(&self, now: OffsetDateTime) -> OffsetDateTime {
        now + self.expires_in.saturating_sub(SAFETY_MARGIN)
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Secret,
    refresh_token: Secret,
    expires_in: u32,
}

impl OpenEdx {
    /// E6: new tokens for a refresh token. Sent once only, since edX may spend the refresh token on the first use.
    ///
    /// # Errors
    /// [`RefreshError::Refused`] when edX answers with an error, so that the login dance is due (courseware.md 2.5);
    /// [`RefreshError::Unavailable`] when it could not be asked, or asks for patience.
    pub async fn refresh_token(&self, refresh_token: &Secret) -> Result<TokenPair, RefreshError> {
        let grant = [("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose())];
        self.request_tokens("refresh_token", &grant).await.map_err(|error| {
            if error.status().is_some_and(|status| !matches!(status, 408 | 429)) {
                return RefreshError::Refused(error);
            }
            RefreshError::Unavailable(error)
        })
    }

    pub(crate) async fn request_tokens(
        &self,
        operation: &'static str,
        grant: &[(&str, &str)],
    ) -> Result<TokenPair, CallError> {
        let client =
            [("client_id", self.config.client_id.as_str()), ("client_secret", self.config.client_secret.expose())];
        let form: Vec<_> = grant.iter().copied().chain(client).collect();
        let request = self.gateway.request(Method::POST, "/oauth2/access_token").form(&form);
        let answer: TokenAnswer = self.gateway.execute_json(operation, request, Retry::Never).await?;
        Ok(TokenPair {
            access_token: answer.access_token,
            refresh_token: answer.refresh_token,
            expires_in: Duration::from_secs(answer.expires_in.into()),
        })
    }
}
