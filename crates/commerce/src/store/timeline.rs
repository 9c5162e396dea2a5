//! The stored facts of an order, table by table. Reads `audit_entry`, `inbound_notice`, `job`, `job_attempt` and
//! `mail_message` (platform), `users` (accounts) and `run_enrollment` (learning), and writes none of them.

use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{JobId, OrderId, RunEnrollmentId};

/// The order itself.
#[derive(Debug)]
pub(crate) struct MadeFact {
    pub at: OffsetDateTime,
    pub username: String,
}

pub(crate) async fn find_made(conn: &mut PgConnection, order: OrderId) -> Result<Option<MadeFact>, sqlx::Error> {
    sqlx::query_as!(
        MadeFact,
        "select o.created_at as at, u.username from orders o join users u on u.id = o.purchaser_id where o.id = $1",
        order.0
    )
    .fetch_optional(conn)
    .await
}

/// An audit entry of the order or of one of its enrollments.
#[derive(Debug)]
pub(crate) struct ChangeFact {
    pub at: OffsetDateTime,
    pub act: String,
    pub actor: String,
    pub subject_type: String,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    pub note: String,
    pub request_id: String,
}

pub(crate) async fn list_changes(conn: &mut PgConnection, order: OrderId) -> Result<Vec<ChangeFact>, sqlx::Error> {
    sqlx::query_as!(
        ChangeFact,
        r#"with subject as (
               select 'order' as kind, $1::bigint as id
               union all select 'run_enrollment', id from run_enrollment where order_id = $1
               union all select 'program_enrollment', id from program_enrollment where order_id = $1
           )
           select a.at, a.act, a.actor_name as actor, a.subject_type, a.data_before as before, a.data_after as after, a.note, a.request_id
           from subject s join audit_entry a on a.subject_type = s.kind and a.subject_id = s.id
           order by a.id limit 500"#,
        order.0,
    )
    .fetch_all(conn)
    .await
}

/// A signed gateway form.
#[derive(Debug)]
pub(crate) struct AttemptFact {
    pub at: OffsetDateTime,
    pub amount: Decimal,
    pub reference: String,
    pub transaction_uuid: String,
}

pub(crate) async fn list_attempts(conn: &mut PgConnection, order: OrderId) -> Result<Vec<AttemptFact>, sqlx::Error> {
    sqlx::query_as!(
        AttemptFact,
        "select created_at as at, amount, reference_number as reference, transaction_uuid from payment_attempt where order_id = $1 order by id limit 200",
        order.0,
    )
    .fetch_all(conn)
    .await
}

/// What the gateway said.
#[derive(Debug)]
pub(crate) struct ReceiptFact {
    pub at: OffsetDateTime,
    pub decision: String,
    pub reason_code: String,
    pub transaction_id: Option<String>,
    pub amount: Option<Decimal>,
    pub currency: Option<String>,
    pub data: serde_json::Value,
}

pub(crate) async fn list_receipts(conn: &mut PgConnection, order: OrderId) -> Result<Vec<ReceiptFact>, sqlx::Error> {
    sqlx::query_as!(
        ReceiptFact,
        "select created_at as at, decision, reason_code, transaction_id, amount, currency, data from payment_receipt where order_id = $1 order by id limit 200",
        order.0,
    )
    .fetch_all(conn)
    .await
}

/// A message as it came in; its body stays where it is.
#[derive(Debug)]
pub(crate) struct NoticeFact {
    pub at: OffsetDateTime,
    pub source: String,
    pub verdict: String,
    pub reason: String,
    pub request_id: String,
}

pub(crate) async fn list_notices(conn: &mut PgConnection, order: OrderId) -> Result<Vec<NoticeFact>, sqlx::Error> {
    sqlx::query_as!(
        NoticeFact,
        r#"with mine as (
               select id from inbound_notice where subject_type = 'order' and subject_id = $1
               union select notice_id from payment_receipt where order_id = $1 and notice_id is not null
           )
           select n.received_at as at, n.source, n.verdict, n.reason, n.request_id
           from mine join inbound_notice n on n.id = mine.id order by n.id limit 200"#,
        order.0,
    )
    .fetch_all(conn)
    .await
}

