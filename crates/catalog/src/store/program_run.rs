//! `program_run`.

use crate::model::ProgramRun;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{ProgramId, ProgramRunId};

/// All offerings, by key.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<ProgramRun>, sqlx::Error> {
    sqlx::query_as!(
        ProgramRun,
        r#"select id as "id: ProgramRunId", program_id as "program_id: ProgramId", run_tag, start_date, end_date from program_run order by id"#,
    )
    .fetch_all(conn)
    .await
}

/// An offering by key.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: ProgramRunId) -> Result<Option<ProgramRun>, sqlx::Error> {
    sqlx::query_as!(
        ProgramRun,
        r#"select id as "id: ProgramRunId", program_id as "program_id: ProgramId", run_tag, start_date, end_date from program_run where id = $1"#,
        id as ProgramRunId,
    )
    .fetch_optional(conn)
    .await
}

/// An offering by its program and tag.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_tag(
    conn: &mut PgConnection,
    program: ProgramId,
    run_tag: &str,
) -> Result<Option<ProgramRun>, sqlx::Error> {
    sqlx::query_as!(
        ProgramRun,
        r#"select id as "id: ProgramRunId", program_id as "program_id: ProgramId", run_tag, start_date, end_date from program_run where program_id = $1 and run_tag = $2"#,
        program as ProgramId,
        run_tag,
    )
    .fetch_optional(conn)
    .await
}

/// A program's offerings: by start date, none last.
///
/// # Errors
/// When the database refuses.
pub async fn list_of_program(conn: &mut PgConnection, program: ProgramId) -> Result<Vec<ProgramRun>, sqlx::Error> {
    sqlx::query_as!(
        ProgramRun,
        r#"select id as "id: ProgramRunId", program_id as "program_id: ProgramId", run_tag, start_date, end_date from program_run where program_id = $1
           order by start_date nulls last, id"#,
        program as ProgramId,
    )
    .fetch_all(conn)
    .await
}

/// The offering by its program and tag; locks the row.
pub(crate) async fn lock_by_tag(
    conn: &mut PgConnection,
    program: ProgramId,
    run_tag: &str,
) -> Result<Option<ProgramRun>, sqlx::Error> {
    sqlx::query_as!(
        ProgramRun,
        r#"select id as "id: ProgramRunId", program_id as "program_id: ProgramId", run_tag, start_date, end_date
           from program_run where program_id = $1 and run_tag = $2 for update"#,
        program as ProgramId,
        run_tag,
    )
    .fetch_optional(conn)
    .await
}

/// None when the program has an offering of that tag already. `run.id` is not looked at.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    run: &ProgramRun,
    now: OffsetDateTime,
) -> Result<Option<ProgramRunId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into program_run (program_id, run_tag, start_date, end_date, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5)
           on conflict (program_id, run_tag) do nothing returning id as "id: ProgramRunId""#,
        run.program_id as ProgramId,
        run.run_tag,
        run.start_date,
        run.end_date,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Writes the dates.
pub(crate) async fn update(conn: &mut PgConnection, run: &ProgramRun, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update program_run set start_date = $2, end_date = $3, updated_at = $4 where id = $1",
        run.id as ProgramRunId,
        run.start_date,
        run.end_date,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
