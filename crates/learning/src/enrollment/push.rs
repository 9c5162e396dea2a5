//! The push to Open edX: what to send, and what became of it. The call itself is the job's (no call inside an act).

use super::PushEnrollment;
use crate::store::run_enrollment;
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use xpro_kernel::{Actor, Email, OrderId, RunEnrollmentId, Staff, System, UserId};
use xpro_platform::{
    Subject, audit,
    db::Tx,
    jobs,
    mail::{self, Brand, Letter, Mail},
};

/// Enrollments younger than this are left to their own job (courseware.md 2.8).
const GRACE: Duration = Duration::minutes(5);

/// What Open edX must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushTarget {
    /// The enrollment.
    pub enrollment: RunEnrollmentId,
    /// Who.
    pub user: UserId,
    /// Key shared with Open edX.
    pub username: String,
    /// Their address, for messages to staff.
    pub email: String,
    /// Open edX course key.
    pub courseware_id: String,
    /// Title, for messages.
    pub run_title: String,
    /// The order, when it was bought.
    pub order: Option<OrderId>,
    /// Whether the person has an Open edX account already.
    pub has_courseware_user: bool,
}

/// A push that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushFailure<'a> {
    /// For staff.
    pub error: &'a str,
    /// Nobody will try again by themselves.
    pub is_final: bool,
}

/// The enrollment, if it still has to be pushed: active and not confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn find_push_target(conn: &mut PgConnection, id: RunEnrollmentId) -> Result<Option<PushTarget>, sqlx::Error> {
    run_enrollment::find_push_target(conn, id).await
}

/// Open edX holds the enrollment in this mode.
///
/// # Errors
/// When the database refuses.
pub async fn record_push(tx: &mut Tx, system: System, id: RunEnrollmentId, mode: &str) -> Result<(), sqlx::Error> {
    if !run_enrollment::set_enrolled(tx, id, mode).await? {
        return Ok(());
    }
    let after = serde_json::json!({ "push_state": "enrolled", "edx_mode": mode });
    let before = serde_json::json!({ "push_state": "pending" });
    let change = audit::Change {
        act: "record_push",
        actor: Actor::from(system),
        subject: Subject::new("run_enrollment", id.0),
        before: Some(before),
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await
}

/// Open edX could not be told. When that is final the learner's page says so and support gets a mail, once: further
/// rounds of attempts that end the same way tell nobody anything new.
///
/// # Errors
/// When the database refuses.
pub async fn record_push_failure(
    tx: &mut Tx,
    brand: &Brand,
    system: System,
    target: &PushTarget,
    failure: &PushFailure<'_>,
) -> Result<(), sqlx::Error> {
    if !run_enrollment::set_push_failed(tx, target.enrollment, failure.error, failure.is_final).await? {
        return Ok(());
    }
    let subject = Subject::new("run_enrollment", target.enrollment.0);
    let after = serde_json::json!({ "push_state": "needs_help", "error": failure.error });
    audit::record(
        tx,
        audit::Change {
            act: "record_push_failure",
            actor: Actor::from(system),
            subject,
            before: None,
            after: Some(after),
            note: "",
        },
    )
    .await?;
    tell_support(tx, brand, target, failure.error).await
}

async fn tell_support(tx: &mut Tx, brand: &Brand, target: &PushTarget, error: &str) -> Result<(), sqlx::Error> {
    // A support address that is none is a matter of the settings, and those are checked at start-up.
    let Ok(to) = brand.support_email.parse::<Email>() else { return Ok(()) };
    let order = target.order.map_or_else(|| "none".to_owned(), |id| id.to_string());
    let letter = Letter::new(format!("Enrollment needs help: {}", target.run_title))
        .heading("An enrollment could not be set up")
        .paragraph(
            "Open edX refused it, or did not answer within all attempts. The learner has been told that support knows.",
        )
        .table(vec![
            ("Learner".into(), format!("{} ({})", target.username, target.email)),
            ("Course run".into(), target.courseware_id.clone()),
            ("Order".into(), order),
            ("Last error".into(), error.to_owned()),
        ])
        .button("Open the orders desk", format!("{}/studio/orders", brand.base_url));
    let key = format!("enrollment_error:{}:{}", target.enrollment, tx.now().unix_timestamp());
    let mail = Mail {
        template: "enrollment_error",
        to,
        letter,
        idempotency_key: key,
        subject: Some(Subject::new("run_enrollment", target.enrollment.0)),
    };
    mail::queue(tx, brand, mail).await.map(drop)
}

/// Staff ask for another push, now.
///
/// # Errors
/// When the database refuses.
pub async fn request_push(tx: &mut Tx, staff: &Staff, id: RunEnrollmentId) -> Result<bool, sqlx::Error> {
    if !staff.may("enrollments.retry") || !run_enrollment::set_pending(tx, id).await? {
        return Ok(false);
    }
    jobs::enqueue(tx, &PushEnrollment { enrollment_id: id }).await?;
    let change = audit::Change {
        act: "request_push",
        actor: Actor::from(staff),
        subject: Subject::new("run_enrollment", id.0),
        before: None,
        after: None,
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(true)
}

/// Asks for a push of every enrollment that Open edX does not know and that has no job of its own any more.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_unpushed(tx: &mut Tx) -> Result<usize, sqlx::Error> {
    let older_than: OffsetDateTime = tx.now() - GRACE;
    let ids = run_enrollment::list_unpushed(tx, older_than).await?;
    let mut enqueued = 0;
    for id in ids {
        enqueued += usize::from(jobs::enqueue(tx, &PushEnrollment { enrollment_id: id }).await?.is_some());
    }
    Ok(enqueued)
}
