//! Trying again.

use crate::common::{REQUEST_ID, count, post, shop, staff};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrations = "../../migrations")]
async fn a_failed_job_is_queued_once_however_often_it_is_pressed(pool: PgPool) {
    shop(&pool).await;
    let press = || post(&pool, staff(&["jobs.retry"]), "/api/studio/retry-job", "job_id=1");
    let first = press().await;
    assert_eq!((first.status, first.body["message"].as_str()), (StatusCode::OK, Some("Job 1 is in the queue again.")));
    let second = press().await;
    assert_eq!((second.status, second.body["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("invalid")));
    assert_eq!(count(&pool, "select count(*) from job where id = 1 and state = 'queued'").await, 1);
    let noted = "select count(*) from audit_entry where act = 'retry_failed_job' and actor_name = 'maya' and request_id = '0199aabb'";
    assert_eq!(count(&pool, noted).await, 1, "audited once, under request {REQUEST_ID}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_job_that_waits_or_is_unknown_is_left_alone(pool: PgPool) {
    shop(&pool).await;
    for id in [2, 77] {
        let answer = post(&pool, staff(&["jobs.retry"]), "/api/studio/retry-job", &format!("job_id={id}")).await;
        assert_eq!(answer.body["code"], "invalid");
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_enrollment_that_needs_help_is_pushed_again(pool: PgPool) {
    shop(&pool).await;
    let press = |id: i64| {
        let pool = pool.clone();
        async move {
            post(&pool, staff(&["enrollments.retry"]), "/api/studio/retry-enrollment", &format!("enrollment_id={id}"))
                .await
        }
    };
    assert_eq!(press(1).await.status, StatusCode::OK);
    assert_eq!(count(&pool, "select count(*) from job where kind = 'push_enrollment' and state = 'queued'").await, 1);
    assert_eq!(count(&pool, "select count(*) from run_enrollment where push_state = 'pending'").await, 1);
    assert_eq!(press(99).await.body["code"], "invalid");
}
