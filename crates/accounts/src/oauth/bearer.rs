//! Who a bearer token speaks for.

use crate::{store, token::sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::Learner;

/// A valid token's holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// An active person.
    pub learner: Learner,
    /// What the token is good for.
    pub scopes: Vec<String>,
}

impl Bearer {
    /// Whether the token covers this scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }
}

/// The holder of an access token; none when it is unknown, expired or revoked, or the person is not active. Answer HTTP
/// 401 with `WWW-Authenticate: Bearer` then.
///
/// # Errors
/// When the database refuses.
pub async fn bearer(conn: &mut PgConnection, token: &str, now: OffsetDateTime) -> Result<Option<Bearer>, sqlx::Error> {
    let Some((user_id, scopes)) = store::oauth_token::find_bearer(conn, &sha256(token), now).await? else {
        return Ok(None);
    };
    let learner = store::user::find_active(conn, user_id).await?;
    Ok(learner.map(|learner| Bearer { learner, scopes }))
}
