//! `page_import`: what the last import wrote.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::PageId;

/// The body that the last import wrote; none when the page was made here.
///
/// # Errors
/// When the database refuses.
pub async fn last(conn: &mut PgConnection, page: PageId) -> Result<Option<Value>, sqlx::Error> {
    sqlx::query_scalar!("select body from page_import where page_id = $1", page.0).fetch_optional(conn).await
}

/// Remembers what this import wrote.
///
/// # Errors
/// When the database refuses.
pub async fn remember(
    conn: &mut PgConnection,
    page: PageId,
    body: &Value,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into page_import (page_id, body, imported_at) values ($1, $2, $3)
         on conflict (page_id) do update set body = excluded.body, imported_at = excluded.imported_at",
        page.0,
        body,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}
