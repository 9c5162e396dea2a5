//! `course_run`.

use crate::model::CourseRun;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, CourseRunId, ProgramId};

/// All runs, by key.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run order by id"#,
    )
    .fetch_all(conn)
    .await
}

/// A run by key.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: CourseRunId) -> Result<Option<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run where id = $1"#,
        id as CourseRunId,
    )
    .fetch_optional(conn)
    .await
}

/// A run by its courseware id.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_courseware_id(
    conn: &mut PgConnection,
    courseware_id: &str,
) -> Result<Option<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run where courseware_id = $1"#,
        courseware_id,
    )
    .fetch_optional(conn)
    .await
}

/// These runs, by key; unknown keys are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list_by_ids(conn: &mut PgConnection, ids: &[CourseRunId]) -> Result<Vec<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run where id = any($1) order by id"#,
        &ids.iter().map(|id| id.0).collect::<Vec<i64>>(),
    )
    .fetch_all(conn)
    .await
}

/// A course's runs, live or not: by start date, none last.
///
/// # Errors
/// When the database refuses.
pub async fn list_of_course(conn: &mut PgConnection, course: CourseId) -> Result<Vec<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run where course_id = $1 order by start_date nulls last, id"#,
        course as CourseId,
    )
    .fetch_all(conn)
    .await
}

/// Every run of every course of a program, live or not: by the course's position, then by start date.
///
/// # Errors
/// When the database refuses.
pub async fn list_of_program(conn: &mut PgConnection, program: ProgramId) -> Result<Vec<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select r.id as "id: CourseRunId", r.course_id as "course_id: CourseId", r.title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, r.live
           from course_run r join course c on c.id = r.course_id where c.program_id = $1
           order by c.position_in_program nulls last, c.id, r.start_date nulls last, r.id"#,
        program as ProgramId,
    )
    .fetch_all(conn)
    .await
}

/// A run by its courseware id; locks the row.
pub(crate) async fn lock_by_courseware_id(
    conn: &mut PgConnection,
    courseware_id: &str,
) -> Result<Option<CourseRun>, sqlx::Error> {
    sqlx::query_as!(
        CourseRun,
        r#"select id as "id: CourseRunId", course_id as "course_id: CourseId", title, courseware_id, run_tag, courseware_url_path,
                  external_course_run_id, start_date, end_date, enrollment_start, enrollment_end, expiration_date, live
           from course_run where courseware_id = $1 for update"#,
        courseware_id,
    )
    .fetch_optional(conn)
    .await
}

/// None when a run of that courseware id, or of that tag in the same course, exists already. `run.id` is not looked at.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    run: &CourseRun,
    now: OffsetDateTime,
) -> Result<Option<CourseRunId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into course_run (course_id, title, courseware_id, run_tag, courseware_url_path, external_course_run_id,
                                   start_date, end_date, enrollment_start, enrollment_end, expiration_date, live,
                                   created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
           on conflict do nothing returning id as "id: CourseRunId""#,
        run.course_id as CourseId,
        run.title,
        run.courseware_id,
        run.run_tag,
        run.courseware_url_path,
        run.external_course_run_id,
        run.start_date,
        run.end_date,
        run.enrollment_start,
        run.enrollment_end,
        run.expiration_date,
        run.live,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Writes everything but the key, the course and the courseware id.
pub(crate) async fn update(conn: &mut PgConnection, run: &CourseRun, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update course_run set title = $2, run_tag = $3, courseware_url_path = $4, external_course_run_id = $5, start_date = $6,
                end_date = $7, enrollment_start = $8, enrollment_end = $9, expiration_date = $10, live = $11, updated_at = $12
         where id = $1",
        run.id as CourseRunId,
        run.title,
        run.run_tag,
        run.courseware_url_path,
        run.external_course_run_id,
        run.start_date,
        run.end_date,
        run.enrollment_start,
        run.enrollment_end,
        run.expiration_date,
        run.live,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
