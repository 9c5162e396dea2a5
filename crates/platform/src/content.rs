//! The content version: one number that changes whenever a public page may look different.

use crate::db::Tx;
use sqlx::PgConnection;

/// The channel on which [`changed`] notifies every process, the new version as payload.
pub const CHANNEL: &str = "content";

/// Says that public pages changed. Takes effect, everywhere, when the transaction commits.
///
/// # Errors
/// When the database refuses.
pub async fn changed(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query!("update content_version set version = version + 1").execute(&mut **tx).await.map(drop)
}

/// The current version.
///
/// # Errors
/// When the database refuses.
pub async fn version(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select version from content_version").fetch_one(conn).await
}
