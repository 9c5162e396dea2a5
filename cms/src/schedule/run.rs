//! What the job does.

use super::{ScheduleAction, ScheduleId, ScheduleState};
use crate::{
    document::DocumentError,
    publish::{PublishPageError, go_live, record, take_off},
    store::{self, page::PageRow, schedule::ScheduleRow},
    tree::Author,
};
use serde::{Deserialize, Serialize};
use xpro_kernel::System;
use xpro_platform::{Subject, content, db::Tx, jobs::Job};

/// Keeps one schedule.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunSchedule {
    /// Which.
    pub schedule: ScheduleId,
}

impl Job for RunSchedule {
    const KIND: &'static str = "run_schedule";
    // People wait for the minute that was announced.
    const PRIORITY: i16 = 10;

    fn unique_key(&self) -> Option<String> {
        Some(format!("run_schedule:{}", self.schedule))
    }

    fn subject(&self) -> Option<Subject> {
        Some(Subject::new("page_schedule", self.schedule.0))
    }
}

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran {
    /// Done now.
    Done,
    /// Done before, called off, or not due.
    Nothing,
    /// Could not be done; written down at the schedule and in the page's history.
    Failed(String),
}

/// Why nobody knows how it went: worth another try.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RunScheduleError(#[from] pub sqlx::Error);

/// Does what was scheduled, exactly once however many workers ask: the page's lock decides, and the row says whether it is
/// still to be done. A page that cannot be published keeps what it shows.
///
/// # Errors
/// When the database refuses.
pub async fn run_schedule(tx: &mut Tx, system: System, schedule: ScheduleId) -> Result<Ran, RunScheduleError> {
    let Some(found) = store::schedule::find(tx, schedule).await? else { return Ok(Ran::Nothing) };
    store::place::lock_tree(tx).await?;
    let Some(row) = store::page::lock(tx, found.page_id).await? else { return Ok(Ran::Nothing) };
    let due = store::schedule::find(tx, schedule)
        .await?
        .filter(|found| found.state == ScheduleState::Waiting && found.at <= tx.now());
    let Some(due) = due else { return Ok(Ran::Nothing) };
    let now = tx.now();
    store::schedule::finish(tx, schedule, ScheduleState::Done, "", now).await?;
    tx.savepoint().await?;
    let failed = match act(tx, system.into(), &row, &due).await {
        Ok(()) => return Ok(Ran::Done),
        Err(PublishPageError::Internal(error)) => return Err(error.into()),
        Err(error) => error.to_string(),
    };
    tx.rollback_to_savepoint().await?;
    store::schedule::finish(tx, schedule, ScheduleState::Failed, &failed, now).await?;
    let after = serde_json::json!({ "schedule": schedule, "revision": due.revision_id, "why": failed });
    record(tx, system.into(), "schedule_failed", &row, None, Some(after)).await?;
    Ok(Ran::Failed(failed))
}

async fn act(tx: &mut Tx, author: Author<'_>, row: &PageRow, due: &ScheduleRow) -> Result<(), PublishPageError> {
    match (due.action, due.revision_id) {
        (ScheduleAction::Publish, Some(revision)) => {
            let revision = store::revision::find(tx, row.id, revision)
                .await?
                .ok_or_else(|| DocumentError::Malformed("the scheduled text is gone".to_owned()))?;
            go_live(tx, author, row, &revision, "publish_scheduled").await.map(drop)
        }
        _ => {
            if take_off(tx, author, row, "unpublish_scheduled").await? {
                store::page::set_expired(tx, row.id).await?;
                content::changed(tx).await?;
            }
            Ok(())
        }
    }
}
