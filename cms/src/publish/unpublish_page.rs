//! Takes a page off the site.

use crate::{store, tree::Author};
use xpro_kernel::PageId;
use xpro_platform::{Subject, audit, content, db::Tx};

/// Why a page was not taken off the site.
#[derive(Debug, thiserror::Error)]
pub enum UnpublishPageError {
    /// No such page.
    #[error("there is no such page")]
    NotFound,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Takes a page off the site; its text stays. False when it was not there anyway.
///
/// # Errors
/// When there is no such page.
pub async fn unpublish_page(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<bool, UnpublishPageError> {
    let row = store::page::lock(tx, page).await?.ok_or(UnpublishPageError::NotFound)?;
    if !row.live {
        return Ok(false);
    }
    let now = tx.now();
    store::page::set_unpublished(tx, page, now).await?;
    store::page_topic::replace(tx, page, &[]).await?;
    let change = audit::Change {
        act: "unpublish_page",
        actor: author.into(),
        subject: Subject::new("page", page.0),
        before: Some(serde_json::json!({ "live": true })),
        after: Some(serde_json::json!({ "live": false })),
        note: "",
    };
    audit::record(tx, change).await?;
    content::changed(tx).await?;
    Ok(true)
}
