//! `program`.

use crate::model::Program;
use sqlx::PgConnection;
use time::OffsetDateTime;
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
pub(crate) async fn lock_by_readable_id(
    conn: &mut PgConnection,
    readable_id: &str,
) -> Result<Option<Program>, sqlx::Error> {
    sqlx::query_as!(
        Program,
        r#"select id as "id: ProgramId", title, readable_id, live, is_external, platform_id as "platform_id: PlatformId" from program where readable_id = $1 for update"#,
        readable_id,
    )
    .fetch_optional(conn)
    .await
}

/// Locks the row, so that two editors cannot fill the same position of the program.
pub(crate) async fn lock(conn: &mut PgConnection, id: ProgramId) -> Result<bool, sqlx::Error> {
    let found = sqlx::query_scalar!("select 1 from program where id = $1 for update", id as ProgramId)
        .fetch_optional(conn)
        .await?;
    Ok(found.is_some())
}

/// None when a program of that readable id exists already. `program.id` is not looked at.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    program: &Program,
    now: OffsetDateTime,
) -> Result<Option<ProgramId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into program (title, readable_id, live, is_external, platform_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $6)
           on conflict (readable_id) do nothing returning id as "id: ProgramId""#,
        program.title,
        program.readable_id,
        program.live,
        program.is_external,
        program.platform_id as PlatformId,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Writes everything but the key and the readable id.
pub(crate) async fn update(conn: &mut PgConnection, program: &Program, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update program set title = $2, live = $3, is_external = $4, platform_id = $5, updated_at = $6 where id = $1",
        program.id as ProgramId,
        program.title,
        program.live,
        program.is_external,
        program.platform_id as PlatformId,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
