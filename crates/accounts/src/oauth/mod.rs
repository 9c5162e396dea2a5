//! The OAuth2 provider (accounts_ops.md 3): this site is where Open edX signs its learners in. Authorization code and
//! refresh grants only; no ID tokens. Only hashes of codes and tokens are stored.

mod application;
mod authorize;
mod bearer;
mod client;
mod exchange;
mod issue;
mod pkce;
mod redirect;
mod revoke;
mod scope;

pub use application::{NewApplication, ensure_application};
pub use authorize::{AuthorizeOutcome, AuthorizePageError, AuthorizeRequest, Consent, ConsentAnswer, authorize};
pub use bearer::{Bearer, bearer};
pub use client::ClientCredentials;
pub use exchange::{TokenRequest, exchange};
pub use issue::{TokenAnswer, TokenBody, TokenRefusal, mint_token_for_courseware};
pub use revoke::revoke;
pub use scope::{SCOPES, Scope, describe_scope};

use crate::store;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

/// Ended tokens are kept for 30 days, then deleted.
pub(crate) async fn purge(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let ended_before = now - Duration::days(30);
    Ok(store::oauth_grant::purge(conn, ended_before).await? + store::oauth_token::purge(conn, ended_before).await?)
}
