//! Where texts lead, on a real database.

use super::*;
use crate::{
    checks::{Code, check_page},
    document::{Item, Markdown, PageDocument, ResourcePage, ResourcePart, stable_id},
    publish::{SaveDraft, Unpublish, publish_page, save_draft, unpublish_page},
    testing::{Site, begin},
};
use sqlx::PgPool;
use xpro_kernel::PageId;
use xpro_platform::db::{Database, Tx};

fn saying(text: &str) -> PageDocument {
    let part = ResourcePart { heading: "Part".to_owned(), detail: Markdown::new(text) };
    PageDocument::ResourcePage(ResourcePage {
        title: "Leading".to_owned(),
        content: vec![Item { id: stable_id("part"), value: part }],
        ..ResourcePage::default()
    })
}

async fn save(tx: &mut Tx, site: &Site, page: PageId, text: &str) {
    save_draft(tx, site.system(), SaveDraft::unconditional(page, &saying(text))).await.expect("saved");
}

async fn places(tx: &mut Tx) -> Vec<(String, String)> {
    sqlx::query_as("select u.revision, l.url from page_link u join external_link l on l.id = u.link_id order by 1, 2")
        .fetch_all(&mut **tx)
        .await
        .expect("reads")
}

fn place(revision: &str, url: &str) -> (String, String) {
    (revision.to_owned(), url.to_owned())
}

#[sqlx::test(migrations = "../migrations")]
async fn where_a_text_leads_follows_its_life(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Leading").await;
    save(
        &mut tx,
        &site,
        page,
        "[a](https://A.example#top) [again](https://a.example/) [in](/courses/) [m](mailto:a@b.c)",
    )
    .await;
    assert_eq!(places(&mut tx).await, [place("draft", "https://a.example/")]);
    publish_page(&mut tx, site.system(), page).await.expect("published");
    save(&mut tx, &site, page, "<https://b.example/x>").await;
    let both = [place("draft", "https://b.example/x"), place("live", "https://a.example/")];
    assert_eq!(places(&mut tx).await, both);
    unpublish_page(&mut tx, site.system(), Unpublish::only(page)).await.expect("off");
    assert_eq!(places(&mut tx).await, [place("draft", "https://b.example/x")]);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_there_before_is_read_once(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Leading").await;
    save(&mut tx, &site, page, "[a](https://a.example/)").await;
    publish_page(&mut tx, site.system(), page).await.expect("published");
    let known = places(&mut tx).await;
    sqlx::raw_sql("delete from page_link; delete from external_link").execute(&mut *tx).await.expect("forgotten");
    while read_backlog(&mut tx, 2).await.expect("read") > 0 {}
    assert_eq!(places(&mut tx).await, known);
    assert_eq!(known.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_host_is_taken_by_one(pool: PgPool) {
    let db = Database::new(pool.clone(), xpro_kernel::Clock::system());
    let mut tx = db.begin("test").await.expect("begin");
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Leading").await;
    let unused = site.text_page(&mut tx, "Leading too").await;
    save(&mut tx, &site, page, "[a](https://a.example/1) [b](https://a.example/2) [c](https://b.example/)").await;
    save(&mut tx, &site, unused, "[d](https://d.example/)").await;
    assert_eq!(claim_host(&mut tx).await.expect("read"), [], "somebody may be typing");
    save(&mut tx, &site, unused, "Nothing").await;
    sqlx::query("update external_link set due_at = now() - interval '1 day'").execute(&mut *tx).await.expect("due");
    tx.commit().await.expect("commit");

    let mut hosts = Vec::new();
    for _ in 0..3 {
        let mut tx = db.begin("test").await.expect("begin");
        hosts.push(claim_host(&mut tx).await.expect("taken"));
        tx.commit().await.expect("commit");
    }
    let names: Vec<Vec<&str>> =
        hosts.iter().map(|links| links.iter().map(|link| link.host.as_str()).collect()).collect();
    assert_eq!(names, [vec!["a.example", "a.example"], vec!["b.example"], vec![]]);
    let mut tx = db.begin("test").await.expect("begin");
    assert_eq!(claim_link(&mut tx, hosts[0][0].id).await.expect("read"), None, "its host is being asked");
    give_back(&mut tx, &[hosts[0][0].id, hosts[0][1].id], db.now()).await.expect("given back");
    assert!(claim_link(&mut tx, hosts[0][0].id).await.expect("taken").is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_dead_link_asks_beside_its_field_and_never_stops(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let admin = Site::admin(&mut tx).await;
    let page = site.text_page(&mut tx, "Leading").await;
    save(&mut tx, &site, page, "[a](https://a.example/#part) [b](https://b.example/)").await;
    let now = tx.now();
    assert_eq!(
        check_page(&mut tx, &admin, page, None, now)
            .await
            .expect("looked")
            .iter()
            .filter(|found| found.code == Code::LinkExternalDead)
            .count(),
        0
    );
    let dead =
        "update external_link set is_dead = true, status = 410, failure = 'status', failures = 1, checked_at = now(),
        failing_since = '2026-11-12T08:00:00Z' where host = 'a.example'";
    sqlx::query(dead).execute(&mut *tx).await.expect("dead");
    let found = check_page(&mut tx, &admin, page, None, now).await.expect("looked");
    let found: Vec<_> = found.into_iter().filter(|found| found.code == Code::LinkExternalDead).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].path.as_str(), found[0].is_error()), ("content/0/detail", false));
    assert!(found[0].message.contains("Gone for good (410), since 2026-11-12"), "{}", found[0].message);
    publish_page(&mut tx, site.system(), page).await.expect("it only asks");
}
