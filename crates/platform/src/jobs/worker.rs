//! The worker: claims, runs, ends; wakes by notification, sleeps until the next due time otherwise.

use super::{
    JobContext, JobError, Registry,
    lanes::{Lane, Slots},
    schedule, store,
};
use crate::db::Database;
use rand::RngExt as _;
use sqlx::postgres::PgListener;
use std::{
    sync::Arc,
    time::{Duration as StdDuration, Instant},
};
use time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use xpro_kernel::JobId;

/// Schedules and lost jobs are looked after this often at most, however many jobs come in.
const SWEEP: StdDuration = StdDuration::from_secs(1);

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Unique name, shown on attempts.
    pub name: String,
    /// Jobs at once.
    pub concurrency: usize,
    /// How long a job belongs to a worker that says nothing; extended while it runs.
    pub lease: StdDuration,
    /// Longest sleep when no notification comes.
    pub poll: StdDuration,
    /// How long running jobs may go on after the stop signal.
    pub grace: StdDuration,
}

impl Default for WorkerOptions {
    fn default() -> Self {
        let id: u32 = rand::rng().random();
        WorkerOptions {
            name: format!("worker-{}-{id:08x}", std::process::id()),
            concurrency: 8,
            lease: StdDuration::from_secs(30),
            poll: StdDuration::from_secs(5),
            grace: StdDuration::from_secs(20),
        }
    }
}

/// Runs the jobs of a registry.
#[derive(Debug, Clone)]
pub struct Worker {
    db: Database,
    registry: Arc<Registry>,
    options: WorkerOptions,
    kinds: Vec<String>,
}

impl Worker {
    /// A worker for all kinds of the registry.
    pub fn new(db: Database, registry: Registry, options: WorkerOptions) -> Self {
        let kinds = registry.kinds();
        Worker { db, registry: Arc::new(registry), options, kinds }
    }

    /// Works until `stop`; then finishes what runs, up to the grace time, and gives the rest back.
    pub async fn run(self, stop: CancellationToken) {
        let slots = Slots::new(&self.registry, self.options.concurrency);
        let mut running = JoinSet::new();
        let mut listener = None;
        let mut swept = None;
        while !stop.is_cancelled() {
            if listener.is_none() {
                listener = self.listen().await;
            }
            if let Err(error) = self.turn(&slots, &mut swept, &mut running).await {
                tracing::warn!(%error, "the job queue is out of reach");
                listener = None;
            }
            while running.try_join_next().is_some() {}
            let sleep = self.sleep_time(&slots.open_kinds()).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = woken(&mut listener) => {}
                // A slot came free: there may be more to claim.
                Some(_) = running.join_next(), if !running.is_empty() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
        self.drain_running(running).await;
    }

    /// Runs everything that is due, once each, until nothing is: for tests and commands. Returns how many attempts were made.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run_due(&self) -> Result<usize, sqlx::Error> {
        let mut attempts = 0;
        loop {
            schedule::tick(&self.db, &self.registry).await?;
            self.release_lost().await?;
            let claimed = self.claim(&self.kinds, 1).await?;
            let Some(job) = claimed.into_iter().next() else { return Ok(attempts) };
            self.clone().work(job).await;
            attempts += 1;
        }
    }

    async fn listen(&self) -> Option<PgListener> {
        let mut listener = PgListener::connect_with(self.db.pool()).await.ok()?;
        listener.listen("job").await.ok()?;
        Some(listener)
    }

