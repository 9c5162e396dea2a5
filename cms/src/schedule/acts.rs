//! Scheduling and calling off.

use super::{RunSchedule, ScheduleAction, ScheduleId, ScheduleRow, ScheduleState};
use crate::{
    access::{Editor, Permission, Refusal, lock_page, need, need_unlocked},
    document::{DocumentError, Problem},
    publish::{PublishPageError, check_complete, record},
    store::{self, page::PageRow, schedule::NewSchedule},
    tree::Author,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId};
use xpro_platform::{db::Tx, jobs};

/// Why nothing was scheduled or called off.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Schedules are about what is to come.
    #[error("choose a time in the future")]
    InThePast,
    /// A page cannot leave before it comes.
    #[error("the page must go live before it expires")]
    ExpiryBeforeGoLive,
    /// Visitors see this text already.
    #[error("there is nothing new to publish")]
    NothingToPublish,
    /// A page that neither is nor goes live does not expire.
    #[error("the page is not live, and nothing says that it will be")]
    NotLive,
    /// What must be right first.
    #[error("the page is not complete")]
    Invalid(Vec<Problem>),
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Publishes the newest text at that time. It is kept as it is now: what is written from now on is another draft. An
/// earlier intention to publish the page is replaced.
///
/// # Errors
/// When the time is past, the text is public already or could not be published.
pub async fn schedule_publication(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    at: OffsetDateTime,
) -> Result<ScheduleId, ScheduleError> {
    let row = to_schedule(tx, author, page).await?;
    let latest = row.latest_revision_id.ok_or(Refusal::NotFound)?;
    schedule(tx, author, &row, latest, at).await
}

/// Publishes one revision of the page at that time.
///
/// # Errors
/// See [`schedule_publication`].
pub async fn schedule_revision(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    revision: RevisionId,
    at: OffsetDateTime,
) -> Result<ScheduleId, ScheduleError> {
    let row = to_schedule(tx, author, page).await?;
    schedule(tx, author, &row, revision, at).await
}

