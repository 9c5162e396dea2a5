//! Releases on a real database, with a clock that is moved by hand.

use super::*;
use crate::{
    access::{Editor, Permission, Refusal},
    checks::{Code, Finding},
    publish::{HistoryFilter, PageAct, PriceIntent, SaveDraft, list_history, publish_page, read_draft, save_draft},
    store,
    testing::{SYSTEM, Site, Statements, editor_of, text_page},
    trash::{DeletePage, delete_page},
};
use sqlx::PgPool;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Clock, CourseRunId, Money, PageId, ProgramId};
use xpro_platform::{
    db::{Database, Tx},
    jobs::{Registry, Worker, WorkerOptions},
    mail::Brand,
};

const START: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);

fn brand() -> Brand {
    Brand {
        site_name: "xPRO".into(),
        base_url: "https://shop.example".into(),
        support_email: "help@shop.example".into(),
        postal_address: "1 Main Street".into(),
    }
}

struct Stage {
    db: Database,
    minutes: Arc<AtomicI64>,
    site: Site,
    owner: Editor,
}

impl Stage {
    async fn new(pool: &PgPool) -> Self {
        let minutes = Arc::new(AtomicI64::new(0));
        let read = minutes.clone();
        let db =
            Database::new(pool.clone(), Clock::new(move || START + Duration::minutes(read.load(Ordering::SeqCst))));
        let mut tx = db.begin("test").await.expect("begin");
        let site = Site::with_catalog(&mut tx).await;
        let owner = Site::member(&mut tx, crate::access::MODERATORS).await;
        tx.commit().await.expect("commit");
        Stage { db, minutes, site, owner }
    }

    async fn tx(&self) -> Tx {
        self.db.begin("test").await.expect("begin")
    }

    async fn made(&self, name: &str, pages: &[PageId]) -> ReleaseId {
        let mut tx = self.tx().await;
        let release = create_release(&mut tx, &self.owner, name).await.expect("created");
        for page in pages {
            add_page(&mut tx, &self.owner, release, *page, None).await.expect("added");
        }
        tx.commit().await.expect("commit");
        release
    }

    async fn pages(&self, count: usize) -> Vec<PageId> {
        let mut tx = self.tx().await;
        let mut pages = Vec::new();
        for number in 1..=count {
            pages.push(self.site.text_page(&mut tx, &format!("Page {number}")).await);
        }
        tx.commit().await.expect("commit");
        pages
    }

    async fn price(&self, release: ReleaseId, target: ProductTarget, dollars: i64) {
        let mut tx = self.tx().await;
        let new = PriceIntent { target, price: Money::from_cents(dollars * 100) };
        let admin = Site::admin(&mut tx).await;
        add_price(&mut tx, &admin, release, new).await.expect("added");
        tx.commit().await.expect("commit");
    }

    /// As an administrator does, who may set every price.
    async fn schedule(&self, release: ReleaseId, minutes: i64) {
        let mut tx = self.tx().await;
        let admin = Site::admin(&mut tx).await;
        let report = check_release(&mut tx, &admin, release).await.expect("checked");
        let at = START + Duration::minutes(minutes);
        schedule_release(&mut tx, &admin, release, at, &report.questions()).await.expect("scheduled");
        tx.commit().await.expect("commit");
    }

    fn worker(&self) -> Worker {
        let registry = Registry::new().handle(|context: xpro_platform::jobs::JobContext, job: RunRelease| async move {
            let mut tx = context.db.begin(&context.request_id).await?;
            run_release(&mut tx, &brand(), SYSTEM, job.release).await?;
            Ok(tx.commit().await?)
        });
        Worker::new(self.db.clone(), registry, WorkerOptions::default())
    }

    async fn at(&self, minutes: i64) {
        self.minutes.store(minutes, Ordering::SeqCst);
        self.worker().run_due().await.expect("run");
    }

    async fn state(&self, release: ReleaseId) -> ReleaseState {
        let mut conn = self.db.read().await.expect("a connection");
        store::release::find(&mut conn, release).await.expect("reads").expect("the release").state
    }

    async fn live(&self, pages: &[PageId]) -> usize {
        let mut conn = self.db.read().await.expect("a connection");
        let ids: Vec<i64> = pages.iter().map(|page| page.0).collect();
        store::page::find_many(&mut conn, &ids).await.expect("reads").iter().filter(|page| page.live).count()
    }

