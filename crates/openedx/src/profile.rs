//! E10 and E11: names.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use xpro_outbound::{CallError, Fault, Retry, Secret};

use crate::client::OpenEdx;

/// What must be escaped in a path segment: all but the unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Whether edX would accept a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameDecision {
    /// It would, or it could not be asked.
    Acceptable,
    /// It would not.
    Refused {
        /// edX's explanation.
        explanation: String,
    },
}

#[derive(Serialize)]
struct NameChange<'a> {
    name: &'a str,
}

#[derive(Deserialize)]
struct ValidationAnswer {
    validation_decisions: Decisions,
}

#[derive(Deserialize)]
struct Decisions {
    name: String,
}

impl OpenEdx {
    /// E10: changes a user's full name in edX, in the user's name. Repeating it is harmless.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn rename(&self, username: &str, full_name: &str, user_token: &Secret) -> Result<(), CallError> {
        let path = format!("/api/user/v1/accounts/{}", utf8_percent_encode(username, SEGMENT));
        let request = self
            .gateway
            .request(Method::PATCH, &path)
            .bearer_auth(user_token.expose())
            .header("Accept", "application/json, text/javascript, */*; q=0.01")
            .header("X-Requested-With", "XMLHttpRequest")
            // Before the body, which would otherwise declare itself plain JSON.
            .header("Content-Type", "application/merge-patch+json")
            .json(&NameChange { name: full_name });
        self.gateway.execute("rename_user", request, Retry::Safe).await.map(|_| ())
    }

    /// E11: asks whether edX would accept a full name. When edX cannot be reached, or lets people wait, the name counts as
    /// acceptable: registration must not depend on it (courseware.md 2.7).
    ///
    /// # Errors
    /// When edX is there but gives no decision: an error status, an answer that cannot be understood.
    pub async fn validate_name(&self, full_name: &str) -> Result<NameDecision, CallError> {
        let request = self
            .gateway
            .request(Method::POST, "/api/user/v1/validation/registration")
            .timeout(self.config.name_check_timeout)
            // The reference sends an empty token and edX expects no more: the endpoint is open to all.
            .header("Authorization", "Bearer ")
            .form(&[("name", full_name)]);
        match self.gateway.execute_json::<ValidationAnswer>("validate_name", request, Retry::Never).await {
            Ok(answer) if answer.validation_decisions.name.is_empty() => Ok(NameDecision::Acceptable),
            Ok(answer) => Ok(NameDecision::Refused { explanation: answer.validation_decisions.name }),
            Err(error) => match error.fault {
                Fault::Connect(_) | Fault::Timeout | Fault::CircuitOpen { .. } => Ok(NameDecision::Acceptable),
                _ => Err(error),
            },
        }
    }
}
