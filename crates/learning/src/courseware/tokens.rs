//! The token with which we act for a learner at Open edX.

use crate::store::courseware_user;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

/// A token with less life left than this is refreshed first (courseware.md 2.5).
const MINIMUM_LIFE: Duration = Duration::seconds(60);
/// Taken off the life that Open edX states, for clocks that differ.
const MARGIN: Duration = Duration::seconds(10);

/// What is known of a learner's token.
#[derive(Clone, PartialEq, Eq)]
pub enum StoredToken {
    /// Usable now.
    Valid(String),
    /// Exchange this refresh token first.
    Stale(String),
    /// Walk the login dance.
    Missing,
}

impl std::fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            StoredToken::Valid(_) => "Valid(***)",
            StoredToken::Stale(_) => "Stale(***)",
            StoredToken::Missing => "Missing",
        })
    }
}

/// The learner's token as stored.
///
/// # Errors
/// When the database refuses.
pub async fn find_token(
    conn: &mut PgConnection,
    user: UserId,
    now: OffsetDateTime,
) -> Result<StoredToken, sqlx::Error> {
    let Some(row) = courseware_user::find_auth(conn, user).await? else { return Ok(StoredToken::Missing) };
    Ok(match (row.access_token, row.access_token_expires_at) {
        (Some(token), Some(expires)) if expires > now + MINIMUM_LIFE => StoredToken::Valid(token),
        _ => StoredToken::Stale(row.refresh_token),
    })
}

/// Keeps a fresh pair; `lives` as Open edX stated it.
///
/// # Errors
/// When the database refuses.
pub async fn store_token(
    tx: &mut Tx,
    user: UserId,
    access: &str,
    refresh: &str,
    lives: Duration,
) -> Result<(), sqlx::Error> {
    let expires_at = tx.now() + lives - MARGIN;
    courseware_user::upsert_auth(tx, user, access, refresh, expires_at).await
}

/// Drops a pair that Open edX no longer accepts.
///
/// # Errors
/// When the database refuses.
pub async fn forget_token(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    courseware_user::delete_auth(tx, user).await
}
