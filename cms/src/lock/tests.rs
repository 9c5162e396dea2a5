//! Locks on a real database.

use super::*;
use crate::{
    access::{EDITORS, MODERATORS},
    testing::{Site, begin},
    tree::explore::list_locked,
};
use sqlx::PgPool;

#[sqlx::test(migrations = "../migrations")]
async fn a_page_has_one_lock(pool: PgPool) {
    let mut tx = begin(&pool).await;
    let site = Site::build(&mut tx).await;
    let one = Site::member(&mut tx, MODERATORS).await;
    let other = Site::named_member(&mut tx, "second", MODERATORS).await;
    let editor = Site::member(&mut tx, EDITORS).await;
    let page = site.text_page(&mut tx, "Terms").await;
    lock_page(&mut tx, (&one).into(), page, "Mine").await.expect("locked");
    lock_page(&mut tx, (&one).into(), page, "Mine").await.expect("still");
    let refused = lock_page(&mut tx, (&other).into(), page, "").await;
    assert!(matches!(refused, Err(LockError::AlreadyLocked(lock)) if lock.by_name == "a-moderators"));
    let listed = list_locked(&mut tx, &editor).await.expect("listed");
    assert_eq!((listed.len(), listed[0].locked_by), (1, Some(one.user_id())));
    let refused = unlock_page(&mut tx, (&editor).into(), page).await;
    assert!(matches!(refused, Err(LockError::Refused(Refusal::Denied(Permission::Unlock)))));
    assert!(unlock_page(&mut tx, (&other).into(), page).await.expect("unlocked"));
    assert!(!unlock_page(&mut tx, (&other).into(), page).await.expect("nothing to do"));
    assert!(matches!(lock_page(&mut tx, site.system(), page, "").await, Err(LockError::NobodyAsks)));
}
