//! `run_enrollment`.

use crate::enrollment::{OpenOrder, PushTarget};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseRunId, OrderId, RunEnrollmentId, UserId};
use xpro_platform::db::Tx;

/// Opens or reopens; `None` when it is open already.
pub(crate) async fn open(
    tx: &mut Tx,
    order: &OpenOrder,
    run: CourseRunId,
) -> Result<Option<RunEnrollmentId>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"insert into run_enrollment as e (user_id, course_run_id, order_id, company_id, next_push_at, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5, $5)
           on conflict (user_id, course_run_id, order_id) do update set
               active = true, change_status = null, edx_enrolled = false, push_state = 'pending', push_error = null, updated_at = $5
           where not e.active
           returning id as "id: RunEnrollmentId""#,
        order.user.0, run.0, order.order.0, order.company.map(|id| id.0), now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// What to push. Joins `users` (accounts) and `course_run` (catalog) for the two keys that Open edX knows.
pub(crate) async fn find_push_target(
    conn: &mut PgConnection,
    id: RunEnrollmentId,
) -> Result<Option<PushTarget>, sqlx::Error> {
    sqlx::query_as!(
        PushTarget,
        r#"select e.id as "enrollment: RunEnrollmentId", u.id as "user: UserId", u.username, u.email, r.courseware_id, r.title as run_title,
                  e.order_id as "order: OrderId",
                  exists (select 1 from courseware_user c where c.user_id = u.id) as "has_courseware_user!"
           from run_enrollment e join users u on u.id = e.user_id join course_run r on r.id = e.course_run_id
           where e.id = $1 and e.active and not e.edx_enrolled"#,
        id.0,
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn set_enrolled(tx: &mut Tx, id: RunEnrollmentId, mode: &str) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let done = sqlx::query!(
        "update run_enrollment set edx_enrolled = true, push_state = 'enrolled', edx_mode = $2, push_attempts = push_attempts + 1,
                push_error = null, next_push_at = null, updated_at = $3
         where id = $1 and not edx_enrolled",
        id.0, mode, now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes a failure; answers whether it is the one by which the enrollment came to need help. One that needs help already
/// keeps saying so while further attempts are made: support knows.
pub(crate) async fn set_push_failed(
    tx: &mut Tx,
    id: RunEnrollmentId,
    error: &str,
    is_final: bool,
) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let turned = sqlx::query_scalar!(
        r#"update run_enrollment e set push_attempts = e.push_attempts + 1, push_error = $3, updated_at = $4,
                  push_state = case when $2 then 'needs_help' else e.push_state end
           from (select id, push_state from run_enrollment where id = $1 for update) old
           where e.id = old.id and not e.edx_enrolled
           returning ($2 and old.push_state <> 'needs_help') as "turned!""#,
        id.0,
        is_final,
        error,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(turned.unwrap_or(false))
}

pub(crate) async fn set_pending(tx: &mut Tx, id: RunEnrollmentId) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let done = sqlx::query!("update run_enrollment set push_state = 'pending', updated_at = $2 where id = $1 and active and not edx_enrolled", id.0, now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Unconfirmed enrollments of active people in live runs (courseware.md 2.8). One whose push job still waits for its
/// next attempt is that job's business.
pub(crate) async fn list_unpushed(
    conn: &mut PgConnection,
    older_than: OffsetDateTime,
) -> Result<Vec<RunEnrollmentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select e.id as "id: RunEnrollmentId" from run_enrollment e
           join users u on u.id = e.user_id join course_run r on r.id = e.course_run_id
           where e.active and not e.edx_enrolled and e.created_at < $1 and u.is_active and r.live
             and not exists (select 1 from job j where j.kind = 'push_enrollment' and j.subject_type = 'run_enrollment'
                             and j.subject_id = e.id and j.state in ('queued', 'running'))
           order by e.id limit 1000"#,
        older_than,
    )
    .fetch_all(conn)
    .await
}