    /// Sweeps when that is due, and fills the free slots.
    async fn turn(
        &self,
        slots: &Slots,
        swept: &mut Option<Instant>,
        running: &mut JoinSet<()>,
    ) -> Result<(), sqlx::Error> {
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            schedule::tick(&self.db, &self.registry).await?;
            self.release_lost().await?;
            *swept = Some(Instant::now());
        }
        for lane in slots.lanes() {
            self.fill(slots, lane, running).await?;
        }
        Ok(())
    }

    async fn fill(&self, slots: &Slots, lane: &Lane, running: &mut JoinSet<()>) -> Result<(), sqlx::Error> {
        let room = slots.room(lane);
        if room == 0 {
            return Ok(());
        }
        for job in self.claim(&lane.kinds, i64::try_from(room).unwrap_or(1)).await? {
            // Only this task fills slots, so the room is still there.
            let slot = slots.fill(lane);
            let worker = self.clone();
            running.spawn(async move {
                worker.work(job).await;
                drop(slot);
            });
        }
        Ok(())
    }

    async fn claim(&self, kinds: &[String], limit: i64) -> Result<Vec<store::ClaimedJob>, sqlx::Error> {
        let mut conn = self.db.read().await?;
        store::claim(&mut conn, kinds, &self.options.name, limit, self.lease(), self.db.now()).await
    }

    /// Jobs of workers that died go back into the queue; one that has cost all its attempts that way may be what kills
    /// them, and fails.
    async fn release_lost(&self) -> Result<(), sqlx::Error> {
        let mut tx = self.db.begin("").await?;
        for lost in store::lock_lost(&mut tx).await? {
            tracing::warn!(job = lost.id.0, worker = lost.worker, "a worker was lost with its job");
            let ending = if lost.is_spent {
                store::Ending::Failed { class: "worker_lost", error: "the worker was lost in the last attempt" }
            } else {
                store::Ending::Lost
            };
            store::finish(&mut tx, lost.id, &lost.worker, ending).await?;
        }
        tx.commit().await
    }

    async fn work(self, job: store::ClaimedJob) {
        let Some(entry) = self.registry.entry(&job.kind) else { return };
        let request_id = if job.request_id.is_empty() { format!("job-{}", job.id) } else { job.request_id.clone() };
        let context = JobContext {
            db: self.db.clone(),
            job: job.id,
            attempt: job.attempts,
            is_last: job.attempts >= job.max_attempts,
            request_id,
        };
        // Its own task, so that a panic ends this attempt and nothing else; in a set, so that it ends with this one.
        let mut run = JoinSet::new();
        run.spawn((entry.handler)(context, job.payload.clone()));
        let mut heartbeat = tokio::time::interval(self.options.lease / 3);
        heartbeat.tick().await;
        let result = loop {
            tokio::select! {
                Some(ended) = run.join_next() => break ended.unwrap_or_else(|error| Err(JobError::retry("panic", error))),
                _ = heartbeat.tick() => if !self.beat(job.id).await { run.abort_all() },
            }
        };
        self.conclude(&job, entry.backoff, result).await;
    }

    async fn beat(&self, id: JobId) -> bool {
        let Ok(mut conn) = self.db.read().await else { return true };
        store::extend_lease(&mut conn, id, &self.options.name, self.db.now() + self.lease()).await.unwrap_or(true)
    }

    async fn conclude(&self, job: &store::ClaimedJob, backoff: super::Backoff, result: Result<(), JobError>) {
        let pause = backoff.pause(job.attempts, rand::rng().random());
        let ending = match &result {
            Ok(()) => store::Ending::Done,
            Err(JobError::Retry { class, message }) if job.attempts < job.max_attempts => {
                store::Ending::Retry { at: self.db.now() + pause, class, error: message }
            }
            Err(JobError::Retry { class, message } | JobError::Fail { class, message }) => {
                store::Ending::Failed { class, error: message }
            }
        };
        if let Err(error) = &result {
            tracing::warn!(job = job.id.0, kind = job.kind, attempt = job.attempts, class = error.class(), %error, "a job's attempt failed");
        }
        if let Err(error) = self.write_ending(job.id, ending).await {
            // The lease runs out and another attempt follows: acts are idempotent for this very case.
            tracing::error!(job = job.id.0, %error, "a job's ending could not be written");
        }
    }

    async fn write_ending(&self, id: JobId, ending: store::Ending<'_>) -> Result<(), sqlx::Error> {
        let mut tx = self.db.begin("").await?;
        store::finish(&mut tx, id, &self.options.name, ending).await?;
        tx.commit().await
    }

    /// Until the next job of these kinds is due, or a while when that is far off or nothing more may run.
    async fn sleep_time(&self, kinds: &[String]) -> StdDuration {
        let poll = self.options.poll.mul_f64(rand::rng().random_range(0.8..1.2));
        if kinds.is_empty() {
            return poll;
        }
        let Ok(mut conn) = self.db.read().await else { return poll };
        let due = store::next_due(&mut conn, kinds).await.ok().flatten();
        due.map_or(poll, |at| {
            poll.min(StdDuration::try_from(at - self.db.now()).unwrap_or(StdDuration::from_millis(50)))
        })
    }

    async fn drain_running(&self, mut running: JoinSet<()>) {
        let finished = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(self.options.grace, finished).await.is_ok() {
            return;
        }
        running.shutdown().await;
        if let Err(error) = self.release_own().await {
            tracing::warn!(%error, "unfinished jobs wait for their lease to run out");
        }
    }

    async fn release_own(&self) -> Result<(), sqlx::Error> {
        let mut conn = self.db.read().await?;
        let ids = store::held_by(&mut conn, &self.options.name).await?;
        for id in ids {
            self.write_ending(id, store::Ending::Released).await?;
        }
        Ok(())
    }

    fn lease(&self) -> Duration {
        Duration::try_from(self.options.lease).unwrap_or(Duration::SECOND)
    }
}

/// Resolves when the queue says that a job was enqueued; never without a listener.
async fn woken(listener: &mut Option<PgListener>) {
    match listener {
        Some(live) => {
            if live.recv().await.is_err() {
                *listener = None;
            }
        }
        None => std::future::pending().await,
    }
}
