//! Takes a page off the site.

use super::record;
use crate::{
    access::{Permission, Refusal, lock_page, need, need_unlocked},
    content_api::{PageEvent, announce},
    redirect::{RedirectError, RedirectTarget, redirect_away},
    store::{self, page::PageRow},
    tree::Author,
};
use xpro_kernel::PageId;
use xpro_platform::{content, db::Tx};

/// What to take off.
#[derive(Debug, Clone)]
pub struct Unpublish {
    /// The page.
    pub page: PageId,
    /// And everything below it.
    pub with_descendants: bool,
    /// Where visitors of its address go instead.
    pub redirect_to: Option<RedirectTarget>,
}

impl Unpublish {
    /// This page alone.
    pub fn only(page: PageId) -> Self {
        Unpublish { page, with_descendants: false, redirect_to: None }
    }
}

/// Why a page was not taken off the site.
#[derive(Debug, thiserror::Error)]
pub enum UnpublishPageError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Visitors cannot be sent there.
    #[error(transparent)]
    Redirect(#[from] RedirectError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Takes pages off the site; their text stays, their schedules are called off. Returns those that were there.
///
/// # Errors
/// When there is no such page, or the author may not publish one of them.
pub async fn unpublish_page(
    tx: &mut Tx,
    author: Author<'_>,
    what: Unpublish,
) -> Result<Vec<PageId>, UnpublishPageError> {
    store::place::lock_tree(tx).await?;
    let row = lock_page::<UnpublishPageError>(tx, author, what.page).await?;
    let mut rows = vec![row];
    if what.with_descendants {
        for below in store::place::branch(tx, &rows[0].tree_path).await?.into_iter().skip(1) {
            rows.extend(store::page::lock(tx, below.id).await?);
        }
    }
    let mut taken_off = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        // The page that was asked for is checked even when there is nothing to do; of the others only those it is about.
        if at == 0 || row.live {
            need(author, Permission::Publish, row)?;
            need_unlocked(author, row)?;
        }
        if take_off(tx, author, row, "unpublish_page").await? {
            taken_off.push(row.id);
        }
    }
    if let (Some(target), true) = (what.redirect_to, rows[0].live) {
        redirect_away(tx, author, &rows[0].url_path, target).await?;
    }
    if !taken_off.is_empty() {
        content::changed(tx).await?;
    }
    Ok(taken_off)
}

/// Takes one page off; false when it was not on. The caller says that public pages changed.
pub(crate) async fn take_off(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    act: &'static str,
) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let had_schedule = store::schedule::call_off(tx, row.id, "publish", now).await?
        | store::schedule::call_off(tx, row.id, "expire", now).await?;
    if !row.live {
        if had_schedule {
            record(tx, author, "cancel_schedule", row, None, None).await?;
        }
        return Ok(false);
    }
    store::page::set_unpublished(tx, row.id, now).await?;
    store::page_topic::replace(tx, row.id, &[]).await?;
    let nothing = serde_json::Value::Null;
    crate::media::index_references(tx, (row.id, &row.kind), crate::media::WhichText::Live, &nothing).await?;
    let (before, after) = (serde_json::json!({ "live": true }), serde_json::json!({ "live": false }));
    record(tx, author, act, row, Some(before), Some(after)).await?;
    announce(tx, PageEvent::Unpublished, row.id).await?;
    Ok(true)
}
