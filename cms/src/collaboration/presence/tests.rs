//! Who is there, on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS, Permission},
    lock::{lock_page, unlock_page},
    publish::{SaveDraft, save_draft},
    testing::{Site, Statements, begin, editor_of, text_page},
};
use sqlx::PgPool;
use xpro_kernel::Clock;
use xpro_platform::db::Database;

const ONE: &str = "tab-0000-one";
const TWO: &str = "tab-0000-two";

fn at<'a>(page: PageId, tab: &'a str) -> Beat<'a> {
    Beat { page, tab, is_dirty: false }
}

#[sqlx::test(migrations = "../migrations")]
async fn writers_see_each_other_and_their_own_other_tabs(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let other_page = site.text_page(&mut tx, "Other").await;
    let (ada, max) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    assert_eq!(beat(&mut tx, &ada, at(page, ONE)).await.expect("heard").others, []);
    beat(&mut tx, &max, at(other_page, ONE)).await.expect("elsewhere");
    assert_eq!(beat(&mut tx, &ada, at(page, ONE)).await.expect("heard").others, []);
    beat(&mut tx, &ada, Beat { is_dirty: true, ..at(page, TWO) }).await.expect("heard");
    beat(&mut tx, &max, at(page, ONE)).await.expect("heard");
    let heard = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    let seen: Vec<_> = heard.others.iter().map(|other| (other.name.as_str(), other.is_me, other.is_dirty)).collect();
    assert_eq!(seen.len(), 2);
    assert!(seen.contains(&("a-editors", true, true)) && seen.contains(&("a-moderators", false, false)), "{seen:?}");
    leave(&mut tx, &max, ONE).await.expect("left");
    leave(&mut tx, &max, TWO).await.expect("nobody else's tab of that name");
    let heard = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    assert_eq!(heard.others.iter().map(|other| other.is_me).collect::<Vec<_>>(), [true]);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_falls_silent_is_forgotten_and_news_are_told(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (ada, max) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let before = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    save_draft(&mut tx, (&max).into(), SaveDraft::unconditional(page, &text_page("Terms 2"))).await.expect("saved");
    let after = beat(&mut tx, &max, at(page, ONE)).await.expect("heard");
    assert_eq!((after.version, after.saved_by_name.as_str()), (before.version + 1, "a-moderators"));
    assert_eq!(after.others.len(), 1);
    tx.commit().await.expect("commits");
    let later = OffsetDateTime::now_utc() + Duration::seconds(40);
    let mut tx = Database::new(pool.clone(), Clock::new(move || later)).begin("test").await.expect("a transaction");
    assert_eq!(beat(&mut tx, &max, at(page, ONE)).await.expect("heard").others, []);
    let rows: i64 = sqlx::query_scalar("select count(*) from page_presence").fetch_one(&mut *tx).await.expect("counts");
    assert_eq!(rows, 1, "the silent tab's row is gone");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lock_that_comes_and_goes_is_told(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let (ada, max) = (Site::member(&mut tx, EDITORS).await, Site::member(&mut tx, MODERATORS).await);
    let free = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    assert!(free.rights.edit && free.lock.is_none());
    lock_page(&mut tx, (&max).into(), page, "Lawyers").await.expect("locked");
    let locked = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    assert!(!locked.rights.edit);
    assert_eq!(locked.lock.map(|lock| lock.reason).as_deref(), Some("Lawyers"));
    unlock_page(&mut tx, (&max).into(), page).await.expect("unlocked");
    let again = beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    assert!(again.rights.edit && again.lock.is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_beat_is_cheap_and_shows_nothing_to_outsiders(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let page = site.text_page(&mut tx, "Terms").await;
    let ada = Site::member(&mut tx, EDITORS).await;
    let stranger = editor_of(&mut tx, "stranger", &[(site.root.courses, None, Permission::Change)]).await;
    let refused = beat(&mut tx, &stranger, at(page, ONE)).await;
    assert!(matches!(refused, Err(PresenceError::Refused(Refusal::NotFound))));
    for tab in ["", "short", "a tab with spaces", &"x".repeat(65)] {
        assert!(matches!(beat(&mut tx, &ada, at(page, tab)).await, Err(PresenceError::BadTab)), "{tab}");
    }
    let statements = Statements::count();
    beat(&mut tx, &ada, at(page, ONE)).await.expect("heard");
    assert_eq!(statements.so_far(), 2);
}
