//! Out of the trash.

use super::TrashId;
use crate::{
    access::{Permission, Refusal, lock_page, need_add, need_at},
    document::{PageDocument, PageKind},
    publish::{PublishPageError, go_live, kind_of, record},
    store::{self, page::PageRow, trash::TrashedPage},
    tree::{Author, described, free_slug, is_reserved, may_stand, url_below},
};
use xpro_kernel::{PageId, UserId};
use xpro_platform::db::Tx;

/// What to bring back.
#[derive(Debug, Clone, Copy)]
pub struct RestoreFromTrash {
    /// Which.
    pub trash: TrashId,
    /// Below which page; none is where it stood.
    pub to_parent: Option<PageId>,
    /// Pages that were live go live again, as they were.
    pub live_again: bool,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The topmost page.
    pub page: PageId,
    /// Its address; another than before when that was taken meanwhile.
    pub url_path: String,
    /// How many pages.
    pub pages: usize,
    /// How many of them are live.
    pub live: usize,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Where it stood is gone: choose another place.
    #[error("the page above it is gone; choose another place")]
    PlaceGone,
    /// This kind may not stand there (rule R1).
    #[error("a {kind} may not stand there")]
    WrongParent {
        /// What was to come back.
        kind: PageKind,
    },
    /// There is another one by now (rule R3).
    #[error("there is a {kind} already")]
    OnlyOne {
        /// What was to come back.
        kind: PageKind,
    },
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Brings a deleted branch back behind its siblings. An address that was taken meanwhile gets a number; a course or program
/// that another page describes by now stays with that page.
///
/// # Errors
/// Without the right to add there (and to publish pages of those kinds, for `live_again`), or when it may not stand there.
pub async fn restore_from_trash(
    tx: &mut Tx,
    author: Author<'_>,
    what: RestoreFromTrash,
) -> Result<Restored, RestoreError> {
    store::place::lock_tree(tx).await?;
    let trash = store::trash::find(tx, what.trash).await?.ok_or(Refusal::NotFound)?;
    let pages = store::trash::pages(tx, what.trash).await?;
    let top = pages.iter().find(|page| page.id == trash.page).ok_or(Refusal::NotFound)?;
    may_take(author, trash.deleted_by, top)?;
    let parent = match what.to_parent.or(trash.parent) {
        Some(parent) => lock_page::<RestoreError>(tx, author, parent).await.map_err(|error| match error {
            RestoreError::Refused(Refusal::NotFound) if what.to_parent.is_none() => RestoreError::PlaceGone,
            other => other,
        })?,
        None => return Err(RestoreError::PlaceGone),
    };
    need_add(author, &parent, &top.kind)?;
    for page in pages.iter().filter(|page| what.live_again && page.was_live) {
        need_at(author, Permission::Publish, &parent.tree_path, &page.kind)?;
    }
    check_kinds(tx, top, &pages, &parent).await?;
    let slug = slug_for(tx, top, &parent).await?;
    let (url_path, tree_path) = (url_below(Some(&parent), &slug), format!("{}{}/", parent.tree_path, top.id));
    store::trash::take_out(tx, what.trash, top, (parent.id, &slug, &url_path, &tree_path)).await?;
    let live = bring_back(tx, author, &pages, what.live_again).await?;
    let row = store::page::find(tx, top.id).await?.ok_or(Refusal::NotFound)?;
    let after = serde_json::json!({ "url_path": row.url_path, "pages": pages.len(), "live": live });
    record(tx, author, "restore_page", &row, None, Some(after)).await?;
    Ok(Restored { page: row.id, url_path: row.url_path, pages: pages.len(), live })
}

/// One's own deletions, and what one could edit; the rest is not there.
fn may_take(author: Author<'_>, deleted_by: Option<UserId>, top: &TrashedPage) -> Result<(), Refusal> {
    let Author::Editor(editor) = author else { return Ok(()) };
    let is_theirs =
        deleted_by == Some(editor.user_id()) || editor.reaches(Permission::Change, &top.tree_path, &top.kind);
    if is_theirs { Ok(()) } else { Err(Refusal::NotFound) }
}

async fn check_kinds(
    tx: &mut Tx,
    top: &TrashedPage,
    pages: &[TrashedPage],
    parent: &PageRow,
) -> Result<(), RestoreError> {
    let kinds = pages.iter().filter_map(|page| PageKind::from_name(&page.kind));
    if let Some(kind) = PageKind::from_name(&top.kind).filter(|kind| !may_stand(*kind, parent.page_kind())) {
        return Err(RestoreError::WrongParent { kind });
    }
    for kind in kinds.filter(|kind| kind.is_only_one()) {
        if store::page::find_of_kind(tx, kind).await?.is_some() {
            return Err(RestoreError::OnlyOne { kind });
        }
    }
    Ok(())
}

async fn slug_for(tx: &mut Tx, top: &TrashedPage, parent: &PageRow) -> Result<String, sqlx::Error> {
    let mut taken = store::place::slugs_like(tx, Some(parent.id), &top.slug).await?;
    if PageKind::from_name(&top.kind).is_some_and(|kind| is_reserved(kind, &top.slug)) {
        taken.push(top.slug.clone());
    }
    Ok(free_slug(&top.slug, &taken))
}

/// Gives the pages back what they describe, and publishes those that were live. Each for itself: one that cannot be live
/// again is a draft.
async fn bring_back(
    tx: &mut Tx,
    author: Author<'_>,
    pages: &[TrashedPage],
    live_again: bool,
) -> Result<usize, RestoreError> {
    let mut live = 0;
    for page in pages {
        let Some(row) = store::page::lock(tx, page.id).await? else { continue };
        describe_again(tx, &row).await?;
        if !(live_again && page.was_live) {
            continue;
        }
        let Some(revision) = row.published_revision_id else { continue };
        let Some(revision) = store::revision::find(tx, row.id, revision).await? else { continue };
        tx.savepoint().await?;
        match go_live(tx, author, &row, &revision, "publish_page").await {
            Ok(_) => live += 1,
            Err(PublishPageError::Internal(error)) => return Err(error.into()),
            Err(_) => tx.rollback_to_savepoint().await?,
        }
    }
    Ok(live)
}

async fn describe_again(tx: &mut Tx, row: &PageRow) -> Result<(), sqlx::Error> {
    let Some(latest) = row.latest_revision_id else { return Ok(()) };
    let stored = store::revision::body(tx, latest).await?;
    let Ok(read) = kind_of(row).and_then(|kind| PageDocument::read(kind, stored)) else { return Ok(()) };
    let (course, program) = described(&read.document);
    if (course.is_some() || program.is_some()) && store::page::find_describing(tx, course, program).await?.is_none() {
        store::page::set_described(tx, row.id, course, program).await?;
    }
    Ok(())
}
