//! `snippet`: what is said once and used in many places.

use crate::document::StoredDocument;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PlatformId, SnippetId};

/// A snippet as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredSnippet {
    /// Key.
    pub id: SnippetId,
    /// Name of its kind.
    pub kind: String,
    /// Schema of `body`.
    pub schema: i32,
    /// The document.
    pub body: Value,
}

/// Every snippet, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_all(conn: &mut PgConnection) -> Result<Vec<StoredSnippet>, sqlx::Error> {
    sqlx::query_as!(StoredSnippet, r#"select id as "id: SnippetId", kind, schema, body from snippet order by id desc"#)
        .fetch_all(conn)
        .await
}

/// A shared section that new pages receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultSection {
    /// The snippet.
    pub snippet: SnippetId,
    /// Type of its section.
    pub block: String,
}

/// For each type the shared section that is given to new pages: the platform's own, else the one for all platforms.
///
/// # Errors
/// When the database refuses.
pub async fn default_sections(
    conn: &mut PgConnection,
    platform: Option<PlatformId>,
) -> Result<Vec<DefaultSection>, sqlx::Error> {
    sqlx::query_as!(
        DefaultSection,
        r#"select distinct on (body #>> '{section,0,type}') id as "snippet: SnippetId", body #>> '{section,0,type}' as "block!"
           from snippet
           where kind = 'shared_section' and body ->> 'is_default' = 'true' and body #>> '{section,0,type}' is not null
             and (body ->> 'platform' is null or body ->> 'platform' = $1::bigint::text)
           order by body #>> '{section,0,type}', body ->> 'platform' nulls last"#,
        platform.map(|platform| platform.0)
    )
    .fetch_all(conn)
    .await
}

/// A snippet of this kind.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: SnippetId, kind: &str) -> Result<Option<StoredSnippet>, sqlx::Error> {
    sqlx::query_as!(
        StoredSnippet,
        r#"select id as "id: SnippetId", kind, schema, body from snippet where id = $1 and kind = $2"#,
        id.0,
        kind
    )
    .fetch_optional(conn)
    .await
}

/// Adds a snippet.
///
/// # Errors
/// When a shared section is a second default.
pub async fn insert(
    conn: &mut PgConnection,
    kind: &str,
    (name, stored): (&str, &StoredDocument),
    now: OffsetDateTime,
) -> Result<SnippetId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into snippet (kind, name, schema, body, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
           returning id as "id: SnippetId""#,
        kind,
        name,
        stored.schema,
        stored.body,
        now
    )
    .fetch_one(conn)
    .await
}

/// Changes what a snippet says.
///
/// # Errors
/// When a shared section becomes a second default.
pub async fn update(
    conn: &mut PgConnection,
    id: SnippetId,
    (name, stored): (&str, &StoredDocument),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update snippet set name = $2, schema = $3, body = $4, updated_at = $5 where id = $1",
        id.0,
        name,
        stored.schema,
        stored.body,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}
