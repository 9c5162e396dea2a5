//! Schedules on a real database, with a clock that is moved by hand.

use super::*;
use crate::{
    delivery::SiteData,
    publish::{PriceChange, PriceIntent, ProductTarget, SaveDraft, publish_page, read_draft, save_draft},
    store,
    testing::{SYSTEM, Site, text_page},
    trash::{DeletePage, delete_page},
    tree::{NewPage, create_page},
};
use sqlx::PgPool;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_kernel::{Clock, CourseRunId, Money, PageId};
use xpro_platform::{
    db::Database,
    jobs::{JobError, Registry, Worker, WorkerOptions},
};

const START: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

struct Stage {
    db: Database,
    minutes: Arc<AtomicI64>,
    site: Site,
}

impl Stage {
    async fn new(pool: &PgPool) -> Self {
        let minutes = Arc::new(AtomicI64::new(0));
        let read = minutes.clone();
        let clock = Clock::new(move || START + Duration::minutes(read.load(Ordering::SeqCst)));
        let db = Database::new(pool.clone(), clock);
        let mut tx = db.begin("test").await.expect("begin");
        let site = Site::build(&mut tx).await;
        tx.commit().await.expect("commit");
        Stage { db, minutes, site }
    }

    /// A draft that is to go live in ten minutes.
    async fn scheduled(&self, title: &str) -> (PageId, ScheduleId) {
        let mut tx = self.db.begin("test").await.expect("begin");
        let page = self.site.text_page(&mut tx, title).await;
        let schedule =
            schedule_publication(&mut tx, SYSTEM.into(), page, START + Duration::minutes(10)).await.expect("scheduled");
        tx.commit().await.expect("commit");
        (page, schedule)
    }

    fn worker(&self) -> Worker {
        let registry =
            Registry::new().handle(|context: xpro_platform::jobs::JobContext, job: RunSchedule| async move {
                let mut tx = context.db.begin(&context.request_id).await?;
                run_schedule(&mut tx, SYSTEM, job.schedule).await.map_err(|error| JobError::from(error.0))?;
                Ok(tx.commit().await?)
            });
        Worker::new(self.db.clone(), registry, WorkerOptions::default())
    }

    async fn at(&self, minutes: i64) -> SiteData {
        self.minutes.store(minutes, Ordering::SeqCst);
        self.worker().run_due().await.expect("run");
        SiteData::load(&mut self.db.read().await.expect("a connection")).await.expect("loads")
    }