    async fn price_of(&self, target: ProductTarget) -> Option<Money> {
        let mut conn = self.db.read().await.expect("a connection");
        let priced = xpro_catalog::store::product::find_priced_by_target(&mut conn, target).await.expect("reads");
        priced.and_then(|priced| priced.latest).map(|latest| latest.price)
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(self.db.pool()).await.expect("counted")
    }

    async fn run_and_program(&self) -> (ProductTarget, ProductTarget) {
        let mut conn = self.db.read().await.expect("a connection");
        let priced = xpro_catalog::store::product::list_priced(&mut conn).await.expect("reads");
        let targets: Vec<ProductTarget> = priced.into_iter().map(|priced| priced.product.target).collect();
        let run = targets.iter().find(|target| matches!(target, ProductTarget::CourseRun(_)));
        let program = targets.iter().find(|target| matches!(target, ProductTarget::Program(_)));
        (*run.expect("a run"), *program.expect("a program"))
    }
}

fn codes(report: &ReleaseReport, item: ReleaseItem) -> Vec<Code> {
    let found = report.items.iter().find(|found| found.item == item).expect("the item");
    found.findings.iter().map(|finding| finding.code).collect()
}

fn errors(report: &ReleaseReport) -> Vec<(ReleaseItem, Code)> {
    let all = report.items.iter().flat_map(|item| item.findings.iter().map(move |finding| (item.item, finding)));
    all.filter(|(_, finding)| Finding::is_error(finding)).map(|(item, finding)| (item, finding.code)).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn twenty_five_pages_and_two_prices_go_live_at_one_moment(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(25).await;
    let release = stage.made("Spring", &pages).await;
    let (run, program) = stage.run_and_program().await;
    stage.price(release, run, 1_234).await;
    stage.price(release, program, 4_321).await;
    // Written after it was put in: stays a draft.
    let mut tx = stage.tx().await;
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(pages[3], &text_page("Newer"))).await.expect("saved");
    tx.commit().await.expect("commit");
    stage.schedule(release, 10).await;
    stage.at(9).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (0, ReleaseState::Scheduled));
    stage.at(10).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (25, ReleaseState::Published));
    assert_eq!(stage.price_of(run).await, Some(Money::from_cents(123_400)));
    assert_eq!(stage.price_of(program).await, Some(Money::from_cents(432_100)));
    let mut tx = stage.tx().await;
    let edited = store::page::find(&mut tx, pages[3]).await.expect("reads").expect("the page");
    assert_eq!((edited.title.as_str(), edited.draft_title.as_str()), ("Page 4", "Newer"));
    assert_eq!(read_draft(&mut tx, pages[3]).await.expect("reads").document, text_page("Newer"));
    let admin = Site::admin(&mut tx).await;
    let history = list_history(&mut tx, (&admin).into(), pages[0], &HistoryFilter::default()).await.expect("reads");
    let acts: Vec<PageAct> = history.iter().map(|entry| entry.act.clone()).collect();
    assert!(acts.contains(&PageAct::PublishRelease) && acts.contains(&PageAct::AddToRelease), "{acts:?}");
    let brought = history.iter().find(|entry| entry.act == PageAct::PublishRelease).expect("an entry");
    assert_eq!(brought.after.as_ref().expect("facts")["release"], "Spring");
    let instants = stage.count("select count(distinct last_published_at) from page where draft_title like 'Page %' or draft_title = 'Newer'").await;
    assert_eq!(instants, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_failing_page_of_twenty_five_changes_nothing_and_the_owner_is_told(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(25).await;
    let release = stage.made("Spring", &pages).await;
    let (run, _) = stage.run_and_program().await;
    let before = stage.price_of(run).await;
    stage.price(release, run, 77).await;
    stage.schedule(release, 10).await;
    let mut tx = stage.tx().await;
    delete_page(&mut tx, SYSTEM.into(), DeletePage { page: pages[12], redirect_to: None }).await.expect("deleted");
    tx.commit().await.expect("commit");
    let version = stage.count("select version from content_version").await;
    stage.at(10).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (0, ReleaseState::Failed));
    assert_eq!(stage.price_of(run).await, before);
    assert_eq!(stage.count("select version from content_version").await, version, "visitors are not disturbed");
    let mut conn = stage.db.read().await.expect("a connection");
    let shown = read_release(&mut conn, &stage.owner, release).await.expect("reads");
    assert!(shown.row.note.contains("Page 13") && shown.row.note.contains("deleted"), "{}", shown.row.note);
    let failed = shown.pages.iter().find(|page| page.page_id == pages[12]).expect("it is shown");
    assert_eq!(failed.findings[0]["code"], "page_deleted");
    let mail: (String, String, String) =
        sqlx::query_as("select recipient, subject, text_body from mail_message where template = 'release_failed'")
            .fetch_one(&pool)
            .await
            .expect("one mail");
    assert_eq!(mail.0, "a-moderators@example.com");
    assert!(mail.1.contains("Spring") && mail.2.contains("Page 13") && mail.2.contains("deleted"), "{mail:?}");
    // Put right, it goes.
    let mut tx = stage.tx().await;
    remove_page(&mut tx, &stage.owner, release, pages[12]).await.expect("removed");
    tx.commit().await.expect("commit");
    stage.schedule(release, 20).await;
    stage.at(20).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (24, ReleaseState::Published));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refusal_in_the_middle_undoes_what_went_before(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(3).await;
    let mut tx = stage.tx().await;
    publish_page(&mut tx, SYSTEM.into(), pages[2]).await.expect("published");
    let document = text_page("Rules");
    let draft = SaveDraft { slug: Some("rules"), ..SaveDraft::unconditional(pages[2], &document) };
    save_draft(&mut tx, SYSTEM.into(), draft).await.expect("saved");
    tx.commit().await.expect("commit");
    let release = stage.made("Spring", &pages).await;
    stage.schedule(release, 10).await;
    // Somebody else takes the address meanwhile.
    let mut tx = stage.tx().await;
    stage.site.text_page(&mut tx, "Rules").await;
    tx.commit().await.expect("commit");
    stage.at(10).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (1, ReleaseState::Failed));
    let mut tx = stage.tx().await;
    assert_eq!(store::page::find(&mut tx, pages[2]).await.expect("reads").expect("it").title, "Page 3");
    let admin = Site::admin(&mut tx).await;
    let report = check_release(&mut tx, &admin, release).await.expect("checked");
    assert_eq!(errors(&report), [(ReleaseItem::Page(pages[2]), Code::AddressTaken)], "a check tries it all");
    assert_eq!(store::release::find(&mut tx, release).await.expect("reads").expect("it").state, ReleaseState::Draft);
    let entries =
        stage.count("select count(*) from audit_entry where act = 'publish_release' and subject_type = 'page'");
    assert_eq!(entries.await, 0, "the history tells of nothing that did not happen");
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_publish_once_and_a_killed_one_leaves_nothing(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(5).await;
    let release = stage.made("Spring", &pages).await;
    stage.schedule(release, 10).await;
    stage.minutes.store(10, Ordering::SeqCst);
    // A process that ends before it commits: the server undoes its transaction.
    let mut killed = stage.tx().await;
    assert_eq!(run_release(&mut killed, &brand(), SYSTEM, release).await.expect("ran"), RanRelease::Done);
    drop(killed);
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (0, ReleaseState::Scheduled));
    let run = || async {
        let mut tx = stage.tx().await;
        let ran = run_release(&mut tx, &brand(), SYSTEM, release).await.expect("ran");
        tx.commit().await.expect("commit");
        ran
    };
    let (a, b, c) = tokio::join!(run(), run(), run());
    let done = [&a, &b, &c].into_iter().filter(|ran| **ran == RanRelease::Done).count();
    assert_eq!(done, 1, "{a:?} {b:?} {c:?}");
    let (first, second) = (stage.worker(), stage.worker());
    let (first, second) = tokio::join!(first.run_due(), second.run_due());
    assert_eq!(first.expect("run") + second.expect("run"), 1, "the job itself finds nothing to do");
    assert_eq!(stage.live(&pages).await, 5);
    let entries =
        stage.count("select count(*) from audit_entry where act = 'publish_release' and subject_type = 'page'");
    assert_eq!(entries.await, 5);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_asks_must_be_confirmed_and_what_is_scheduled_stays(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(2).await;
    let release = stage.made("Spring", &pages).await;
    let (at, later) = (START + Duration::minutes(10), START + Duration::minutes(30));
    let mut tx = stage.tx().await;
    let owner = &stage.owner;
    let asked = schedule_release(&mut tx, owner, release, at, &[]).await;
    let Err(ReleaseError::Unconfirmed(report)) = asked else { panic!("{asked:?}") };
    assert!(codes(&report, ReleaseItem::Page(pages[0])).contains(&Code::DescriptionMissing));
    assert!(matches!(publish_release(&mut tx, owner, release, &[]).await, Err(ReleaseError::Unconfirmed(_))));
    let answers = report.questions();
    assert!(matches!(schedule_release(&mut tx, owner, release, START, &answers).await, Err(ReleaseError::InThePast)));
    schedule_release(&mut tx, owner, release, at, &answers).await.expect("scheduled");
    tx.commit().await.expect("commit");
    let mut tx = stage.tx().await;
    assert!(matches!(add_page(&mut tx, owner, release, pages[0], None).await, Err(ReleaseError::Scheduled)));
    assert!(matches!(remove_page(&mut tx, owner, release, pages[0]).await, Err(ReleaseError::Scheduled)));
    // Moved in the calendar: the job of the first time finds nothing to do.
    schedule_release(&mut tx, owner, release, later, &[]).await.expect("moved");
    tx.commit().await.expect("commit");
    stage.at(10).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (0, ReleaseState::Scheduled));
    let mut tx = stage.tx().await;
    unschedule_release(&mut tx, owner, release).await.expect("called off");
    assert!(matches!(unschedule_release(&mut tx, owner, release).await, Err(ReleaseError::NotScheduled)));
    tx.commit().await.expect("commit");
    stage.at(30).await;
    assert_eq!((stage.live(&pages).await, stage.state(release).await), (0, ReleaseState::Ready));
    let mut tx = stage.tx().await;
    rename_release(&mut tx, owner, release, "  Summer ").await.expect("renamed");
    assert!(matches!(rename_release(&mut tx, owner, release, " ").await, Err(ReleaseError::BadName)));
    let seen = contents_key(&mut tx, release).await.expect("a key");
    need_unchanged(&mut tx, owner, release, &seen).await.expect("as it was seen");
    remove_page(&mut tx, owner, release, pages[0]).await.expect("out");
    assert!(matches!(need_unchanged(&mut tx, owner, release, &seen).await, Err(ReleaseError::Changed)));
    add_page(&mut tx, owner, release, pages[0], None).await.expect("in again");
    need_unchanged(&mut tx, owner, release, &seen).await.expect("the same pages in the same versions");
    publish_release(&mut tx, owner, release, &answers).await.expect("live");
    assert!(matches!(
        cancel_release(&mut tx, owner, release).await,
        Err(ReleaseError::Closed(ReleaseState::Published))
    ));
    tx.commit().await.expect("commit");
    assert_eq!(stage.live(&pages).await, 2);
    let empty = stage.made("Empty", &[]).await;
    let mut tx = stage.tx().await;
    assert!(matches!(check_release(&mut tx, owner, empty).await, Err(ReleaseError::Empty)));
    cancel_release(&mut tx, owner, empty).await.expect("canceled");
    assert!(matches!(add_page(&mut tx, owner, empty, pages[0], None).await, Err(ReleaseError::Closed(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_that_stand_oddly_are_told(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(4).await;
    let release = stage.made("Spring", &pages).await;
    stage.made("Summer", &pages[..1]).await;
    let mut tx = stage.tx().await;
    // 1: shown already; 2: something newer is shown; 3: leaves before it comes.
    publish_page(&mut tx, SYSTEM.into(), pages[1]).await.expect("published");
    save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(pages[2], &text_page("Newer"))).await.expect("saved");
    publish_page(&mut tx, SYSTEM.into(), pages[2]).await.expect("published");
    publish_page(&mut tx, SYSTEM.into(), pages[3]).await.expect("published");
    crate::schedule::schedule_expiry(&mut tx, SYSTEM.into(), pages[3], START + Duration::minutes(5))
        .await
        .expect("set");
    let owner = &stage.owner;
    let report = check_release(&mut tx, owner, release).await.expect("checked");
    let of = |page: usize| codes(&report, ReleaseItem::Page(pages[page]));
    assert!(of(0).contains(&Code::InTwoReleases), "{report:?}");
    assert!(of(1).contains(&Code::AlreadyLive));
    assert!(of(2).contains(&Code::OlderThanLive));
    let at = START + Duration::minutes(10);
    let refused = schedule_release(&mut tx, owner, release, at, &report.questions()).await;
    let Err(ReleaseError::Failed(report)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors(&report), [(ReleaseItem::Page(pages[3]), Code::Expires)]);
    // Putting it in again takes the newest text.
    add_page(&mut tx, owner, release, pages[2], None).await.expect("added again");
    let report = check_release(&mut tx, owner, release).await.expect("checked");
    assert!(!codes(&report, ReleaseItem::Page(pages[2])).contains(&Code::OlderThanLive));
}

#[sqlx::test(migrations = "../migrations")]
async fn only_what_one_may_publish_goes_into_a_release(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let pages = stage.pages(2).await;
    let release = stage.made("Spring", &pages[..1]).await;
    let (run, _) = stage.run_and_program().await;
    let mut tx = stage.tx().await;
    let writer = Site::editor(&mut tx).await;
    assert!(matches!(create_release(&mut tx, &writer, "No").await, Err(ReleaseError::NotAllowed)));
    assert!(matches!(add_page(&mut tx, &writer, release, pages[1], None).await, Err(ReleaseError::NotAllowed)));
    // Publishes in one branch only.
    let courses = stage.site.root.courses;
    let grants = [(courses, None, Permission::Publish), (courses, None, Permission::Change)];
    let elsewhere = editor_of(&mut tx, "elsewhere", &grants).await;
    let group = elsewhere.groups()[0];
    store::access::insert_group_permission(&mut tx, group, CHANGE_RELEASES).await.expect("granted");
    let elsewhere = crate::access::load_editor(&mut tx, elsewhere.staff()).await.expect("an editor");
    let hidden = |result: Result<(), ReleaseError>| matches!(result, Err(ReleaseError::Refused(Refusal::NotFound)));
    assert!(hidden(add_page(&mut tx, &elsewhere, release, pages[1], None).await.map(drop)));
    assert!(hidden(check_release(&mut tx, &elsewhere, release).await.map(drop)));
    assert!(hidden(publish_release(&mut tx, &elsewhere, release, &[]).await.map(drop)));
    assert!(hidden(schedule_release(&mut tx, &elsewhere, release, START + Duration::minutes(5), &[]).await));
    assert!(hidden(cancel_release(&mut tx, &elsewhere, release).await));
    assert!(hidden(remove_page(&mut tx, &elsewhere, release, pages[0]).await));
    let shown = read_release(&mut tx, &elsewhere, release).await.expect("reads");
    assert_eq!((shown.pages.len(), shown.hidden, shown.may_publish), (0, 1, false));
    let price = PriceIntent { target: run, price: Money::from_cents(100) };
    // No page of theirs describes that course.
    let refused = add_price(&mut tx, &elsewhere, release, price).await;
    assert!(matches!(refused, Err(ReleaseError::Refused(Refusal::Denied(Permission::Publish)))), "{refused:?}");
    let gone = PriceIntent { target: ProductTarget::CourseRun(CourseRunId(0)), price: Money::ZERO };
    assert!(matches!(add_price(&mut tx, &elsewhere, release, gone).await, Err(ReleaseError::Price(_))));
    let negative = PriceIntent { target: ProductTarget::Program(ProgramId(1)), price: Money::from_cents(-1) };
    assert!(matches!(add_price(&mut tx, &elsewhere, release, negative).await, Err(ReleaseError::Price(_))));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_check_takes_the_same_statements_for_more_pages(pool: PgPool) {
    let stage = Stage::new(&pool).await;
    let (few, many) = (stage.pages(2).await, stage.pages(12).await);
    let (small, large) = (stage.made("Small", &few).await, stage.made("Large", &many).await);
    let mut tx = stage.tx().await;
    let mut counts = Vec::new();
    for release in [small, large] {
        let (_, contents) = check::hold(&mut tx, release).await.expect("reads").expect("the release");
        let statements = Statements::count();
        check::look(&mut tx, &contents, None, START).await.expect("looks");
        counts.push(statements.so_far());
        let statements = Statements::count();
        read_release(&mut tx, &stage.owner, release).await.expect("reads");
        counts.push(statements.so_far());
    }
    assert_eq!(counts, [7, 4, 7, 4]);
}
