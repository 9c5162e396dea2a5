//! `course`.

use crate::model::Course;
use sqlx::PgConnection;
use xpro_kernel::{CourseId, PlatformId, ProgramId};

/// All courses, by key.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course order by id"#,
    )
    .fetch_all(conn)
    .await
}

/// A course by key.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: CourseId) -> Result<Option<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course where id = $1"#,
        id as CourseId,
    )
    .fetch_optional(conn)
    .await
}

/// A course by its readable id.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_readable_id(conn: &mut PgConnection, readable_id: &str) -> Result<Option<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course where readable_id = $1"#,
        readable_id,
    )
    .fetch_optional(conn)
    .await
}

/// A program's courses, live or not: by position, none last.
///
/// # Errors
/// When the database refuses.
pub async fn list_of_program(conn: &mut PgConnection, program: ProgramId) -> Result<Vec<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course where program_id = $1 order by position_in_program nulls last, id"#,
        program as ProgramId,
    )
    .fetch_all(conn)
    .await
}

/// A course by its readable id; locks the row.
pub(crate) async fn lock_by_readable_id(conn: &mut PgConnection, readable_id: &str) -> Result<Option<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course where readable_id = $1 for update"#,
        readable_id,
    )
    .fetch_optional(conn)
    .await
}

