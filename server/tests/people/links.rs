//! Links to other sites, asked over real sockets.

use crate::{
    content_api::{ADMIN, World},
    world::Site,
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::time::Duration;
use xpro_cms::{
    document::{PageDocument, PageKind, SCHEMA, StoredDocument},
    links::CheckLinks,
    publish::{SaveDraft, publish_page, save_draft},
    reports::{Report, ReportWish, read_report},
};
use xpro_kernel::{PageId, System};
use xpro_platform::jobs::enqueue;
use xpro_standins::Elsewhere;

const SYSTEM: System = System("test");

async fn world(pool: PgPool) -> World {
    patient_world(pool, 1).await
}

async fn patient_world(pool: PgPool, seconds: u64) -> World {
    let site = Site::open_with(pool, |settings| {
        settings.link_checks_private = true;
        settings.link_check_timeout = seconds;
    });
    let world = World::of(site.await.hurried()).await;
    // The settings lead to a real site, which is not asked by tests.
    world.site.execute("delete from link_backlog where source = 'settings'").await;
    world
}

/// What came of a link: status, failure, dead, failing checks.
type Fate = (Option<i16>, String, bool, i32);

impl World {
    /// A live page that leads to these addresses.
    async fn leading_to(&self, title: &str, links: &[String]) -> PageId {
        let page = self.page(title, false).await;
        let text = links.iter().map(|link| format!("[there]({link})")).collect::<Vec<_>>().join(" ");
        let part =
            json!({ "id": "6f1c7a2e-0d5e-4c58-9a53-0f6cf0b6a001", "value": { "heading": "Part", "detail": text } });
        let body = json!({ "title": title, "content": [part] });
        let stored = StoredDocument { schema: SCHEMA, body };
        let document = PageDocument::read(PageKind::ResourcePage, stored).expect("a document").document;
        let mut tx = self.site.database().begin("test").await.expect("begin");
        save_draft(&mut tx, SYSTEM.into(), SaveDraft::unconditional(page, &document)).await.expect("saved");
        publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
        tx.commit().await.expect("commit");
        page
    }

    /// As the clock does.
    async fn check(&self) {
        self.ask_for_checks().await;
        self.site.work().await;
    }

    async fn ask_for_checks(&self) {
        // What one saves is asked only when nobody types any more.
        self.site.execute("update external_link set due_at = now() where checked_at is null").await;
        let mut tx = self.site.database().begin("test").await.expect("begin");
        enqueue(&mut tx, &CheckLinks {}).await.expect("enqueued");
        tx.commit().await.expect("commit");
    }

    async fn fate(&self, url: &str) -> Fate {
        sqlx::query_as(
            "select status, failure, is_dead, failures from external_link where url = $1 and checked_at is not null",
        )
        .bind(url)
        .fetch_optional(&self.site.pool)
        .await
        .expect("reads")
        .unwrap_or((None, "unchecked".to_owned(), false, 0))
    }

    /// Waits until a question to the database says yes.
    async fn until(&self, question: &'static str) {
        let wait = async {
            while self.site.count(question).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap_or_else(|_| panic!("never: {question}"));
    }
}

fn fate(status: u16, failure: &str, is_dead: bool, failures: i32) -> Fate {
    let status = (status > 0).then(|| i16::try_from(status).expect("a status"));
    (status, failure.to_owned(), is_dead, failures)
}

#[sqlx::test(migrations = "../migrations")]
async fn every_way_to_fail_is_told_apart(pool: PgPool) {
    let world = world(pool).await;
    let there = Elsewhere::open().await.expect("a site");
    let expected = [
        ("/ok", fate(200, "", false, 0)),
        ("/moved", fate(200, "", false, 0)),
        ("/no-head", fate(200, "", false, 0)),
        ("/huge", fate(200, "", false, 0)),
        ("/404", fate(404, "status", true, 1)),
        ("/410", fate(410, "status", true, 1)),
        ("/401", fate(401, "unclear", false, 0)),
        ("/403", fate(403, "unclear", false, 0)),
        ("/429", fate(429, "unclear", false, 0)),
        ("/loop", fate(0, "loop", false, 1)),
        ("/500", fate(500, "status", false, 1)),
        ("/reset", fate(0, "connect", false, 1)),
    ];
    let links: Vec<String> = expected.iter().map(|(path, _)| there.at(path)).collect();
    let page = world.leading_to("Leading", &links).await;
    world.check().await;
    for (path, expected) in expected {
        assert_eq!(world.fate(&there.at(path)).await, expected, "{path}");
    }
    let asked = there.asked();
    assert!(
        asked.iter().all(|one| one.agent.contains("link-check") && one.agent.contains(&world.site.url)),
        "{asked:?}"
    );
    assert_eq!(there.most_at_once(), 1, "one question at a time");
    assert!(there.sent() < 20_000_000, "the body is left there: {}", there.sent());
    let of =
        |path: &str| asked.iter().filter(|one| one.path == path).map(|one| one.method.as_str()).collect::<Vec<_>>();
    assert_eq!((of("/500"), of("/no-head"), of("/404")), (vec!["HEAD"], vec!["HEAD", "GET"], vec!["HEAD", "GET"]));

    // Nothing is due until an hour later; what fails again then is dead.
    world.check().await;
    assert_eq!(there.asked().len(), asked.len(), "asked once");
    let later = "update external_link set due_at = now(), failing_since = failing_since - interval '1 hour' where not is_dead and failures > 0";
    world.site.execute(later).await;
    world.check().await;
    assert_eq!(world.fate(&there.at("/500")).await, fate(500, "status", true, 2));
    assert_eq!(world.fate(&there.at("/loop")).await, fate(0, "loop", true, 2));

    let admin = world.editor(ADMIN).await;
    let db = world.site.database();
    let mut conn = db.read().await.expect("a connection");
    let report =
        read_report(&mut conn, &admin, (Report::DeadLinks, &ReportWish::default()), db.now(), 0).await.expect("read");
    // The footer of a new site leads to pages that this one has not.
    let found: Vec<_> = report.rows.iter().filter(|row| row.kind == "page").collect();
    let mut rows: Vec<_> = found.iter().map(|row| (row.id, row.path.as_str(), row.cells[4].as_str())).collect();
    rows.sort_unstable();
    let field = "content/0/detail";
    let why = [
        "Answers with an error (500)",
        "Gone for good (410)",
        "Its redirects lead nowhere",
        "No connection",
        "Not found (404)",
    ];
    assert_eq!(rows, why.map(|why| (page.0, field, why)));
    assert!(found.iter().all(|row| row.link.is_some() && row.cells[5].len() == 16 && row.cells[6].len() == 16));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_host_that_hangs_holds_up_itself_alone(pool: PgPool) {
    let world = patient_world(pool, 8).await;
    let (hanging, sound) = (Elsewhere::open().await.expect("a site"), Elsewhere::open().await.expect("a site"));
    let links: Vec<String> =
        (0..5).map(|at| hanging.at(if at == 0 { "/hang" } else { "/ok" })).chain([sound.at("/ok")]).collect();
    world.leading_to("Leading", &links).await;
    world.ask_for_checks().await;
    let site = world.site.clone();
    let work = tokio::spawn(async move { site.work().await });
    world.until("select count(*) from external_link where checked_at is not null and url like '%/ok'").await;
    assert_eq!(world.fate(&hanging.at("/hang")).await.1, "unchecked", "it hangs still");
    work.await.expect("worked");
    assert_eq!(world.fate(&hanging.at("/hang")).await, fate(0, "timeout", false, 1));
    assert_eq!(world.site.count("select count(*) from external_link where claimed_until is not null").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_ask_each_link_once(pool: PgPool) {
    let world = world(pool).await;
    let sites = [Elsewhere::open().await.expect("a site"), Elsewhere::open().await.expect("a site")];
    let links: Vec<String> = (0..24).map(|at| sites[at % 2].at(&format!("/ok/{at}"))).collect();
    world.leading_to("Leading", &links).await;
    world.ask_for_checks().await;
    // A second job beside the one that the clock asked for.
    world.site.execute("update job set unique_key = null where kind = 'check_links'").await;
    world.ask_for_checks().await;
    tokio::join!(world.site.work(), world.site.work());
    for site in &sites {
        let mut paths: Vec<String> = site.asked().into_iter().map(|one| one.path).collect();
        assert_eq!(paths.len(), 12, "{paths:?}");
        paths.sort_unstable();
        paths.dedup();
        assert_eq!((paths.len(), site.most_at_once()), (12, 1));
    }
    assert_eq!(world.site.count("select count(*) from external_link where status = 200").await, 24);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_crash_left_is_asked_by_the_next(pool: PgPool) {
    let world = world(pool).await;
    let there = Elsewhere::open().await.expect("a site");
    world.leading_to("Leading", &[there.at("/hang"), there.at("/ok")]).await;
    world.ask_for_checks().await;
    let site = world.site.clone();
    let work = tokio::spawn(async move { site.work().await });
    world.until("select count(*) from external_link where claimed_until is not null").await;
    work.abort();
    assert!(work.await.is_err_and(|error| error.is_cancelled()), "it was killed in the middle");
    let asked = world.site.count("select count(*) from external_link where checked_at is not null").await;
    // As when the worker's lease and the host's ran out.
    world.site.execute("update job set locked_until = now() - interval '1 minute' where state = 'running'").await;
    world.check().await;
    assert_eq!(
        world.site.count("select count(*) from external_link where checked_at is not null").await,
        asked,
        "the host is held"
    );
    world
        .site
        .execute("update external_link set claimed_until = now() - interval '1 second' where claimed_until is not null")
        .await;
    world.check().await;
    assert_eq!(world.fate(&there.at("/ok")).await, fate(200, "", false, 0));
    assert_eq!(world.fate(&there.at("/hang")).await, fate(0, "timeout", false, 1));
}

#[sqlx::test(migrations = "../migrations")]
async fn our_own_network_is_not_asked(pool: PgPool) {
    let site = Site::open_with(pool, |settings| settings.link_checks_private = false);
    let world = World::of(site.await.hurried()).await;
    world.site.execute("delete from link_backlog where source = 'settings'").await;
    let there = Elsewhere::open().await.expect("a site");
    let by_name = there.at("/ok").replace("127.0.0.1", "localhost");
    world.leading_to("Leading", &[there.at("/ok"), by_name.clone()]).await;
    world.check().await;
    assert_eq!(world.fate(&there.at("/ok")).await, fate(0, "reach", false, 1));
    assert_eq!(world.fate(&by_name).await, fate(0, "reach", false, 1));
    assert_eq!(there.asked(), [], "nobody knocked");
}

#[sqlx::test(migrations = "../migrations")]
async fn an_editor_asks_again_and_the_row_goes(pool: PgPool) {
    let world = world(pool).await;
    let there = Elsewhere::open().await.expect("a site");
    world.leading_to("Leading", &[there.at("/ok")]).await;
    let dead =
        "update external_link set is_dead = true, status = 404, failure = 'status', failures = 1, checked_at = now(),
        failing_since = now(), due_at = now() + interval '1 day'";
    world.site.execute(dead).await;
    let admin = world.editor(ADMIN).await;
    let link: i64 = world.site.count("select id from external_link").await;
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let link = xpro_cms::links::LinkId(link);
    assert!(xpro_cms::links::check_again(&mut tx, &admin, link).await.expect("asked"));
    tx.commit().await.expect("commit");
    world.site.work().await;
    assert_eq!(world.fate(&there.at("/ok")).await, fate(200, "", false, 0));
    let told: Value = sqlx::query_scalar("select data_after from audit_entry where act = 'check_link_again'")
        .fetch_one(&world.site.pool)
        .await
        .expect("an entry");
    assert_eq!(told, json!({ "link": link.0 }));
}