    async fn state(&self, schedule: ScheduleId) -> ScheduleState {
        let mut conn = self.db.read().await.expect("a connection");
        store::schedule::find(&mut conn, schedule).await.expect("reads").expect("the schedule").state
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_comes_and_goes_on_time_while_it_is_written_on(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, schedule) = stage.scheduled("Terms").await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &text_page("Newer"))).await.expect("saved");
    schedule_expiry(&mut tx, SYSTEM.into(), page, START + Duration::minutes(20)).await.expect("scheduled");
    tx.commit().await.expect("commit");
    assert!(stage.at(9).await.live_page("/terms/").is_none());
    let site = stage.at(10).await;
    assert_eq!(site.live_page("/terms/").expect("live").document, text_page("Terms"), "what was scheduled");
    assert_eq!(stage.state(schedule).await, ScheduleState::Done);
    let mut tx = stage.db.begin("test").await.expect("begin");
    assert_eq!(read_draft(&mut tx, page).await.expect("reads").document, text_page("Newer"));
    drop(tx);
    assert!(stage.at(20).await.live_page("/terms/").is_none());
    let row = store::page::find(&mut stage.db.read().await.expect("a connection"), page).await.expect("reads");
    assert!(row.expect("the page").expired);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_publish_once(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, schedule) = stage.scheduled("Terms").await;
    stage.minutes.store(10, Ordering::SeqCst);
    let run = || async {
        let mut tx = stage.db.begin("test").await.expect("begin");
        let ran = run_schedule(&mut tx, SYSTEM, schedule).await.expect("ran");
        tx.commit().await.expect("commit");
        ran
    };
    let (a, b, c) = tokio::join!(run(), run(), run());
    let done = [&a, &b, &c].into_iter().filter(|ran| **ran == Ran::Done).count();
    assert_eq!(done, 1, "{a:?} {b:?} {c:?}");
    let (first, second) = (stage.worker(), stage.worker());
    let (first, second) = tokio::join!(first.run_due(), second.run_due());
    assert_eq!(first.expect("run") + second.expect("run"), 1, "the job itself finds nothing to do");
    let entries: i64 = sqlx::query_scalar(
        "select count(*) from audit_entry where subject_type = 'page' and subject_id = $1 and act = 'publish_scheduled'",
    )
    .bind(page.0)
    .fetch_one(&pool)
    .await
    .expect("counted");
    assert_eq!(entries, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_newer_intention_replaces_an_older_one(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, schedule) = stage.scheduled("Terms").await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    let later =
        schedule_publication(&mut tx, SYSTEM.into(), page, START + Duration::minutes(30)).await.expect("scheduled");
    tx.commit().await.expect("commit");
    assert_eq!(stage.state(schedule).await, ScheduleState::Canceled);
    assert!(stage.at(10).await.live_page("/terms/").is_none());
    let mut tx = stage.db.begin("test").await.expect("begin");
    assert!(cancel_schedule(&mut tx, SYSTEM.into(), later).await.expect("canceled"));
    assert!(!cancel_schedule(&mut tx, SYSTEM.into(), later).await.expect("nothing to do"));
    tx.commit().await.expect("commit");
    assert!(stage.at(40).await.live_page("/terms/").is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn publishing_now_calls_the_schedule_off(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, schedule) = stage.scheduled("Terms").await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    tx.commit().await.expect("commit");
    assert_eq!(stage.state(schedule).await, ScheduleState::Canceled);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_cannot_be_published_fails_and_says_why(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    let page = stage.site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let document = text_page("Rules");
    let draft = SaveDraft { slug: Some("rules"), ..SaveDraft::unconditional(page, &document) };
    save_draft(&mut tx, SYSTEM.into(), draft).await.expect("saved");
    let at = START + Duration::minutes(10);
    let schedule = schedule_publication(&mut tx, SYSTEM.into(), page, at).await.expect("scheduled");
    // Somebody else takes the address meanwhile.
    stage.site.text_page(&mut tx, "Rules").await;
    tx.commit().await.expect("commit");
    let site = stage.at(10).await;
    assert_eq!(site.live_page("/terms/").expect("still live").document, text_page("Terms"));
    assert_eq!(stage.state(schedule).await, ScheduleState::Failed);
}

#[sqlx::test(migrations = "../migrations")]
async fn times_must_make_sense(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, _) = stage.scheduled("Terms").await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    let at = |minutes| START + Duration::minutes(minutes);
    let author = || SYSTEM.into();
    assert!(matches!(schedule_publication(&mut tx, author(), page, at(0)).await, Err(ScheduleError::InThePast)));
    assert!(matches!(schedule_expiry(&mut tx, author(), page, at(5)).await, Err(ScheduleError::ExpiryBeforeGoLive)));
    schedule_expiry(&mut tx, author(), page, at(15)).await.expect("scheduled");
    assert!(matches!(
        schedule_publication(&mut tx, author(), page, at(16)).await,
        Err(ScheduleError::ExpiryBeforeGoLive)
    ));
    let other = stage.site.text_page(&mut tx, "Other").await;
    assert!(matches!(schedule_expiry(&mut tx, author(), other, at(5)).await, Err(ScheduleError::NotLive)));
    let home = stage.site.root.home;
    assert!(matches!(schedule_publication(&mut tx, author(), home, at(5)).await, Err(ScheduleError::NothingToPublish)));
    let waiting = store::schedule::waiting(&mut tx, page).await.expect("reads");
    assert_eq!(waiting.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_deleted_page_does_not_come(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (page, _) = stage.scheduled("Terms").await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    delete_page(&mut tx, SYSTEM.into(), DeletePage { page, redirect_to: None }).await.expect("deleted");
    tx.commit().await.expect("commit");
    assert!(stage.at(10).await.live_page("/terms/").is_none());
}

/// Case 70 of cms.md 8: what a publication does besides showing the text, it does on time.
#[sqlx::test(migrations = "../migrations")]
async fn a_featured_page_and_a_price_come_on_time(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let mut tx = stage.db.begin("test").await.expect("begin");
    xpro_catalog::seed::apply_demo_catalog(&mut tx, START).await.expect("the demo catalogue");
    let mut pages = Vec::new();
    for readable_id in ["course-v1:xPRO+AMx", "course-v1:xPRO+SysEngx1"] {
        let mut document = Site::course_document(&mut tx, readable_id).await;
        document.product_mut().expect("a product").featured = true;
        let new = NewPage { parent: Some(stage.site.root.courses), slug: None, document };
        pages.push(create_page(&mut tx, SYSTEM.into(), new).await.expect("created"));
    }
    publish_page(&mut tx, SYSTEM.into(), pages[0]).await.expect("published");
    let document = read_draft(&mut tx, pages[1]).await.expect("reads").document;
    let run: i64 = sqlx::query_scalar("select min(r.id) from course_run r join course c on c.id = r.course_id join product p on p.course_run_id = r.id and p.is_active where c.readable_id = 'course-v1:xPRO+SysEngx1'")
        .fetch_one(&mut *tx)
        .await
        .expect("a run");
    let target = ProductTarget::CourseRun(CourseRunId(run));
    let intent = PriceIntent { target, price: Money::from_cents(123_400) };
    let priced = SaveDraft { price: PriceChange::Set(intent), ..SaveDraft::unconditional(pages[1], &document) };
    save_draft(&mut tx, SYSTEM.into(), priced).await.expect("saved");
    schedule_publication(&mut tx, SYSTEM.into(), pages[1], START + Duration::minutes(10)).await.expect("scheduled");
    // What is written meanwhile is another draft, without a wish for a price.
    let newer = SaveDraft { price: PriceChange::Clear, ..SaveDraft::unconditional(pages[1], &document) };
    save_draft(&mut tx, SYSTEM.into(), newer).await.expect("saved");
    tx.commit().await.expect("commit");

    let facts = |site: &SiteData| {
        let featured: Vec<PageId> = site.pages().iter().filter(|page| page.featured).map(|page| page.id).collect();
        (featured, site.catalog().price_of(target))
    };
    let before = facts(&stage.at(9).await);
    assert_eq!(before.0, [pages[0]]);
    assert_ne!(before.1, Some(intent.price));
    assert_eq!(facts(&stage.at(10).await), (vec![pages[1]], Some(intent.price)));
    assert_eq!(facts(&stage.at(30).await), (vec![pages[1]], Some(intent.price)), "once");
    let mut tx = stage.db.begin("test").await.expect("begin");
    let draft = read_draft(&mut tx, pages[0]).await.expect("reads").document;
    assert!(!draft.product().expect("a product").featured, "the editor of the other page sees what holds");
    let entries: i64 = sqlx::query_scalar("select count(*) from product_version v join product p on p.id = v.product_id where p.course_run_id = $1 and v.price = 1234")
        .bind(run)
        .fetch_one(&mut *tx)
        .await
        .expect("counted");
    assert_eq!(entries, 1);
}
