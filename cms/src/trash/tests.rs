//! The trash on a real database.

use super::*;
use crate::{
    access::{MODERATORS, Permission, Refusal},
    delivery::SiteData,
    publish::{HistoryFilter, PageAct, list_history, publish_page},
    redirect::RedirectTarget,
    store,
    testing::{SYSTEM, Site, begin, editor_of, put_below},
    tree::{Author, NewPage, create_page, explore},
};
use sqlx::PgPool;
use time::Duration;
use xpro_kernel::{Clock, PageId};
use xpro_platform::db::{Database, Tx};

fn delete(page: PageId) -> DeletePage {
    DeletePage { page, redirect_to: None }
}

fn back(trash: TrashId) -> RestoreFromTrash {
    RestoreFromTrash { trash, to_parent: None, live_again: true }
}

async fn live_paths(tx: &mut Tx) -> Vec<String> {
    let site = SiteData::load(tx).await.expect("loads");
    site.pages().iter().filter(|page| page.live).map(|page| page.url_path.clone()).collect()
}

/// `/top/` with `/top/inner/` and `/top/draft/` below it; the first two are live.
async fn branch(tx: &mut Tx, site: &Site) -> (PageId, PageId, PageId) {
    let top = site.text_page(tx, "Top").await;
    let (inner, draft) = (site.text_page(tx, "Inner").await, site.text_page(tx, "Draft").await);
    for page in [top, inner] {
        publish_page(tx, SYSTEM.into(), page).await.expect("published");
    }
    put_below(tx, inner, top).await;
    put_below(tx, draft, top).await;
    (top, inner, draft)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_deleted_branch_comes_back_as_it_was(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, inner, _) = branch(&mut tx, &site).await;
    let before = live_paths(&mut tx).await;
    assert!(before.contains(&"/top/inner/".to_owned()));
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(top)).await.expect("deleted");
    assert_eq!(gone.pages, 3);
    assert!(!live_paths(&mut tx).await.iter().any(|path| path.starts_with("/top/")));
    assert!(store::page::find(&mut tx, inner).await.expect("reads").is_none(), "nobody finds it");
    let admin = Site::admin(&mut tx).await;
    let listed = list_trash(&mut tx, &admin, None, 10).await.expect("listed");
    assert_eq!((listed.len(), listed[0].pages, listed[0].was_live, listed[0].parent_exists), (1, 3, true, true));
    assert_eq!(listed[0].purge_at - listed[0].deleted_at, Duration::days(30));
    let restored = restore_from_trash(&mut tx, SYSTEM.into(), back(gone.trash)).await.expect("back");
    assert_eq!((restored.url_path.as_str(), restored.pages, restored.live), ("/top/", 3, 2));
    assert_eq!(live_paths(&mut tx).await, before);
    assert!(list_trash(&mut tx, &admin, None, 10).await.expect("listed").is_empty());
    let acts: Vec<PageAct> =
        list_history(&mut tx, SYSTEM.into(), top, &HistoryFilter { limit: 3, ..HistoryFilter::default() })
            .await
            .expect("listed")
            .into_iter()
            .map(|entry| entry.act)
            .collect();
    assert!(acts.contains(&PageAct::Undelete), "{acts:?}");
    tx.commit().await.expect("every page is in its place");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_branch_comes_back_as_drafts_when_that_is_wanted(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, ..) = branch(&mut tx, &site).await;
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(top)).await.expect("deleted");
    let quietly = RestoreFromTrash { live_again: false, ..back(gone.trash) };
    let restored = restore_from_trash(&mut tx, SYSTEM.into(), quietly).await.expect("back");
    assert_eq!(restored.live, 0);
    assert!(!live_paths(&mut tx).await.contains(&"/top/".to_owned()));
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_taken_meanwhile_gets_a_number(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, ..) = branch(&mut tx, &site).await;
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(top)).await.expect("deleted");
    site.text_page(&mut tx, "Top").await;
    let restored = restore_from_trash(&mut tx, SYSTEM.into(), back(gone.trash)).await.expect("back");
    assert_eq!(restored.url_path, "/top-2/");
    assert!(live_paths(&mut tx).await.contains(&"/top-2/inner/".to_owned()));
    tx.commit().await.expect("every page is in its place");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_place_that_is_gone_must_be_chosen(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, inner, _) = branch(&mut tx, &site).await;
    let moderator = Site::member(&mut tx, MODERATORS).await;
    let gone = delete_page(&mut tx, (&moderator).into(), delete(inner)).await.expect("deleted");
    delete_page(&mut tx, SYSTEM.into(), delete(top)).await.expect("deleted");
    let author = Author::Editor(&moderator);
    assert!(matches!(restore_from_trash(&mut tx, author, back(gone.trash)).await, Err(RestoreError::PlaceGone)));
    let elsewhere = RestoreFromTrash { to_parent: Some(site.root.catalog), ..back(gone.trash) };
    assert!(matches!(restore_from_trash(&mut tx, author, elsewhere).await, Err(RestoreError::WrongParent { .. })));
    let home = RestoreFromTrash { to_parent: Some(site.root.home), ..back(gone.trash) };
    assert_eq!(restore_from_trash(&mut tx, author, home).await.expect("back").url_path, "/inner/");
    tx.commit().await.expect("every page is in its place");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_deleted_page_frees_its_course_and_takes_it_back_when_it_can(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::with_catalog(&mut tx).await;
    let document = Site::course_document(&mut tx, "course-v1:xPRO+AMx").await;
    let new = || NewPage { parent: Some(site.root.courses), slug: None, document: document.clone() };
    let page = create_page(&mut tx, SYSTEM.into(), new()).await.expect("created");
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(page)).await.expect("deleted");
    let other = create_page(&mut tx, SYSTEM.into(), new()).await.expect("the course is free");
    let restored = restore_from_trash(&mut tx, SYSTEM.into(), back(gone.trash)).await.expect("back");
    assert_eq!(restored.live, 0, "another page describes the course by now");
    let row = store::page::find(&mut tx, page).await.expect("reads").expect("the page");
    assert_eq!(row.course_id, None);
    let again = delete_page(&mut tx, SYSTEM.into(), delete(page)).await.expect("deleted");
    delete_page(&mut tx, SYSTEM.into(), delete(other)).await.expect("deleted");
    restore_from_trash(&mut tx, SYSTEM.into(), back(again.trash)).await.expect("back");
    let row = store::page::find(&mut tx, page).await.expect("reads").expect("the page");
    assert!(row.course_id.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_lies_in_the_trash_for_thirty_days_goes(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let (top, ..) = branch(&mut tx, &site).await;
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(top)).await.expect("deleted");
    tx.commit().await.expect("commit");
    let later =
        |days: i64| Database::new(pool.clone(), Clock::new(move || Clock::system().now() + Duration::days(days)));
    let mut tx = later(29).begin("test").await.expect("begin");
    assert_eq!(purge_trash(&mut tx, SYSTEM).await.expect("purged"), 0);
    tx.commit().await.expect("commit");
    let mut tx = later(31).begin("test").await.expect("begin");
    assert_eq!(purge_trash(&mut tx, SYSTEM).await.expect("purged"), 1);
    tx.commit().await.expect("commit");
    let mut tx = begin(&pool).await;
    assert!(matches!(
        restore_from_trash(&mut tx, SYSTEM.into(), back(gone.trash)).await,
        Err(RestoreError::Refused(_))
    ));
    let left: i64 =
        sqlx::query_scalar("select count(*) from page where trash_id is not null or url_path like '/top/%'")
            .fetch_one(&mut *tx)
            .await
            .expect("counted");
    assert_eq!(left, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_home_page_stays_and_a_deleted_address_may_lead_on(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    assert!(matches!(
        delete_page(&mut tx, SYSTEM.into(), delete(site.root.home)).await,
        Err(DeletePageError::HomePage)
    ));
    let (top, ..) = branch(&mut tx, &site).await;
    let on = Some(RedirectTarget::Page(site.root.catalog));
    delete_page(&mut tx, SYSTEM.into(), DeletePage { page: top, redirect_to: on }).await.expect("deleted");
    let data = SiteData::load(&mut tx).await.expect("loads");
    assert_eq!(data.redirect("/top/", "").expect("a redirect").to, "/catalog/");
    let admin = Site::admin(&mut tx).await;
    let found =
        explore::search_pages(&mut tx, &admin, explore::SearchPages { text: "Inner".into(), ..Default::default() });
    assert_eq!(found.await.expect("found").total, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn going_live_again_needs_the_right_for_the_kind_that_goes_live(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let home = site.root.home;
    let page = site.text_page(&mut tx, "Terms").await;
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let text = Some("ResourcePage");
    let grants = |kind| {
        [(home, text, Permission::Add), (home, text, Permission::Change), (home, Some(kind), Permission::Publish)]
    };
    let of_texts = editor_of(&mut tx, "texts", &grants("ResourcePage")).await;
    let of_homes = editor_of(&mut tx, "homes", &grants("HomePage")).await;
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(page)).await.expect("deleted");
    let refused = restore_from_trash(&mut tx, (&of_homes).into(), back(gone.trash)).await;
    assert!(matches!(refused, Err(RestoreError::Refused(Refusal::Denied(Permission::Publish)))), "{refused:?}");
    let quietly = RestoreFromTrash { live_again: false, ..back(gone.trash) };
    assert_eq!(restore_from_trash(&mut tx, (&of_homes).into(), quietly).await.expect("as a draft").live, 0);
    publish_page(&mut tx, SYSTEM.into(), page).await.expect("published");
    let gone = delete_page(&mut tx, SYSTEM.into(), delete(page)).await.expect("deleted");
    assert_eq!(restore_from_trash(&mut tx, (&of_texts).into(), back(gone.trash)).await.expect("live").live, 1);
}
