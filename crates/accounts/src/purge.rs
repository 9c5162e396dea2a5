//! Forgetting what has ended, on a schedule (accounts_ops.md 1.17 GAP-8, 12.3).

use crate::{auth, oauth, session, store};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

/// Spent links are kept for a week, for questions to support.
const KEPT: Duration = Duration::days(7);

/// Deletes ended sessions, attempts with their verification codes, spent links, authorization codes and tokens; returns how many rows.
///
/// # Errors
/// When the database refuses.
pub async fn purge(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let links =
        store::password_reset::purge(conn, now - KEPT).await? + store::email_change::purge(conn, now - KEPT).await?;
    Ok(session::purge_sessions(conn, now).await?
        + auth::purge_attempts(conn, now).await?
        + links
        + oauth::purge(conn, now).await?)
}
