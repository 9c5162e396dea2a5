//! `blog_feed`: the one row.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// The row.
#[derive(Debug, Clone, PartialEq)]
pub struct BlogFeedRow {
    /// The feed that was read.
    pub url: String,
    /// What visitors see.
    pub posts: Value,
    /// What they do not.
    pub skipped: Value,
    /// When it was last asked.
    pub tried_at: OffsetDateTime,
    /// When it last answered.
    pub read_at: Option<OffsetDateTime>,
    /// Since when it fails.
    pub failing_since: Option<OffsetDateTime>,
    /// Why.
    pub failure: Option<String>,
}

/// How it stands; none before the feed was first asked.
///
/// # Errors
/// When the database refuses.
pub async fn get(conn: &mut PgConnection) -> Result<Option<BlogFeedRow>, sqlx::Error> {
    sqlx::query_as!(BlogFeedRow, "select url, posts, skipped, tried_at, read_at, failing_since, failure from blog_feed")
        .fetch_optional(conn)
        .await
}

/// Only what visitors see.
///
/// # Errors
/// When the database refuses.
pub async fn posts(conn: &mut PgConnection) -> Result<Option<Value>, sqlx::Error> {
    sqlx::query_scalar!("select posts from blog_feed").fetch_optional(conn).await
}

/// Makes sure that there is a row, and keeps others from changing it until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, url: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into blog_feed (url, tried_at) values ($1, $2) on conflict (only_row) do update set tried_at = $2",
        url,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes a good reading.
///
/// # Errors
/// When the database refuses.
pub async fn put_reading(
    conn: &mut PgConnection,
    (url, posts, skipped): (&str, &Value, &Value),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update blog_feed set url = $1, posts = $2, skipped = $3, read_at = $4, failing_since = null, failure = null",
        url,
        posts,
        skipped,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes that the feed could not be read; the posts stay.
///
/// # Errors
/// When the database refuses.
pub async fn put_failure(conn: &mut PgConnection, failure: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update blog_feed set failure = $1, failing_since = coalesce(failing_since, $2)", failure, now)
        .execute(conn)
        .await
        .map(drop)
}
