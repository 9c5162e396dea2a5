//! Forgetting what has ended, on a schedule (accounts_ops.md 1.17 GAP-8, 12.3).

use crate::{auth, oauth, sessions};
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Deletes ended sessions, attempts with their verification codes, authorization codes and tokens; returns how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn purge_expired(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sessions::purge_sessions(conn, now).await? + auth::purge_attempts(conn, now).await? + oauth::purge(conn, now).await?)
}
