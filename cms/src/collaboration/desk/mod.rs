//! Numbers for the studio's entrance (cms.md 5.8 W6).

use super::store;
use crate::access::Editor;
use sqlx::PgConnection;

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Pages that the editor may see.
    pub pages: i64,
    /// Pictures in the library.
    pub images: i64,
    /// Documents in the library.
    pub documents: i64,
}

/// Counts. One statement.
///
/// # Errors
/// When the database refuses.
pub async fn totals(conn: &mut PgConnection, editor: &Editor) -> Result<Totals, sqlx::Error> {
    store::review::totals(conn, &editor.roots()).await
}
