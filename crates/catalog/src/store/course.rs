//! `course`.

use crate::model::Course;
use sqlx::PgConnection;
use time::OffsetDateTime;
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

/// These courses, by key; unknown keys are left out.
///
/// # Errors
/// When the database refuses.
pub async fn list_by_ids(conn: &mut PgConnection, ids: &[CourseId]) -> Result<Vec<Course>, sqlx::Error> {
    sqlx::query_as!(
        Course,
        r#"select id as "id: CourseId", program_id as "program_id: ProgramId", position_in_program, title, readable_id, live, is_external,
                  external_course_id, platform_id as "platform_id: PlatformId"
           from course where id = any($1) order by id"#,
        &ids.iter().map(|id| id.0).collect::<Vec<i64>>(),
    )
    .fetch_all(conn)
    .await
}

/// A course by its readable id; locks the row.
pub(crate) async fn lock_by_readable_id(
    conn: &mut PgConnection,
    readable_id: &str,
) -> Result<Option<Course>, sqlx::Error> {
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

/// The highest position in a program; 0 without courses.
pub(crate) async fn last_position(conn: &mut PgConnection, program: ProgramId) -> Result<i16, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce(max(position_in_program), 0::smallint) as "last!" from course where program_id = $1"#,
        program as ProgramId,
    )
    .fetch_one(conn)
    .await
}

/// None when a course of that readable id exists already. `course.id` is not looked at.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    course: &Course,
    now: OffsetDateTime,
) -> Result<Option<CourseId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into course (program_id, position_in_program, title, readable_id, live, is_external, external_course_id,
                               platform_id, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
           on conflict (readable_id) do nothing returning id as "id: CourseId""#,
        course.program_id as Option<ProgramId>,
        course.position_in_program,
        course.title,
        course.readable_id,
        course.live,
        course.is_external,
        course.external_course_id,
        course.platform_id as PlatformId,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Writes everything but the key and the readable id.
pub(crate) async fn update(conn: &mut PgConnection, course: &Course, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update course set program_id = $2, position_in_program = $3, title = $4, live = $5, is_external = $6,
                external_course_id = $7, platform_id = $8, updated_at = $9
         where id = $1",
        course.id as CourseId,
        course.program_id as Option<ProgramId>,
        course.position_in_program,
        course.title,
        course.live,
        course.is_external,
        course.external_course_id,
        course.platform_id as PlatformId,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
