//! Jobs by the clock: each due time enqueues once, however many workers there are.

use super::{Job, Registry, job, store};
use crate::db::{Database, Tx};
use futures::future::BoxFuture;
use std::sync::Arc;
use time::{Duration, OffsetDateTime, Time};
use xpro_kernel::JobId;

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// After each such span.
    Span(Duration),
    /// Once a day at this time, UTC.
    DayAt(Time),
}

impl Every {
    /// The first due time after `now`. Times that passed while nobody worked are made up for once, not many times.
    pub fn next_after(self, now: OffsetDateTime) -> OffsetDateTime {
        match self {
            Every::Span(span) => now + span,
            Every::DayAt(time) => {
                let today = now.replace_time(time);
                if today > now { today } else { today + Duration::DAY }
            }
        }
    }
}

type Enqueue = Arc<dyn for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, Result<Option<JobId>, sqlx::Error>> + Send + Sync>;

/// A job that the clock asks for.
#[derive(Clone)]
pub struct Schedule {
    /// Stable name, as stored.
    pub name: &'static str,
    /// How often.
    pub every: Every,
    shift: Duration,
    enqueue: Enqueue,
}

impl Schedule {
    /// Enqueues `job` whenever `every` says.
    pub fn new<J: Job + Clone + Sync>(name: &'static str, every: Every, job: J) -> Self {
        let enqueue: Enqueue = Arc::new(move |tx| {
            let job = job.clone();
            Box::pin(async move { job::enqueue(tx, &job).await })
        });
        Schedule { name, every, shift: Duration::ZERO, enqueue }
    }

    /// Makes the very first wait longer, so that two schedules of one length do not run at the same time.
    #[must_use]
    pub fn shifted(self, shift: Duration) -> Self {
        Schedule { shift, ..self }
    }
}

impl std::fmt::Debug for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schedule").field("name", &self.name).field("every", &self.every).finish_non_exhaustive()
    }
}

/// Enqueues what is due.
pub(super) async fn tick(db: &Database, registry: &Registry) -> Result<(), sqlx::Error> {
    for schedule in registry.schedules() {
        let mut tx = db.begin("").await?;
        let next = schedule.every.next_after(tx.now());
        store::ensure_schedule(&mut tx, schedule.name, next + schedule.shift).await?;
        if store::lock_due_schedule(&mut tx, schedule.name).await? {
            let job = (schedule.enqueue)(&mut tx).await?;
            store::advance_schedule(&mut tx, schedule.name, next, job).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
