//! Acts on many pages: each page for itself, whatever happens to the worker.

use super::*;
use crate::{
    access::{Editor, MODERATORS, Refusal},
    document::{PageDocument, ResourcePage},
    store,
    testing::{SYSTEM, Site, begin},
    tree::{NewPage, create_page, explore::SearchPages},
};
use sqlx::PgPool;
use xpro_kernel::{Clock, PageId};
use xpro_platform::db::Database;

fn database(pool: &PgPool) -> Database {
    Database::new(pool.clone(), Clock::system())
}

async fn live(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from page where kind = 'ResourcePage' and live")
        .fetch_one(pool)
        .await
        .expect("reads")
}

/// Three text pages, the second of which has no text yet.
async fn three_pages(tx: &mut xpro_platform::db::Tx, site: &Site) -> Vec<PageId> {
    let first = site.text_page(tx, "Alpha").await;
    let empty = ResourcePage { title: "Beta".to_owned(), ..ResourcePage::default() };
    let new = NewPage { parent: Some(site.root.home), slug: None, document: PageDocument::ResourcePage(empty) };
    let second = create_page(tx, SYSTEM.into(), new).await.expect("created");
    let third = site.text_page(tx, "Gamma").await;
    vec![first, second, third]
}

fn act(act: BulkAct, pages: Vec<PageId>) -> NewBulkAct {
    NewBulkAct { act, pages: Chosen::Pages(pages), with_descendants: false, to_parent: None }
}

async fn started(pool: &PgPool, editor: &Editor, new: NewBulkAct) -> StartedBulk {
    let mut tx = begin(pool).await;
    let started = start_bulk_act(&mut tx, editor, new).await.expect("started");
    tx.commit().await.expect("commits");
    started
}

async fn states(pool: &PgPool, editor: &Editor, run: BulkId) -> Vec<(String, ItemState)> {
    let mut conn = pool.acquire().await.expect("a connection");
    let items = list_bulk_items(&mut conn, editor, run, None, 0, 100).await.expect("the items");
    items.into_iter().map(|item| (item.title, item.state)).collect()
}

async fn setting(pool: &PgPool) -> (Vec<PageId>, Editor) {
    let mut tx = begin(pool).await;
    let site = Site::build(&mut tx).await;
    let pages = three_pages(&mut tx, &site).await;
    let editor = Site::member(&mut tx, MODERATORS).await;
    tx.commit().await.expect("commits");
    (pages, editor)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_that_cannot_be_published_stops_no_other(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let StartedBulk { run, pages: count, .. } = started(&pool, &editor, act(BulkAct::Publish, pages)).await;
    assert_eq!(count, 3);
    assert_eq!(live(&pool).await, 0, "nothing happens before the job");
    run_bulk_act(&database(&pool), "test", run).await.expect("runs");
    let wanted = [("Alpha", ItemState::Done), ("Beta", ItemState::Failed), ("Gamma", ItemState::Done)];
    assert_eq!(states(&pool, &editor, run).await, wanted.map(|(title, state)| (title.to_owned(), state)));
    assert_eq!(live(&pool).await, 2);
    let mut conn = pool.acquire().await.expect("a connection");
    let row = read_bulk_run(&mut conn, &editor, run).await.expect("the run");
    assert_eq!((row.state, row.done, row.failed, row.waiting), (RunState::Done, 2, 1, 0));
    let failed = list_bulk_items(&mut conn, &editor, run, Some(ItemState::Failed), 0, 10).await.expect("the items");
    assert!(failed[0].message.starts_with("The page is not complete"), "{}", failed[0].message);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_worker_that_stops_loses_nothing_and_does_nothing_twice(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let run = started(&pool, &editor, act(BulkAct::Publish, pages)).await.run;
    let db = database(&pool);
    assert!(super::run::run_next(&db, "first", run).await.expect("runs"));
    assert_eq!(live(&pool).await, 1, "the first page is done when its worker goes");
    run_bulk_act(&db, "second", run).await.expect("goes on");
    run_bulk_act(&db, "third", run).await.expect("finds nothing");
    let publications: i64 =
        sqlx::query_scalar("select count(*) from audit_entry where act = 'publish_page' and actor_kind = 'staff'")
            .fetch_one(&pool)
            .await
            .expect("reads");
    assert_eq!(publications, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn two_workers_share_a_run_without_doubles(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let run = started(&pool, &editor, act(BulkAct::Delete, pages)).await.run;
    let db = database(&pool);
    let (one, two) = tokio::join!(run_bulk_act(&db, "one", run), run_bulk_act(&db, "two", run));
    one.expect("runs");
    two.expect("runs");
    let trashed: i64 = sqlx::query_scalar("select count(*) from page_trash").fetch_one(&pool).await.expect("reads");
    assert_eq!(trashed, 3);
    assert!(states(&pool, &editor, run).await.iter().all(|(_, state)| *state == ItemState::Done));
}

#[sqlx::test(migrations = "../migrations")]
async fn rights_are_those_of_the_moment_and_of_who_asked(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let run = started(&pool, &editor, act(BulkAct::Publish, pages)).await.run;
    sqlx::query("delete from user_group_member").execute(&pool).await.expect("taken away");
    run_bulk_act(&database(&pool), "test", run).await.expect("runs");
    assert!(states(&pool, &editor, run).await.iter().all(|(_, state)| *state == ItemState::Failed));
    assert_eq!(live(&pool).await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_run_is_stopped_and_resumed(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let run = started(&pool, &editor, act(BulkAct::Publish, pages)).await.run;
    let mut tx = begin(&pool).await;
    assert!(stop_bulk_act(&mut tx, &editor, run).await.expect("stops"));
    tx.commit().await.expect("commits");
    run_bulk_act(&database(&pool), "test", run).await.expect("does nothing");
    assert_eq!(live(&pool).await, 0);
    let mut tx = begin(&pool).await;
    assert_eq!(resume_bulk_act(&mut tx, &editor, run).await.expect("goes on"), 3);
    tx.commit().await.expect("commits");
    run_bulk_act(&database(&pool), "test", run).await.expect("runs");
    assert_eq!(live(&pool).await, 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn everything_that_a_search_finds_is_taken(pool: PgPool) {
    let (_, editor) = setting(&pool).await;
    let search = SearchPages { text: "alph".to_owned(), ..SearchPages::default() };
    let pages = Chosen::Matching(Box::new(search));
    let new = NewBulkAct { act: BulkAct::Delete, pages, with_descendants: false, to_parent: None };
    assert_eq!(started(&pool, &editor, new).await.pages, 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn runs_of_others_and_nonsense_are_refused(pool: PgPool) {
    let (pages, editor) = setting(&pool).await;
    let run = started(&pool, &editor, act(BulkAct::Publish, pages.clone())).await.run;
    let mut tx = begin(&pool).await;
    let other = Site::named_member(&mut tx, "other", MODERATORS).await;
    assert!(matches!(
        read_bulk_run(&mut tx, &other, run).await,
        Err(crate::access::ReadError::Refused(Refusal::NotFound))
    ));
    let none = start_bulk_act(&mut tx, &editor, act(BulkAct::Publish, vec![PageId(999_999)])).await;
    assert!(matches!(none, Err(BulkError::NoPages)), "{none:?}");
    let nowhere = start_bulk_act(&mut tx, &editor, act(BulkAct::Move, pages)).await;
    assert!(matches!(nowhere, Err(BulkError::NoTarget)), "{nowhere:?}");
    let many = store::bulk::list(&mut tx, Some(editor.user_id()), None, 10).await.expect("reads").len();
    assert_eq!(many, 1);
}
