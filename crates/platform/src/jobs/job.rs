//! What a job is, and how one is put into the queue.

use super::{Backoff, store};
use crate::{Subject, db::Tx};
use serde::{Serialize, de::DeserializeOwned};
use time::OffsetDateTime;
use xpro_kernel::JobId;

/// A piece of work that happens after the transaction that asks for it. The payload holds ids, never secrets.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Stable name, as stored.
    const KIND: &'static str;
    /// Attempts before it fails for good.
    const MAX_ATTEMPTS: i32 = 10;
    /// Lower runs first.
    const PRIORITY: i16 = 100;
    /// Pauses between attempts.
    const BACKOFF: Backoff = Backoff::STANDARD;
    /// The outside system that the job waits for. Jobs that wait for the same one share a part of a worker's slots, so
    /// that a slow system holds up its own jobs and no others.
    const WAITS_FOR: Option<&'static str> = None;

    /// At most one job with this key waits at a time.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// The row whose timeline shows this job.
    fn subject(&self) -> Option<Subject> {
        None
    }
}

/// Puts a job into the queue, to run as soon as the transaction commits. `None`: an equal job waits already.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> Result<Option<JobId>, sqlx::Error> {
    let now = tx.now();
    enqueue_at(tx, job, now).await
}

/// Puts a job into the queue, to run at `run_at`.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_at<J: Job>(tx: &mut Tx, job: &J, run_at: OffsetDateTime) -> Result<Option<JobId>, sqlx::Error> {
    let payload = serde_json::to_value(job).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let row = store::NewJob {
        kind: J::KIND,
        payload,
        unique_key: job.unique_key(),
        subject: job.subject(),
        priority: J::PRIORITY,
        max_attempts: J::MAX_ATTEMPTS,
        run_at,
    };
    store::insert(tx, &row).await
}
