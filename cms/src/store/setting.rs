//! `site_setting`: the one row.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// The stored settings; none when nobody changed any.
///
/// # Errors
/// When the database refuses.
pub async fn get(conn: &mut PgConnection) -> Result<Option<Value>, sqlx::Error> {
    sqlx::query_scalar!("select body from site_setting").fetch_optional(conn).await
}

/// Stores them.
///
/// # Errors
/// When the database refuses.
pub async fn put(conn: &mut PgConnection, body: &Value, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into site_setting (body, updated_at) values ($1, $2)
         on conflict (only_row) do update set body = excluded.body, updated_at = excluded.updated_at",
        body,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}