async fn to_schedule(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<PageRow, ScheduleError> {
    let row = lock_page::<ScheduleError>(tx, author, page).await?;
    need(author, Permission::Publish, &row)?;
    need_unlocked(author, &row)?;
    Ok(row)
}

async fn schedule(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    revision: RevisionId,
    at: OffsetDateTime,
) -> Result<ScheduleId, ScheduleError> {
    let now = tx.now();
    if at <= now {
        return Err(ScheduleError::InThePast);
    }
    let revision = store::revision::find(tx, row.id, revision).await?.ok_or(Refusal::NotFound)?;
    if row.live && row.published_revision_id == Some(revision.id) {
        return Err(ScheduleError::NothingToPublish);
    }
    let waiting = store::schedule::waiting(tx, row.id).await?;
    if waiting.iter().any(|other| other.action == ScheduleAction::Expire && other.at <= at) {
        return Err(ScheduleError::ExpiryBeforeGoLive);
    }
    check_complete(tx, row, &revision).await.map_err(|error| match error {
        PublishPageError::Invalid(problems) => ScheduleError::Invalid(problems),
        PublishPageError::Document(error) => ScheduleError::Document(error),
        PublishPageError::Internal(error) => ScheduleError::Internal(error),
        other => ScheduleError::Document(DocumentError::Malformed(other.to_string())),
    })?;
    if matches!(revision.state.as_str(), "rolling" | "named") {
        store::revision::set_state(tx, revision.id, "scheduled", now).await?;
    }
    let new = NewSchedule { page: row.id, action: ScheduleAction::Publish, revision: Some(revision.id), at };
    put(tx, author, row, new, "schedule_publication").await
}

/// Takes the page off the site at that time. An earlier intention to do so is replaced.
///
/// # Errors
/// When the time is past or before the page goes live.
pub async fn schedule_expiry(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    at: OffsetDateTime,
) -> Result<ScheduleId, ScheduleError> {
    let row = to_schedule(tx, author, page).await?;
    if at <= tx.now() {
        return Err(ScheduleError::InThePast);
    }
    let waiting = store::schedule::waiting(tx, page).await?;
    let go_live = waiting.iter().find(|other| other.action == ScheduleAction::Publish);
    match go_live {
        Some(go_live) if go_live.at >= at => return Err(ScheduleError::ExpiryBeforeGoLive),
        None if !row.live => return Err(ScheduleError::NotLive),
        _ => {}
    }
    let new = NewSchedule { page, action: ScheduleAction::Expire, revision: None, at };
    put(tx, author, &row, new, "schedule_expiry").await
}

async fn put(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    new: NewSchedule,
    act: &'static str,
) -> Result<ScheduleId, ScheduleError> {
    let now = tx.now();
    store::schedule::call_off(tx, row.id, new.action.name(), now).await?;
    let id = store::schedule::insert(tx, new, author.user_id(), now).await?;
    jobs::enqueue_at(tx, &RunSchedule { schedule: id }, new.at).await?;
    let at = new.at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default();
    let after = serde_json::json!({ "schedule": id, "revision": new.revision, "at": at });
    record(tx, author, act, row, None, Some(after)).await?;
    Ok(id)
}

/// Calls an intention off; false when it was done or called off already.
///
/// # Errors
/// Without the right to publish the page.
pub async fn cancel_schedule(tx: &mut Tx, author: Author<'_>, schedule: ScheduleId) -> Result<bool, ScheduleError> {
    let found = store::schedule::find(tx, schedule).await?.ok_or(Refusal::NotFound)?;
    let row = to_schedule(tx, author, found.page_id).await?;
    // Read again under the page's lock: its job may have run in between.
    let found = store::schedule::find(tx, schedule).await?.ok_or(Refusal::NotFound)?;
    if found.state != ScheduleState::Waiting {
        return Ok(false);
    }
    let now = tx.now();
    store::schedule::finish(tx, schedule, ScheduleState::Canceled, "", now).await?;
    let before = serde_json::json!({ "schedule": schedule, "action": found.action.name() });
    record(tx, author, "cancel_schedule", &row, Some(before), None).await?;
    Ok(true)
}

/// Gives what waits another time.
///
/// # Errors
/// See [`schedule_publication`] and [`schedule_expiry`]; [`ScheduleError::NothingToPublish`] when it was done or called off.
pub async fn move_schedule(
    tx: &mut Tx,
    author: Author<'_>,
    schedule: ScheduleId,
    at: OffsetDateTime,
) -> Result<ScheduleId, ScheduleError> {
    let found = store::schedule::find(tx, schedule).await?.ok_or(Refusal::NotFound)?;
    let row = to_schedule(tx, author, found.page_id).await?;
    // Read again under the page's lock: its job may have run in between.
    let found = store::schedule::find(tx, schedule).await?.ok_or(Refusal::NotFound)?;
    if found.state != ScheduleState::Waiting {
        return Err(ScheduleError::NothingToPublish);
    }
    match found.revision_id {
        Some(revision) => self::schedule(tx, author, &row, revision, at).await,
        None => schedule_expiry(tx, author, found.page_id, at).await,
    }
}

/// A schedule as one person sees it.
#[derive(Debug, Clone)]
pub struct Upcoming {
    /// The schedule.
    pub row: ScheduleRow,
    /// They may move it and call it off.
    pub may_change: bool,
}

/// The same as [`list_schedules`], with what the person may do about each. Two statements.
///
/// # Errors
/// When the database refuses.
pub async fn list_upcoming(
    conn: &mut PgConnection,
    editor: &Editor,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<Upcoming>, sqlx::Error> {
    let rows = list_schedules(conn, editor, from, until).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.page_id.0).collect();
    let pages = store::page::find_many(conn, &ids).await?;
    let may = |row: &ScheduleRow| {
        row.state == ScheduleState::Waiting
            && pages.iter().any(|page| page.id == row.page_id && editor.rights(page).publish)
    };
    Ok(rows.into_iter().map(|row| Upcoming { may_change: may(&row), row }).collect())
}

/// What is, was and was to be done between two instants, for the calendar, as far as the editor may see the pages.
///
/// # Errors
/// When the database refuses.
pub async fn list_schedules(
    conn: &mut PgConnection,
    editor: &Editor,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<ScheduleRow>, sqlx::Error> {
    store::schedule::between(conn, &editor.roots(), from, until).await
}
