//! E1 and E2: creating a user, and finding the one that is there already.

use reqwest::{Method, StatusCode};
use serde::Deserialize;
use xpro_outbound::{Retry, Retryable, Secret};

use crate::client::OpenEdx;
use crate::error::{LookupError, RegisterError};

/// A user to create.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// Our username; edX keeps it.
    pub username: &'a str,
    /// E-mail address.
    pub email: &'a str,
    /// Full name.
    pub name: &'a str,
    /// An access token of ours for this user. edX calls back with it at once, so it must be committed.
    pub access_token: &'a Secret,
}

#[derive(Deserialize)]
struct Account {
    username: Option<String>,
}

fn is_json_object(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body).is_ok()
}

impl OpenEdx {
    /// E1: creates a user. Not repeated by itself, since a second request finds the first one's user.
    ///
    /// # Errors
    /// [`RegisterError::Refused`] for every answer but 200 with a JSON object, [`RegisterError::Unreachable`] without an
    /// answer.
    pub async fn register_user(&self, user: NewUser<'_>) -> Result<(), RegisterError> {
        let mut request = self.gateway.request(Method::POST, "/user_api/v1/account/registration/").form(&[
            ("username", user.username),
            ("email", user.email),
            ("name", user.name),
            ("provider", &self.config.oauth_provider),
            ("access_token", user.access_token.expose()),
            ("country", "US"),
            ("honor_code", "True"),
        ]);
        if let Some(token) = &self.config.registration_access_token {
            request = request.header("X-Access-Token", token.expose());
        }
        match self.gateway.execute("register_user", request, Retry::Never).await {
            Ok(reply) if reply.status == StatusCode::OK && is_json_object(&reply.body) => Ok(()),
            // A proxy's page in edX's place: whether the user is there now, a look-up tells.
            Ok(reply) if reply.status == StatusCode::OK => Err(RegisterError::Refused {
                status: reply.status.as_u16(),
                summary: "status 200, but the answer is not edX's".to_owned(),
                retryable: true,
            }),
            Ok(reply) => Err(RegisterError::Refused {
                status: reply.status.as_u16(),
                summary: format!("status {}", reply.status.as_u16()),
                retryable: false,
            }),
            Err(error) => Err(match error.status() {
                Some(status) => {
                    RegisterError::Refused { status, summary: error.summary(), retryable: error.is_retryable() }
                }
                None => RegisterError::Unreachable(error),
            }),
        }
    }

    /// E2: the edX username that belongs to an e-mail address, or `None` when edX knows no such user.
    ///
    /// # Errors
    /// When the service token is missing or the call fails other than with 404.
    pub async fn find_username_by_email(&self, email: &str) -> Result<Option<String>, LookupError> {
        let request = self
            .gateway
            .request(Method::GET, "/api/user/v1/accounts")
            .query(&[("email", email)])
            .bearer_auth(self.service_token()?.expose());
        let found = self.gateway.execute_json::<Vec<Account>>("find_user", request, Retry::Safe).await;
        match found {
            Ok(accounts) => Ok(accounts.into_iter().next().and_then(|account| account.username)),
            Err(error) if error.status() == Some(StatusCode::NOT_FOUND.as_u16()) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
