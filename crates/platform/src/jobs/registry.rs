//! Which function handles which kind of job.

use super::{Backoff, Job, JobError, Schedule};
use crate::db::Database;
use futures::future::BoxFuture;
use std::{collections::BTreeMap, future::Future, sync::Arc};
use xpro_kernel::JobId;

/// What a handler knows about its run.
#[derive(Debug, Clone)]
pub struct JobContext {
    /// For opening transactions; marked with [`JobContext::request_id`].
    pub db: Database,
    /// The job.
    pub job: JobId,
    /// Number of this attempt, from 1.
    pub attempt: i32,
    /// Whether a failure of this attempt is final.
    pub is_last: bool,
    /// The request that asked for the job, or `job-<id>`.
    pub request_id: String,
}

type Handler = Arc<dyn Fn(JobContext, serde_json::Value) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

#[derive(Clone)]
pub(super) struct Entry {
    pub handler: Handler,
    pub backoff: Backoff,
    pub waits_for: Option<&'static str>,
}

/// All handlers and schedules of this process.
#[derive(Clone, Default)]
pub struct Registry {
    entries: BTreeMap<&'static str, Entry>,
    schedules: Vec<Schedule>,
}

impl Registry {
    /// No handlers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Handles jobs of type `J` with this function: decode, call one act, map the error.
    #[must_use]
    pub fn handle<J: Job, F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(JobContext, J) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let run: Handler = Arc::new(move |context, payload| {
            let handler = handler.clone();
            Box::pin(async move {
                let job: J = serde_json::from_value(payload).map_err(|error| JobError::fail("payload", error))?;
                handler(context, job).await
            })
        });
        self.entries.insert(J::KIND, Entry { handler: run, backoff: J::BACKOFF, waits_for: J::WAITS_FOR });
        self
    }

    /// Enqueues jobs by the clock.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.schedules.push(schedule);
        self
    }

    /// The kinds handled, in order.
    pub fn kinds(&self) -> Vec<String> {
        self.entries.keys().map(|kind| (*kind).to_owned()).collect()
    }

    /// The kinds handled, by the outside system that they wait for.
    pub(super) fn kinds_by_system(&self) -> BTreeMap<Option<&'static str>, Vec<String>> {
        let mut kinds: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for (kind, entry) in &self.entries {
            kinds.entry(entry.waits_for).or_default().push((*kind).to_owned());
        }
        kinds
    }

    /// The schedules.
    pub fn schedules(&self) -> &[Schedule] {
        &self.schedules
    }

    pub(super) fn entry(&self, kind: &str) -> Option<&Entry> {
        self.entries.get(kind)
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry").field("kinds", &self.kinds()).finish_non_exhaustive()
    }
}
