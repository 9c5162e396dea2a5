//! What staff do to jobs that gave up.

use super::store;
use crate::{Subject, audit, db::Tx};
use xpro_kernel::{Actor, JobId, Staff};

/// Why jobs were not retried.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// Needs the permission `jobs.retry`.
    #[error("You may not retry jobs.")]
    Forbidden,
    /// It is waiting, running, or done already.
    #[error("This job has not failed, so there is nothing to retry.")]
    NotFailed,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Puts one failed job back into the queue. Pressing twice runs it once.
///
/// # Errors
/// See [`RetryError`].
pub async fn retry_failed_job(tx: &mut Tx, staff: &Staff, job: JobId) -> Result<(), RetryError> {
    authorize(staff)?;
    if store::revive(tx, &[job.0]).await?.is_empty() {
        return Err(RetryError::NotFailed);
    }
    note(tx, staff, job.0, "").await?;
    Ok(())
}

/// Puts every failed job of one kind and cause back into the queue; returns how many.
///
/// # Errors
/// See [`RetryError`].
pub async fn retry_failed_group(tx: &mut Tx, staff: &Staff, kind: &str, class: &str) -> Result<usize, RetryError> {
    authorize(staff)?;
    let ids = store::lock_failed_group(tx, kind, class).await?;
    let moved = store::revive(tx, &ids).await?;
    let Some(first) = moved.first() else { return Err(RetryError::NotFailed) };
    note(tx, staff, first.0, &format!("{} jobs of kind {kind} that failed with {class}", moved.len())).await?;
    Ok(moved.len())
}

fn authorize(staff: &Staff) -> Result<(), RetryError> {
    if staff.may("jobs.retry") { Ok(()) } else { Err(RetryError::Forbidden) }
}

async fn note(tx: &mut Tx, staff: &Staff, job: i64, note: &str) -> Result<(), sqlx::Error> {
    let change = audit::Change {
        act: "retry_failed_job",
        actor: Actor::from(staff),
        subject: Subject::new("job", job),
        before: None,
        after: None,
        note,
    };
    audit::record(tx, change).await
}
