//! Counting attempts at guessable things, in Postgres, so that every process counts together.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

/// How often an action may be tried (accounts_ops.md 1.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name of the action, such as `login_password`.
    pub action: &'static str,
    /// Allowed tries within the window.
    pub hits: i32,
    /// Length of the window, which begins with its first try.
    pub window: Duration,
}

/// Too many tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; try again in {} seconds", retry_after.whole_seconds())]
pub struct Throttled {
    /// When the window ends.
    pub retry_after: Duration,
}

/// Counts one try by `subject` (an address, an e-mail; only its hash is stored) and says whether it is allowed.
///
/// # Errors
/// When the database refuses.
pub async fn hit(
    conn: &mut PgConnection,
    limit: &Limit,
    subject: &str,
    now: OffsetDateTime,
) -> Result<Result<(), Throttled>, sqlx::Error> {
    let window_floor = now - limit.window;
    let row = sqlx::query!(
        "insert into throttle as t (key, window_start, hits) values ($1, $2, 1)
         on conflict (key) do update set
             window_start = case when t.window_start <= $3 then $2 else t.window_start end,
             hits = case when t.window_start <= $3 then 1 else least(t.hits + 1, 1000000) end
         returning window_start, hits",
        key(limit, subject),
        now,
        window_floor,
    )
    .fetch_one(conn)
    .await?;
    Ok(verdict(limit, row.window_start, row.hits, now))
}

/// Whether `subject` is over the limit, without counting a try.
///
/// # Errors
/// When the database refuses.
pub async fn check(
    conn: &mut PgConnection,
    limit: &Limit,
    subject: &str,
    now: OffsetDateTime,
) -> Result<Result<(), Throttled>, sqlx::Error> {
    let row = sqlx::query!("select window_start, hits from throttle where key = $1", key(limit, subject))
        .fetch_optional(conn)
        .await?;
    Ok(row.map_or(Ok(()), |row| verdict(limit, row.window_start, row.hits + 1, now)))
}

/// Forgets the tries of `subject`, for instance after a correct password.
///
/// # Errors
/// When the database refuses.
pub async fn clear(conn: &mut PgConnection, limit: &Limit, subject: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from throttle where key = $1", key(limit, subject)).execute(conn).await.map(drop)
}

/// Deletes windows that ended before `older_than`.
///
/// # Errors
/// When the database refuses.
pub async fn purge(conn: &mut PgConnection, older_than: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from throttle where window_start < $1", older_than).execute(conn).await?.rows_affected())
}

fn verdict(limit: &Limit, window_start: OffsetDateTime, hits: i32, now: OffsetDateTime) -> Result<(), Throttled> {
    let retry_after = window_start + limit.window - now;
    if hits > limit.hits && retry_after.is_positive() { Err(Throttled { retry_after }) } else { Ok(()) }
}

fn key(limit: &Limit, subject: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(subject.as_bytes());
    let mut key = format!("{}:", limit.action);
    for byte in &digest[..16] {
        // Writing to a String cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}
