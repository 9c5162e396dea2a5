//! `program_run`.

use crate::model::ProgramRun;
use sqlx::PgConnection;
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
pub async fn find_by_tag(conn: &mut PgConnection, program: ProgramId, run_tag: &str) -> Result<Option<ProgramRun>, sqlx::Error> {
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