/// A job with its attempts.
#[derive(Debug)]
pub(crate) struct JobFact {
    pub id: JobId,
    pub kind: String,
    pub state: String,
    pub created_at: OffsetDateTime,
    pub request_id: String,
    pub attempts: Vec<TriedFact>,
}

/// One attempt of a job.
#[derive(Debug)]
pub(crate) struct TriedFact {
    pub attempt: i32,
    pub worker: String,
    pub started_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    pub outcome: Option<String>,
    pub error: Option<String>,
}

pub(crate) async fn list_jobs(conn: &mut PgConnection, order: OrderId) -> Result<Vec<JobFact>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with subject as (
               select 'order' as kind, $1::bigint as id
               union all select 'run_enrollment', id from run_enrollment where order_id = $1
           )
           select j.id as "id: JobId", j.kind, j.state, j.created_at, j.request_id,
                  t.attempt as "attempt?", t.worker as "worker?", t.started_at as "started_at?", t.finished_at as "finished_at?", t.outcome as "outcome?", t.error as "error?"
           from subject s join job j on j.subject_type = s.kind and j.subject_id = s.id left join job_attempt t on t.job_id = j.id
           order by j.id, t.attempt limit 500"#,
        order.0,
    )
    .fetch_all(conn)
    .await?;
    let mut jobs: Vec<JobFact> = Vec::new();
    for row in rows {
        if jobs.last().is_none_or(|job| job.id != row.id) {
            jobs.push(JobFact {
                id: row.id,
                kind: row.kind,
                state: row.state,
                created_at: row.created_at,
                request_id: row.request_id,
                attempts: Vec::new(),
            });
        }
        let tried = row.attempt.zip(row.worker).zip(row.started_at);
        if let (Some(((attempt, worker), started_at)), Some(job)) = (tried, jobs.last_mut()) {
            job.attempts.push(TriedFact {
                attempt,
                worker,
                started_at,
                finished_at: row.finished_at,
                outcome: row.outcome,
                error: row.error,
            });
        }
    }
    Ok(jobs)
}

/// A mail about the order or one of its enrollments.
#[derive(Debug)]
pub(crate) struct MailFact {
    pub subject: String,
    pub recipient: String,
    pub state: String,
    pub last_error: Option<String>,
    pub created_at: OffsetDateTime,
    pub sent_at: Option<OffsetDateTime>,
}

pub(crate) async fn list_mails(conn: &mut PgConnection, order: OrderId) -> Result<Vec<MailFact>, sqlx::Error> {
    sqlx::query_as!(
        MailFact,
        r#"with subject as (
               select 'order' as kind, $1::bigint as id
               union all select 'run_enrollment', id from run_enrollment where order_id = $1
           )
           select m.subject, m.recipient, m.state, m.last_error, m.created_at, m.sent_at
           from subject s join mail_message m on m.subject_type = s.kind and m.subject_id = s.id order by m.id limit 200"#,
        order.0,
    )
    .fetch_all(conn)
    .await
}

/// Where an enrollment's push to Open edX stands.
#[derive(Debug)]
pub(crate) struct PushFact {
    pub id: RunEnrollmentId,
    pub at: OffsetDateTime,
    pub courseware_id: String,
    pub active: bool,
    pub push_state: String,
    pub push_attempts: i32,
    pub push_error: Option<String>,
    pub edx_mode: Option<String>,
}

pub(crate) async fn list_pushes(conn: &mut PgConnection, order: OrderId) -> Result<Vec<PushFact>, sqlx::Error> {
    sqlx::query_as!(
        PushFact,
        r#"select e.id as "id: RunEnrollmentId", e.updated_at as at, r.courseware_id, e.active, e.push_state, e.push_attempts, e.push_error, e.edx_mode
           from run_enrollment e join course_run r on r.id = e.course_run_id where e.order_id = $1 order by e.id limit 200"#,
        order.0,
    )
    .fetch_all(conn)
    .await
}
