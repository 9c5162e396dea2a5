//! The durable job queue (docs/adr/0002): rows written in the transaction that causes them, claimed with
//! `for update skip locked`, woken by `LISTEN/NOTIFY`, retried with back-off and jitter, kept after they end.

mod acts;
mod backoff;
mod error;
mod job;
mod lanes;
mod registry;
mod schedule;
pub mod store;
mod worker;

pub use acts::{RetryError, retry_failed_group, retry_failed_job};
pub use backoff::Backoff;
pub use error::JobError;
pub use job::{Job, enqueue, enqueue_at};
pub use registry::{JobContext, Registry};
pub use schedule::{Every, Schedule};
pub use worker::{Worker, WorkerOptions};

#[cfg(test)]
mod tests;
