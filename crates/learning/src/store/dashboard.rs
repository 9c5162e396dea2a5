//! The dashboard's reads. They join `course_run`, `course`, `program` (catalog), `orders`, `order_line` (commerce) and
//! `job` (platform), read-only, because a dashboard is one look across all of them.

use crate::dashboard::{CourseCard, ProgramCard, PushState, SettingUp};
use sqlx::PgConnection;
use xpro_kernel::{CourseRunId, OrderId, ProgramId, RunEnrollmentId, UserId};

pub(crate) async fn list_courses(conn: &mut PgConnection, user: UserId) -> Result<Vec<CourseCard>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select e.id as "enrollment: RunEnrollmentId", c.title as course_title, r.title as run_title, r.courseware_id, c.readable_id as course_readable_id,
                  r.courseware_url_path, c.program_id as "program: ProgramId", r.start_date, r.end_date, r.expiration_date, e.push_state,
                  (select min(j.run_at) from job j where j.subject_type = 'run_enrollment' and j.subject_id = e.id and j.state = 'queued') as next_attempt,
                  (select o.id from orders o where o.id = e.order_id and o.status = 'fulfilled') as "receipt: OrderId"
           from run_enrollment e join course_run r on r.id = e.course_run_id join course c on c.id = r.course_id
           where e.user_id = $1 and e.active
           order by case when exists (select 1 from program_enrollment pe where pe.user_id = $1 and pe.program_id = c.program_id and pe.active)
                         then c.position_in_program end, r.start_date nulls last, e.id"#,
        user.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| CourseCard {
            enrollment: row.enrollment,
            course_title: row.course_title,
            run_title: row.run_title,
            courseware_id: row.courseware_id,
            course_readable_id: row.course_readable_id,
            courseware_url_path: row.courseware_url_path,
            program: row.program,
            start: row.start_date,
            end: row.end_date,
            expiration: row.expiration_date,
            push: PushState::parse(&row.push_state),
            next_attempt: row.next_attempt,
            receipt: row.receipt,
        })
        .collect())
}

pub(crate) async fn list_programs(conn: &mut PgConnection, user: UserId) -> Result<Vec<ProgramCard>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct on (p.id) p.id as "program: ProgramId", p.title, p.readable_id,
                  (select o.id from orders o where o.id = e.order_id and o.status = 'fulfilled') as "receipt: OrderId"
           from program_enrollment e join program p on p.id = e.program_id
           where e.user_id = $1 and e.active order by p.id, e.id desc"#,
        user.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ProgramCard {
            program: row.program,
            title: row.title,
            readable_id: row.readable_id,
            receipt: row.receipt,
            courses: Vec::new(),
        })
        .collect())
}

/// Fulfilled orders whose enrollments the queue has still to open.
pub(crate) async fn list_setting_up(conn: &mut PgConnection, user: UserId) -> Result<Vec<SettingUp>, sqlx::Error> {
    sqlx::query_as!(
        SettingUp,
        r#"select o.id as "order: OrderId", l.title, l.text_id from orders o join order_line l on l.order_id = o.id
           where o.purchaser_id = $1 and o.status = 'fulfilled'
             and not exists (select 1 from run_enrollment e where e.order_id = o.id)
             and not exists (select 1 from program_enrollment e where e.order_id = o.id)
           order by o.id desc limit 20"#,
        user.0,
    )
    .fetch_all(conn)
    .await
}

pub(crate) async fn is_enrolled_in_run(
    conn: &mut PgConnection,
    user: UserId,
    run: CourseRunId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from run_enrollment where user_id = $1 and course_run_id = $2 and active) as "enrolled!""#, user.0, run.0).fetch_one(conn).await
}

pub(crate) async fn is_enrolled_in_program(
    conn: &mut PgConnection,
    user: UserId,
    program: ProgramId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from program_enrollment where user_id = $1 and program_id = $2 and active) as "enrolled!""#, user.0, program.0)
        .fetch_one(conn)
        .await
}
