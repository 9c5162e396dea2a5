//! The questions that acts ask first.

use super::{Permission, Refusal};
use crate::{
    store::{self, page::PageRow},
    tree::Author,
};
use sqlx::PgConnection;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// The page, locked until the transaction ends; one that the author may not see is not there.
pub(crate) async fn lock_page<E: From<Refusal> + From<sqlx::Error>>(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
) -> Result<PageRow, E> {
    let row = store::page::lock(tx, page).await?.ok_or(Refusal::NotFound)?;
    seen(author, row).map_err(E::from)
}

/// The page, for reading.
pub(crate) async fn view_page<E: From<Refusal> + From<sqlx::Error>>(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
) -> Result<PageRow, E> {
    let row = store::page::find(conn, page).await?.ok_or(Refusal::NotFound)?;
    seen(author, row).map_err(E::from)
}

fn seen(author: Author<'_>, row: PageRow) -> Result<PageRow, Refusal> {
    match need(author, Permission::View, &row) {
        Ok(()) => Ok(row),
        Err(_) => Err(Refusal::NotFound),
    }
}

/// Refuses without this permission. Jobs and commands have all.
pub(crate) fn need(author: Author<'_>, permission: Permission, page: &PageRow) -> Result<(), Refusal> {
    match author {
        Author::Editor(editor) if !editor.may(permission, page) => Err(Refusal::Denied(permission)),
        _ => Ok(()),
    }
}

/// Refuses without this permission for pages of this kind at a place, by its `tree_path`: where none of them stands yet.
pub(crate) fn need_at(author: Author<'_>, permission: Permission, place: &str, kind: &str) -> Result<(), Refusal> {
    match author {
        Author::Editor(editor) if !editor.reaches(permission, place, kind) => Err(Refusal::Denied(permission)),
        _ => Ok(()),
    }
}

/// Refuses to make a page of this kind below `parent`.
pub(crate) fn need_add(author: Author<'_>, parent: &PageRow, kind: &str) -> Result<(), Refusal> {
    match author {
        Author::Editor(editor) if !editor.may_add(parent, kind) => Err(Refusal::Denied(Permission::Add)),
        _ => Ok(()),
    }
}

/// Refuses what somebody else locked. Jobs and commands do what was asked for before.
pub(crate) fn need_unlocked(author: Author<'_>, page: &PageRow) -> Result<(), Refusal> {
    match (author, page.lock()) {
        (Author::Editor(editor), Some(lock)) if lock.by != editor.user_id() => Err(Refusal::Locked(lock)),
        _ => Ok(()),
    }
}

/// Refuses to write into what somebody else locked or reviews (cms.md 5.5, L8).
pub(crate) fn need_editable(author: Author<'_>, page: &PageRow) -> Result<(), Refusal> {
    need_unlocked(author, page)?;
    match author {
        Author::Editor(editor) if editor.waits_for_review(page) => Err(Refusal::InReview),
        _ => Ok(()),
    }
}

/// Refuses to take a branch away from where it is; moving asks with `has_children` false.
pub(crate) fn may_delete(
    author: Author<'_>,
    page: &PageRow,
    has_children: bool,
    any_live: bool,
) -> Result<(), Refusal> {
    let Author::Editor(editor) = author else { return Ok(()) };
    need_unlocked(author, page)?;
    if editor.may_delete(page, has_children, any_live) {
        return Ok(());
    }
    need(author, Permission::Change, page)?;
    if any_live {
        need(author, Permission::Publish, page)?;
    }
    Err(Refusal::Denied(Permission::BulkDelete))
}
