//! The statements of `job`, `job_attempt` and `schedule`.

use crate::{Subject, db::Tx};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use xpro_kernel::JobId;

pub(super) struct NewJob {
    pub kind: &'static str,
    pub payload: serde_json::Value,
    pub unique_key: Option<String>,
    pub subject: Option<Subject>,
    pub priority: i16,
    pub max_attempts: i32,
    pub run_at: OffsetDateTime,
}

/// Queues a job. Earlier ones with its key that gave up are canceled: the new one does their work.
pub(super) async fn insert(tx: &mut Tx, job: &NewJob) -> Result<Option<JobId>, sqlx::Error> {
    let (now, request_id) = (tx.now(), tx.request_id().to_owned());
    sqlx::query_scalar!(
        r#"with superseded as (
               update job set state = 'canceled' where kind = $1 and unique_key = $3 and state = 'failed'
           )
           insert into job (kind, payload, unique_key, subject_type, subject_id, priority, max_attempts, run_at, created_at, request_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (unique_key) where state = 'queued' do nothing
           returning id as "id: JobId""#,
        job.kind, job.payload, job.unique_key, job.subject.map(|s| s.kind), job.subject.map(|s| s.id),
        job.priority, job.max_attempts, job.run_at, now, request_id,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// A job that a worker holds.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    /// Key.
    pub id: JobId,
    /// Name of its kind.
    pub kind: String,
    /// What it was asked to do.
    pub payload: serde_json::Value,
    /// Number of this attempt, from 1.
    pub attempts: i32,
    /// Attempts it has.
    pub max_attempts: i32,
    /// Request that asked for it.
    pub request_id: String,
}

pub(super) async fn claim(
    conn: &mut PgConnection,
    kinds: &[String],
    worker: &str,
    limit: i64,
    lease: Duration,
    now: OffsetDateTime,
) -> Result<Vec<ClaimedJob>, sqlx::Error> {
    sqlx::query_as!(
        ClaimedJob,
        r#"with due as (
               select id from job where state = 'queued' and run_at <= $1 and kind = any($2)
               order by priority, run_at, id limit $3 for update skip locked
           ), claimed as (
               update job set state = 'running', attempts = attempts + 1, locked_by = $4, locked_until = $5
               from due where job.id = due.id
               returning job.id, job.kind, job.payload, job.attempts, job.max_attempts, job.request_id
           ), noted as (
               insert into job_attempt (job_id, attempt, worker, started_at) select id, attempts, $4, $1 from claimed
           )
           select id as "id: JobId", kind, payload, attempts, max_attempts, request_id from claimed"#,
        now,
        kinds,
        limit,
        worker,
        now + lease,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn extend_lease(
    conn: &mut PgConnection,
    id: JobId,
    worker: &str,
    until: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update job set locked_until = $3 where id = $1 and locked_by = $2 and state = 'running'",
        id.0,
        worker,
        until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending<'a> {
    Done,
    Retry {
        at: OffsetDateTime,
        class: &'a str,
        error: &'a str,
    },
    Failed {
        class: &'a str,
        error: &'a str,
    },
    /// The worker was killed: the attempt counts.
    Lost,
    /// The worker stops: the attempt does not count.
    Released,
}

/// Ends the attempt that `worker` holds; `false` when it was no longer its to end.
pub(super) async fn finish(tx: &mut Tx, id: JobId, worker: &str, ending: Ending<'_>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let (outcome, error) = match ending {
        Ending::Done => ("done", None),
        Ending::Retry { error, .. } => ("retry", Some(error)),
        Ending::Failed { error, .. } => ("failed", Some(error)),
        Ending::Lost => ("lost", Some("the worker was lost")),
        Ending::Released => ("lost", Some("the worker was stopped")),
    };
    let held = sqlx::query!(
        "update job_attempt a set finished_at = $3, outcome = $4, error = $5 from job j
         where j.id = $1 and j.locked_by = $2 and j.state = 'running' and a.job_id = j.id and a.attempt = j.attempts",
        id.0,
        worker,
        now,
        outcome,
        error,
    )
    .execute(&mut **tx)
    .await?
    .rows_affected()
        == 1;
    if held {
        match ending {
            Ending::Done => end(tx, id, "done", None, None).await?,
            Ending::Failed { class, error } => end(tx, id, "failed", Some(class), Some(error)).await?,
            Ending::Retry { at, class, error } => requeue(tx, id, at, Some(class), Some(error)).await?,
            Ending::Lost => requeue(tx, id, now, None, None).await?,
            Ending::Released => {
                allow_another(tx, id).await?;
                requeue(tx, id, now, None, None).await?;
            }
        }
    }
    Ok(held)
}

async fn end(tx: &mut Tx, id: JobId, state: &str, class: Option<&str>, error: Option<&str>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update job set state = $2, error_class = $3, last_error = coalesce($4, last_error), locked_by = null, locked_until = null, finished_at = $5 where id = $1",
        id.0, state, class, error, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Attempts are numbered for good (job_attempt's key), so giving one back means allowing one more.
async fn allow_another(tx: &mut Tx, id: JobId) -> Result<(), sqlx::Error> {
    sqlx::query!("update job set max_attempts = max_attempts + 1 where id = $1", id.0)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Back into the queue, unless an equal job was queued meanwhile: then that one does the work.
async fn requeue(
    tx: &mut Tx,
    id: JobId,
    at: OffsetDateTime,
    class: Option<&str>,
    error: Option<&str>,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "with follower as (
             select 1 from job f join job j on j.id = $1 where f.unique_key = j.unique_key and f.state = 'queued' and f.id <> j.id
         )
         update job set
             state = case when exists (select 1 from follower) then 'canceled' else 'queued' end,
             finished_at = case when exists (select 1 from follower) then $5::timestamptz end,
             run_at = $2, error_class = coalesce($3, error_class), last_error = coalesce($4, last_error), locked_by = null, locked_until = null
         where id = $1",
        id.0, at, class, error, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// A job whose worker let its lease run out.
#[derive(Debug)]
pub(super) struct LostJob {
    pub id: JobId,
    pub worker: String,
    /// It was its last attempt.
    pub is_spent: bool,
}

pub(super) async fn lock_lost(tx: &mut Tx) -> Result<Vec<LostJob>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_as!(
        LostJob,
        r#"select id as "id: JobId", locked_by as "worker!", attempts >= max_attempts as "is_spent!" from job where state = 'running' and locked_until < $1 for update skip locked"#,
        now,
    )
    .fetch_all(&mut **tx)
    .await
}

/// When the next job of these kinds is due.
pub(super) async fn next_due(conn: &mut PgConnection, kinds: &[String]) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!("select min(run_at) from job where state = 'queued' and kind = any($1)", kinds)
        .fetch_one(conn)
        .await
}

/// Puts failed jobs back into the queue with fresh attempts; returns those that moved.
pub(super) async fn revive(tx: &mut Tx, ids: &[i64]) -> Result<Vec<JobId>, sqlx::Error> {
    let now = tx.now();
    // Attempts are history (job_attempt's key), so the allowance grows instead of the count starting over.
    sqlx::query_scalar!(
        r#"update job set state = 'queued', run_at = $2, finished_at = null, max_attempts = attempts + greatest(max_attempts - attempts, 3)
           where id = any($1) and state = 'failed'
             and not exists (select 1 from job f where f.unique_key = job.unique_key and f.state = 'queued')
           returning id as "id: JobId""#,
        ids, now,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Ids of failed jobs of one kind and cause, locked.
pub(super) async fn lock_failed_group(tx: &mut Tx, kind: &str, class: &str) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar!("select id from job where state = 'failed' and kind = $1 and error_class = $2 order by id for update skip locked", kind, class)
        .fetch_all(&mut **tx)
        .await
}

/// Deletes jobs that ended well before `older_than`; failures stay until somebody acts.
///
/// # Errors
/// When the database refuses.
pub async fn purge(conn: &mut PgConnection, older_than: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from job where state in ('done', 'canceled') and finished_at < $1", older_than)
        .execute(conn)
        .await?
        .rows_affected())
}

/// Jobs per kind and state, for the health page.
///
/// # Errors
/// When the database refuses.
pub async fn counts(conn: &mut PgConnection) -> Result<Vec<(String, String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(r#"select kind, state, count(*) as "count!" from job where state in ('queued', 'running', 'failed') group by kind, state order by kind, state"#)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.state, row.count)).collect())
}

pub(super) async fn ensure_schedule(tx: &mut Tx, name: &str, first: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into schedule (name, next_run_at) values ($1, $2) on conflict (name) do nothing", name, first)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Takes the schedule if it is due and nobody else holds it.
pub(super) async fn lock_due_schedule(tx: &mut Tx, name: &str) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        "select name from schedule where name = $1 and next_run_at <= $2 for update skip locked",
        name,
        now
    )
    .fetch_optional(&mut **tx)
    .await?
    .is_some())
}

pub(super) async fn advance_schedule(
    tx: &mut Tx,
    name: &str,
    next: OffsetDateTime,
    job: Option<JobId>,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update schedule set next_run_at = $2, last_run_at = $3, last_job_id = coalesce($4, last_job_id) where name = $1",
        name, next, now, job.map(|id| id.0),
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Jobs that this worker holds.
pub(super) async fn held_by(conn: &mut PgConnection, worker: &str) -> Result<Vec<JobId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: JobId" from job where state = 'running' and locked_by = $1"#, worker)
        .fetch_all(conn)
        .await
}
