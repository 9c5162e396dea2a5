//! Into the trash.

use super::{TrashId, TrashRow};
use crate::{
    access::{Editor, Refusal, lock_page, may_delete, need_unlocked},
    content_api::{PageEvent, announce},
    publish::{record, take_off},
    redirect::{RedirectError, RedirectTarget, redirect_away},
    store::{self, trash::NewTrash},
    tree::Author,
};
use sqlx::PgConnection;
use time::Duration;
use xpro_kernel::PageId;
use xpro_platform::{content, db::Tx};

/// How long deleted pages can come back.
pub const KEPT: Duration = Duration::days(30);

/// What to delete.
#[derive(Debug, Clone)]
pub struct DeletePage {
    /// The page, with everything below it.
    pub page: PageId,
    /// Where visitors of its address go instead, when it was live.
    pub redirect_to: Option<RedirectTarget>,
}

/// What was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trashed {
    /// For bringing it back.
    pub trash: TrashId,
    /// How many pages.
    pub pages: usize,
}

/// Why nothing was deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeletePageError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Everything stands below it.
    #[error("the home page cannot be deleted")]
    HomePage,
    /// Visitors cannot be sent there.
    #[error(transparent)]
    Redirect(#[from] RedirectError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Puts a page and everything below it into the trash: off the site, out of the tree, its address and what it describes
/// free for others, its schedules called off. Thirty days later it is gone.
///
/// # Errors
/// Without the right to delete the whole branch (cms.md 5.4).
pub async fn delete_page(tx: &mut Tx, author: Author<'_>, what: DeletePage) -> Result<Trashed, DeletePageError> {
    store::place::lock_tree(tx).await?;
    let row = lock_page::<DeletePageError>(tx, author, what.page).await?;
    if row.parent_id.is_none() {
        return Err(DeletePageError::HomePage);
    }
    let branch = store::place::branch(tx, &row.tree_path).await?;
    may_delete(author, &row, branch.len() > 1, branch.iter().any(|page| page.live))?;
    let mut was_live = Vec::new();
    for page in &branch {
        // Locked, so that nobody publishes one of them meanwhile.
        let Some(below) = store::page::lock(tx, page.id).await? else { continue };
        need_unlocked(author, &below)?;
        if take_off(tx, author, &below, "unpublish_page").await? {
            was_live.push(page.id);
        }
    }
    let now = tx.now();
    let new = NewTrash { page: row.id, parent: row.parent_id, pages: branch.len(), by: author.user_id() };
    let trash = store::trash::insert(tx, new, now, now + KEPT).await?;
    store::trash::put_in(tx, trash, &row.tree_path, &was_live).await?;
    if let (Some(target), true) = (what.redirect_to, row.live) {
        redirect_away(tx, author, &row.url_path, target).await?;
    }
    let before = serde_json::json!({ "title": row.draft_title, "url_path": row.url_path, "live": row.live });
    let after = serde_json::json!({ "trash": trash, "pages": branch.len() });
    record(tx, author, "delete_page", &row, Some(before), Some(after)).await?;
    announce(tx, PageEvent::Deleted, row.id).await?;
    if !was_live.is_empty() {
        content::changed(tx).await?;
    }
    Ok(Trashed { trash, pages: branch.len() })
}

/// What is in the trash and would be theirs to bring back, the newest first, behind `before`.
///
/// # Errors
/// When the database refuses.
pub async fn list_trash(
    conn: &mut PgConnection,
    editor: &Editor,
    before: Option<TrashId>,
    limit: i64,
) -> Result<Vec<TrashRow>, sqlx::Error> {
    store::trash::list(conn, &editor.roots(), before, limit.clamp(1, 200)).await
}
