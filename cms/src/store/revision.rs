//! `page_revision`: what a page said and says.

use crate::document::StoredDocument;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId};

/// The body of a revision.
///
/// # Errors
/// When the database refuses.
pub async fn body(conn: &mut PgConnection, id: RevisionId) -> Result<StoredDocument, sqlx::Error> {
    sqlx::query_as!(StoredDocument, "select schema, body from page_revision where id = $1", id.0).fetch_one(conn).await
}

/// Writes the page's one rolling draft.
///
/// # Errors
/// When the database refuses.
pub async fn write_rolling(
    conn: &mut PgConnection,
    page: PageId,
    document: &StoredDocument,
    by: Option<i64>,
    now: OffsetDateTime,
) -> Result<RevisionId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into page_revision (page_id, state, schema, body, created_by, created_at, updated_at)
           values ($1, 'rolling', $2, $3, $4, $5, $5)
           on conflict (page_id) where state = 'rolling'
           do update set schema = excluded.schema, body = excluded.body, created_by = excluded.created_by, updated_at = excluded.updated_at
           returning id as "id: RevisionId""#,
        page.0,
        document.schema,
        document.body,
        by,
        now
    )
    .fetch_one(conn)
    .await
}

/// Turns the rolling draft into history.
///
/// # Errors
/// When the database refuses.
pub async fn mark_published(conn: &mut PgConnection, id: RevisionId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update page_revision set state = 'published', updated_at = $2 where id = $1", id.0, now)
        .execute(conn)
        .await
        .map(drop)
}
