//! When a release goes live.

use super::{
    ReleaseError, ReleaseId, ReleaseReport, ReleaseState, RunRelease,
    acts::{held, need_own_or_all, note},
    check::{examine, look, to_publish, write_down},
    going::go,
};
use crate::{access::Editor, store, tree::Author};
use serde_json::json;
use time::OffsetDateTime;
use xpro_platform::{db::Tx, jobs};

/// Makes the release go live at that time, after a check whose warnings the person confirmed. One that is scheduled gets the
/// other time.
///
/// # Errors
/// When the time is past, something stops the release, or a page in it is not theirs to publish. What a check found is
/// written down: the caller commits after [`ReleaseError::Failed`] and [`ReleaseError::Unconfirmed`].
pub async fn schedule_release(
    tx: &mut Tx,
    editor: &Editor,
    release: ReleaseId,
    at: OffsetDateTime,
    acknowledged: &[String],
) -> Result<(), ReleaseError> {
    let now = tx.now();
    if at <= now {
        return Err(ReleaseError::InThePast);
    }
    let (row, contents) = to_publish(tx, editor, release).await?;
    let report = examine(tx, Author::Editor(editor), &row, &contents, Some(at)).await?;
    if report.has_errors() {
        return Err(ReleaseError::Failed(Box::new(report)));
    }
    // Whoever moves what is scheduled has answered before.
    if row.state != ReleaseState::Scheduled && !report.is_confirmed(acknowledged) {
        return Err(ReleaseError::Unconfirmed(Box::new(report)));
    }
    store::release::set_state(tx, release, ReleaseState::Scheduled, Some(at), "", now).await?;
    jobs::enqueue_at(tx, &RunRelease { release, at: at.unix_timestamp() }, at).await?;
    let at = at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default();
    note(tx, editor, "schedule_release", release, Some(json!({ "at": at, "pages": row.pages, "prices": row.prices })))
        .await
}

/// Calls the time off; the release can be changed again.
///
/// # Errors
/// When it is not scheduled.
pub async fn unschedule_release(tx: &mut Tx, editor: &Editor, release: ReleaseId) -> Result<(), ReleaseError> {
    let row = held(tx, editor, release).await?;
    if row.state != ReleaseState::Scheduled {
        return Err(ReleaseError::NotScheduled);
    }
    need_own_or_all(tx, editor, &row).await?;
    let now = tx.now();
    store::release::set_state(tx, release, ReleaseState::Ready, None, "", now).await?;
    note(tx, editor, "unschedule_release", release, None).await
}

/// Makes the release live now: all of it, or nothing.
///
/// # Errors
/// As [`schedule_release`].
pub async fn publish_release(
    tx: &mut Tx,
    editor: &Editor,
    release: ReleaseId,
    acknowledged: &[String],
) -> Result<ReleaseReport, ReleaseError> {
    let (row, contents) = to_publish(tx, editor, release).await?;
    let now = tx.now();
    let mut report = look(tx, &contents, None, now).await?;
    if !report.has_errors() && !report.is_confirmed(acknowledged) {
        write_down(tx, release, &report).await?;
        return Err(ReleaseError::Unconfirmed(Box::new(report)));
    }
    if !report.has_errors() {
        tx.savepoint().await?;
        match go(tx, Author::Editor(editor), &row.name, &contents).await? {
            None => {
                store::release::set_state(tx, release, ReleaseState::Published, Some(now), "", now).await?;
                write_down(tx, release, &report).await?;
                note(tx, editor, "publish_release", release, Some(json!({ "pages": row.pages, "prices": row.prices })))
                    .await?;
                return Ok(report);
            }
            Some((item, finding)) => {
                tx.rollback_to_savepoint().await?;
                report.add(item, finding);
            }
        }
    }
    write_down(tx, release, &report).await?;
    Err(ReleaseError::Failed(Box::new(report)))
}
