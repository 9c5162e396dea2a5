//! The queue on a real database: once per key, back-off, lost workers, schedules, two workers.

use super::{Backoff, Every, Job, JobError, Registry, Schedule, Worker, WorkerOptions, enqueue, store};
use crate::db::Database;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, AtomicUsize, Ordering},
};
use time::{Duration, OffsetDateTime, macros::datetime};
use tokio_util::sync::CancellationToken;
use xpro_kernel::Clock;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Count {
    key: Option<String>,
}

impl Job for Count {
    const KIND: &'static str = "count";
    const MAX_ATTEMPTS: i32 = 3;
    fn unique_key(&self) -> Option<String> {
        self.key.clone()
    }
}

const START: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

/// A database whose clock stands until it is moved.
fn database(pool: &PgPool) -> (Database, Arc<AtomicI64>) {
    let seconds = Arc::new(AtomicI64::new(0));
    let read = seconds.clone();
    let clock = Clock::new(move || START + Duration::seconds(read.load(Ordering::SeqCst)));
    (Database::new(pool.clone(), clock), seconds)
}

fn counting(
    result: impl Fn(i32) -> Result<(), JobError> + Send + Sync + Clone + 'static,
) -> (Registry, Arc<AtomicUsize>) {
    let runs = Arc::new(AtomicUsize::new(0));
    let counter = runs.clone();
    let registry = Registry::new().handle(move |context: super::JobContext, _: Count| {
        counter.fetch_add(1, Ordering::SeqCst);
        let result = result(context.attempt);
        async move { result }
    });
    (registry, runs)
}

async fn put(db: &Database, key: Option<&str>) -> Option<xpro_kernel::JobId> {
    let mut tx = db.begin("request-1").await.expect("begin");
    let id = enqueue(&mut tx, &Count { key: key.map(str::to_owned) }).await.expect("enqueue");
    tx.commit().await.expect("commit");
    id
}

