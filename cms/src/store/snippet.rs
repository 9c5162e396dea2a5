//! `snippet`: what is said once and used in many places.

use serde_json::Value;
use sqlx::PgConnection;
use xpro_kernel::SnippetId;

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
