//! Everything that happened to an order, in one list: what its parts wrote down, put in the order of time.

use super::{DeskError, entries, error::authorize};
use crate::store;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{JobId, OrderId, RunEnrollmentId, Staff};

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A change of the order.
    Order,
    /// A form for the gateway, or the gateway's answer.
    Payment,
    /// What came in from an outside system.
    Notice,
    /// A change of an enrollment, or where its push to Open edX stands.
    Enrollment,
    /// Work in the queue.
    Job,
    /// A mail.
    Mail,
}

/// How a fact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryOutcome {
    /// It happened.
    Done,
    /// It waits, or is under way.
    Waiting,
    /// It did not work and will be tried again, or somebody should look.
    Warning,
    /// It failed.
    Failed,
}

/// What staff may have tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RetryTarget {
    /// A job that gave up.
    Job(JobId),
    /// An enrollment that Open edX does not know.
    Enrollment(RunEnrollmentId),
}

/// One fact. Card numbers are masked, and no raw message is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: OffsetDateTime,
    /// What it is about.
    pub kind: EntryKind,
    /// In a few words.
    pub title: String,
    /// More; empty when there is no more to say.
    pub detail: String,
    /// Person, job or gateway that did it; empty when that is not known.
    pub actor: String,
    /// How long it took.
    pub duration: Option<time::Duration>,
    /// How it ended.
    pub outcome: EntryOutcome,
    /// Where to look in the log; empty when there was no request.
    pub request_id: String,
    /// What can be tried again.
    pub retry: Option<RetryTarget>,
}

/// All facts about the order, oldest first; empty for an order that does not exist. Eight statements.
///
/// # Errors
/// See [`DeskError`].
pub async fn order_timeline(
    conn: &mut PgConnection,
    staff: &Staff,
    order: OrderId,
) -> Result<Vec<TimelineEntry>, DeskError> {
    authorize(staff)?;
    let Some(made) = store::timeline::find_made(conn, order).await? else { return Ok(Vec::new()) };
    let mut list = vec![entries::made(made)];
    list.extend(store::timeline::list_changes(conn, order).await?.into_iter().map(entries::change));
    list.extend(store::timeline::list_attempts(conn, order).await?.into_iter().map(entries::attempt));
    list.extend(store::timeline::list_receipts(conn, order).await?.into_iter().map(entries::receipt));
    list.extend(store::timeline::list_notices(conn, order).await?.into_iter().map(entries::notice));
    list.extend(store::timeline::list_jobs(conn, order).await?.into_iter().flat_map(entries::job));
    list.extend(store::timeline::list_mails(conn, order).await?.into_iter().map(entries::mail));
    list.extend(store::timeline::list_pushes(conn, order).await?.into_iter().map(entries::push));
    // The sort is stable: of facts in one transaction, the order itself comes before what follows from it.
    list.sort_by_key(|entry| (entry.at, entry.kind));
    Ok(list)
}