async fn state_of(pool: &PgPool, id: xpro_kernel::JobId) -> (String, i32) {
    let row = sqlx::query!("select state, attempts from job where id = $1", id.0).fetch_one(pool).await.expect("job");
    (row.state, row.attempts)
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_rolled_back_transaction_leaves_no_job(pool: PgPool) {
    let (db, _) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));

    let mut tx = db.begin("").await.expect("begin");
    enqueue(&mut tx, &Count { key: None }).await.expect("enqueue");
    drop(tx);

    let worker = Worker::new(db, registry, WorkerOptions::default());
    assert_eq!(worker.run_due().await.expect("run"), 0);
    assert_eq!(runs.load(Ordering::SeqCst), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_key_waits_once_and_may_be_queued_again_afterwards(pool: PgPool) {
    let (db, _) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let worker = Worker::new(db.clone(), registry, WorkerOptions::default());

    assert!(put(&db, Some("k")).await.is_some());
    assert!(put(&db, Some("k")).await.is_none());
    worker.run_due().await.expect("run");
    assert!(put(&db, Some("k")).await.is_some());
    worker.run_due().await.expect("run");

    assert_eq!(runs.load(Ordering::SeqCst), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn failures_wait_longer_each_time_and_end_after_the_last_attempt(pool: PgPool) {
    let (db, seconds) = database(&pool);
    let (registry, runs) = counting(|_| Err(JobError::retry("test.down", "far side is down")));
    let worker = Worker::new(db.clone(), registry, WorkerOptions::default());
    let id = put(&db, None).await.expect("queued");

    worker.run_due().await.expect("run");
    assert_eq!(state_of(&pool, id).await, ("queued".into(), 1));
    assert_eq!(worker.run_due().await.expect("run"), 0, "it waits");
    seconds.store(10, Ordering::SeqCst);
    worker.run_due().await.expect("run");
    assert_eq!(state_of(&pool, id).await, ("queued".into(), 2));
    seconds.store(60, Ordering::SeqCst);
    worker.run_due().await.expect("run");

    assert_eq!(state_of(&pool, id).await, ("failed".into(), 3));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    let class =
        sqlx::query_scalar!("select error_class from job where id = $1", id.0).fetch_one(&pool).await.expect("job");
    assert_eq!(class.as_deref(), Some("test.down"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_final_failure_is_not_retried_and_a_panic_is(pool: PgPool) {
    let (db, _) = database(&pool);
    let (registry, _) = counting(|_| Err(JobError::fail("test.gone", "no such thing")));
    let id = put(&db, None).await.expect("queued");
    Worker::new(db.clone(), registry, WorkerOptions::default()).run_due().await.expect("run");
    assert_eq!(state_of(&pool, id).await, ("failed".into(), 1));

    let (registry, _) = counting(|_| panic!("a bug"));
    let id = put(&db, None).await.expect("queued");
    Worker::new(db, registry, WorkerOptions::default()).run_due().await.expect("run");
    assert_eq!(state_of(&pool, id).await, ("queued".into(), 1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_killed_workers_job_is_run_by_another(pool: PgPool) {
    let (db, seconds) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let id = put(&db, None).await.expect("queued");
    let mut conn = db.read().await.expect("connection");
    let claimed = store::claim(&mut conn, &["count".to_owned()], "killed", 1, Duration::seconds(30), db.now())
        .await
        .expect("claim");
    assert_eq!(claimed.len(), 1);
    drop(conn);

    let worker = Worker::new(db, registry, WorkerOptions::default());
    assert_eq!(worker.run_due().await.expect("run"), 0, "the lease still holds");
    seconds.store(31, Ordering::SeqCst);
    assert_eq!(worker.run_due().await.expect("run"), 1);

    assert_eq!(state_of(&pool, id).await, ("done".into(), 2));
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    let outcomes = sqlx::query_scalar!("select outcome from job_attempt where job_id = $1 order by attempt", id.0)
        .fetch_all(&pool)
        .await
        .expect("attempts");
    assert_eq!(outcomes, [Some("lost".to_owned()), Some("done".to_owned())]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_job_that_takes_its_workers_along_fails_in_the_end(pool: PgPool) {
    let (db, seconds) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let id = put(&db, None).await.expect("queued");
    for lost in 1..=3 {
        let mut conn = db.read().await.expect("connection");
        let claimed = store::claim(&mut conn, &["count".to_owned()], "killed", 1, Duration::seconds(30), db.now())
            .await
            .expect("claim");
        assert_eq!(claimed.len(), 1);
        drop(conn);
        seconds.store(31 * lost, Ordering::SeqCst);
        let nobody = Worker::new(db.clone(), Registry::new(), WorkerOptions::default());
        assert_eq!(nobody.run_due().await.expect("run"), 0);
    }

    Worker::new(db, registry, WorkerOptions::default()).run_due().await.expect("run");

    assert_eq!(state_of(&pool, id).await, ("failed".into(), 3));
    assert_eq!(runs.load(Ordering::SeqCst), 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stop_gives_back_the_job_and_its_attempt(pool: PgPool) {
    let db = Database::new(pool.clone(), Clock::system());
    let (begun, ended) = (Arc::new(tokio::sync::Semaphore::new(0)), Arc::new(()));
    let (signal, held) = (begun.clone(), ended.clone());
    let registry = Registry::new().handle(move |_: super::JobContext, _: Count| {
        let held = held.clone();
        signal.add_permits(1);
        async move {
            std::future::pending::<()>().await;
            drop(held);
            Ok(())
        }
    });
    let id = put(&db, None).await.expect("queued");
    let stop = CancellationToken::new();
    let options = WorkerOptions { grace: std::time::Duration::ZERO, ..WorkerOptions::default() };
    let worker = tokio::spawn(Worker::new(db, registry, options).run(stop.clone()));
    drop(begun.acquire().await.expect("open"));

    stop.cancel();
    worker.await.expect("stops");

    assert_eq!(state_of(&pool, id).await, ("queued".into(), 1));
    let allowed =
        sqlx::query_scalar!("select max_attempts from job where id = $1", id.0).fetch_one(&pool).await.expect("job");
    assert_eq!(allowed, Count::MAX_ATTEMPTS + 1);
    assert_eq!(Arc::strong_count(&ended), 1, "what it was doing has ended");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_newer_equal_job_takes_the_place_of_one_that_gave_up(pool: PgPool) {
    let (db, _) = database(&pool);
    let (registry, _) = counting(|_| Err(JobError::fail("test.gone", "no such thing")));
    let worker = Worker::new(db.clone(), registry, WorkerOptions::default());
    let (first, other) = (put(&db, Some("k")).await.expect("queued"), put(&db, Some("l")).await.expect("queued"));
    worker.run_due().await.expect("run");

    let second = put(&db, Some("k")).await.expect("queued");
    worker.run_due().await.expect("run");

    assert_eq!(state_of(&pool, first).await.0, "canceled");
    assert_eq!(state_of(&pool, second).await.0, "failed");
    assert_eq!(state_of(&pool, other).await.0, "failed", "another key's failure is still work left to do");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_payload_that_cannot_be_read_fails_at_once(pool: PgPool) {
    let (db, _) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let id = put(&db, None).await.expect("queued");
    sqlx::query!(r#"update job set payload = '{"key": 7}' where id = $1"#, id.0).execute(&pool).await.expect("spoil");

    Worker::new(db, registry, WorkerOptions::default()).run_due().await.expect("run");

    assert_eq!((state_of(&pool, id).await, runs.load(Ordering::SeqCst)), (("failed".into(), 1), 0));
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slow {}

impl Job for Slow {
    const KIND: &'static str = "slow";
    const WAITS_FOR: Option<&'static str> = Some("far away");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_slow_outside_system_holds_up_only_its_own_jobs(pool: PgPool) {
    let db = Database::new(pool.clone(), Clock::system());
    let (slow, quick) = (Arc::new(tokio::sync::Semaphore::new(0)), Arc::new(tokio::sync::Semaphore::new(0)));
    let (slow_begun, quick_done) = (slow.clone(), quick.clone());
    let registry = Registry::new()
        .handle(move |_: super::JobContext, _: Slow| {
            slow_begun.add_permits(1);
            std::future::pending::<Result<(), JobError>>()
        })
        .handle(move |_: super::JobContext, _: Count| {
            quick_done.add_permits(1);
            async { Ok(()) }
        });
    let mut tx = db.begin("").await.expect("begin");
    for _ in 0..9 {
        enqueue(&mut tx, &Slow {}).await.expect("enqueue");
    }
    tx.commit().await.expect("commit");
    let stop = CancellationToken::new();
    let options = WorkerOptions { concurrency: 3, grace: std::time::Duration::ZERO, ..WorkerOptions::default() };
    let worker = tokio::spawn(Worker::new(db.clone(), registry, options).run(stop.clone()));
    drop(slow.acquire().await.expect("open"));

    put(&db, None).await.expect("queued");
    drop(quick.acquire().await.expect("open"));

    let running = sqlx::query_scalar!(r#"select count(*) as "n!" from job where kind = 'slow' and state = 'running'"#)
        .fetch_one(&pool)
        .await
        .expect("count");
    assert_eq!(running, 1, "a third of the slots");
    stop.cancel();
    worker.await.expect("stops");
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_workers_share_the_queue_and_run_each_job_once(pool: PgPool) {
    let db = Database::new(pool.clone(), Clock::system());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let stop = CancellationToken::new();
    let done = Arc::new(tokio::sync::Semaphore::new(0));
    let workers: Vec<_> = (0..2)
        .map(|n| {
            let (seen, done) = (seen.clone(), done.clone());
            let registry = Registry::new().handle(move |context: super::JobContext, _: Count| {
                seen.lock().expect("no panic inside").push(context.job);
                done.add_permits(1);
                async { Ok(()) }
            });
            let options = WorkerOptions { name: format!("w{n}"), concurrency: 4, ..WorkerOptions::default() };
            tokio::spawn(Worker::new(db.clone(), registry, options).run(stop.clone()))
        })
        .collect();

    for _ in 0..40 {
        put(&db, None).await.expect("queued");
    }
    drop(done.acquire_many(40).await.expect("open"));
    stop.cancel();
    for worker in workers {
        worker.await.expect("stops");
    }

    let mut seen = seen.lock().expect("no panic inside").clone();
    seen.sort();
    let before = seen.len();
    seen.dedup();
    assert_eq!((before, seen.len()), (40, 40));
    let open = sqlx::query_scalar!(r#"select count(*) as "n!" from job where state <> 'done'"#)
        .fetch_one(&pool)
        .await
        .expect("count");
    assert_eq!(open, 0, "a graceful stop writes every ending");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_schedule_fires_once_per_due_time(pool: PgPool) {
    let (db, seconds) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let schedule =
        Schedule::new("each_half_hour", Every::Span(Duration::minutes(30)), Count { key: Some("schedule".into()) });
    let registry = registry.schedule(schedule);
    let first = Worker::new(db.clone(), registry.clone(), WorkerOptions::default());
    let second = Worker::new(db, registry, WorkerOptions::default());

    first.run_due().await.expect("run");
    assert_eq!(runs.load(Ordering::SeqCst), 0);
    seconds.store(1800, Ordering::SeqCst);
    let (a, b) = tokio::join!(first.run_due(), second.run_due());
    assert_eq!(a.expect("run") + b.expect("run"), 1);
    seconds.store(1800 * 10, Ordering::SeqCst);
    first.run_due().await.expect("run");
    assert_eq!(runs.load(Ordering::SeqCst), 2, "missed times are made up for once");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_shifted_schedule_only_waits_longer_the_first_time(pool: PgPool) {
    let (db, seconds) = database(&pool);
    let (registry, runs) = counting(|_| Ok(()));
    let schedule = Schedule::new("shifted", Every::Span(Duration::minutes(30)), Count { key: None });
    let worker = Worker::new(db, registry.schedule(schedule.shifted(Duration::minutes(15))), WorkerOptions::default());
    worker.run_due().await.expect("run");

    for (minute, so_far) in [(30, 0), (45, 1), (74, 1), (75, 2)] {
        seconds.store(minute * 60, Ordering::SeqCst);
        worker.run_due().await.expect("run");
        assert_eq!(runs.load(Ordering::SeqCst), so_far, "after {minute} minutes");
    }
}

#[test]
fn pauses_double_up_to_the_ceiling_and_are_spread() {
    let middle = |attempt| Backoff::STANDARD.pause(attempt, 0.5).whole_seconds();
    assert_eq!([middle(1), middle(2), middle(3), middle(30)], [5, 10, 20, 3600]);
    assert!(Backoff::STANDARD.pause(1, 0.0) < Backoff::STANDARD.pause(1, 1.0));
}

#[test]
fn a_daily_time_is_the_next_one() {
    let at = Every::DayAt(time::macros::time!(05:00));
    assert_eq!(at.next_after(datetime!(2026-03-01 04:59 UTC)), datetime!(2026-03-01 05:00 UTC));
    assert_eq!(at.next_after(datetime!(2026-03-01 05:00 UTC)), datetime!(2026-03-02 05:00 UTC));
}
