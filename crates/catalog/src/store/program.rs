//! `program`.

use crate::model::Program;
use sqlx::PgConnection;
use xpro_kernel::{PlatformId, ProgramId};

/// All programs, by key.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Program>, sqlx::Error> {
    sqlx::query_as!(
        Program,
        r#"select id as "id: ProgramId", title, readable_id, live, is_external, platform_id as "platform_id: PlatformId" from program order by id"#,
    )
    .fetch_all(conn)
    .await
}

/// A program by key.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: ProgramId) -> Result<Option<Program>, sqlx::Error> {
    sqlx::query_as!(
        Program,
        r#"select id as "id: ProgramId", title, readable_id, live, is_external, platform_id as "platform_id: PlatformId" from program where id = $1"#,
        id as ProgramId,
    )
    .fetch_optional(conn)
    .await
}

/// A program by its readable id.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_readable_id(conn: &mut PgConnection, readable_id: &str) -> Result<Option<Program>, sqlx::Error> {
    sqlx::query_as!(
        Program,
        r#"select id as "id: ProgramId", title, readable_id, live, is_external, platform_id as "platform_id: PlatformId" from program where readable_id = $1"#,
        readable_id,
    )
    .fetch_optional(conn)
    .await
}

/// A program by its readable id; locks the row.
pub(crate) async fn lock_by_readable_id(conn: &mut PgConnection, readable_id: &str) -> Result<Option<Program>, sqlx::Error> {
    sqlx::query_as!(
        Program,
        r#"select id as "id: ProgramId", title, readable_id, live, is_external, platform_id as "platform_id: PlatformId" from program where readable_id = $1 for update"#,
        readable_id,
    )
    .fetch_optional(conn)
    .await
}

