//! Takes a branch elsewhere, or puts a page in another place among its siblings.

use super::{
    Author,
    address::{check_free, may_stand, readdress},
};
use crate::{
    access::{Permission, Refusal, lock_page, may_delete, need, need_add, need_at, view_page},
    document::PageKind,
    publish::record,
    store::{self, page::PageRow},
};
use sqlx::PgConnection;
use xpro_kernel::PageId;
use xpro_platform::{content, db::Tx, db::violated_constraint};

/// Where among its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Before this one.
    Before(PageId),
    /// Behind this one.
    After(PageId),
}

/// Where a page goes.
#[derive(Debug, Clone, Copy)]
pub struct MovePage {
    /// The page, with everything below it.
    pub page: PageId,
    /// Below which page.
    pub to_parent: PageId,
    /// Where among the pages there.
    pub place: Place,
}

/// Where a page is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedPage {
    /// Its address.
    pub url_path: String,
    /// How many old addresses lead to new ones.
    pub redirects: usize,
}

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum MovePageError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// This kind may not stand there (rule R1).
    #[error("a {kind} may not stand there")]
    WrongParent {
        /// What was to move.
        kind: PageKind,
    },
    /// A page cannot stand below itself.
    #[error("a page cannot be moved below itself")]
    IntoItself,
    /// Another page there has its address, or the application does.
    #[error("the address {0} is taken")]
    SlugTaken(String),
    /// The sibling is somewhere else by now.
    #[error("the page beside which it was to stand is not there")]
    NoSuchPlace,
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for MovePageError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_url_path" | "page_parent_id_slug_key") => MovePageError::SlugTaken(String::new()),
            _ => MovePageError::Internal(error),
        }
    }
}

/// Takes a page and everything below it to another parent. Live addresses that change leave redirects.
///
/// # Errors
/// When it may not stand there, below itself, or where its address is taken; without the right to take it away, to add
/// there, and, when something of it is live, to publish pages of that kind there.
pub async fn move_page(tx: &mut Tx, author: Author<'_>, what: MovePage) -> Result<MovedPage, MovePageError> {
    store::place::lock_tree(tx).await?;
    let row = lock_page::<MovePageError>(tx, author, what.page).await?;
    let parent = lock_page::<MovePageError>(tx, author, what.to_parent).await?;
    if row.parent_id == Some(parent.id) {
        place_among(tx, author, &row, what.place).await?;
        return Ok(MovedPage { url_path: row.url_path, redirects: 0 });
    }
    check(tx, author, &row, &parent).await?;
    let redirects = readdress(tx, author, &row, Some(&parent), &row.slug).await?;
    arrange(tx, parent.id, row.id, what.place).await?;
    let url_path = super::address::url_below(Some(&parent), &row.slug);
    let before = serde_json::json!({ "parent": row.parent_id, "url_path": row.url_path });
    let after = serde_json::json!({ "parent": parent.id, "url_path": url_path, "redirects": redirects });
    record(tx, author, "move_page", &row, Some(before), Some(after)).await?;
    content::changed(tx).await?;
    Ok(MovedPage { url_path, redirects })
}

/// Whether [`move_page`] would be refused there, for choosing a place.
///
/// # Errors
/// As [`move_page`].
pub async fn can_move(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    to_parent: PageId,
) -> Result<(), MovePageError> {
    let row = view_page::<MovePageError>(conn, author, page).await?;
    let parent = view_page::<MovePageError>(conn, author, to_parent).await?;
    if row.parent_id == Some(parent.id) {
        return Ok(need(author, Permission::Publish, &parent)?);
    }
    check(conn, author, &row, &parent).await
}

async fn check(
    conn: &mut PgConnection,
    author: Author<'_>,
    row: &PageRow,
    parent: &PageRow,
) -> Result<(), MovePageError> {
    let kind = row.page_kind().ok_or(Refusal::NotFound)?;
    if parent.tree_path.starts_with(&row.tree_path) {
        return Err(MovePageError::IntoItself);
    }
    if row.parent_id.is_none() || !may_stand(kind, parent.page_kind()) {
        return Err(MovePageError::WrongParent { kind });
    }
    let branch = store::place::branch(conn, &row.tree_path).await?;
    may_delete(author, row, false, branch.iter().any(|page| page.live))?;
    need_add(author, parent, &row.kind)?;
    for page in branch.iter().filter(|page| page.live) {
        need_at(author, Permission::Publish, &parent.tree_path, &page.kind)?;
    }
    if let Err(taken) = check_free(conn, kind, Some(parent), &row.slug, Some(row.id)).await? {
        return Err(MovePageError::SlugTaken(taken.0));
    }
    Ok(())
}

/// Puts a page in another place among its siblings.
///
/// # Errors
/// Without the right to publish their parent, or when the sibling is not there.
pub async fn reorder_page(tx: &mut Tx, author: Author<'_>, page: PageId, place: Place) -> Result<(), MovePageError> {
    store::place::lock_tree(tx).await?;
    let row = lock_page::<MovePageError>(tx, author, page).await?;
    place_among(tx, author, &row, place).await
}

async fn place_among(tx: &mut Tx, author: Author<'_>, row: &PageRow, place: Place) -> Result<(), MovePageError> {
    let parent = row.parent_id.ok_or(MovePageError::NoSuchPlace)?;
    let above = lock_page::<MovePageError>(tx, author, parent).await?;
    need(author, Permission::Publish, &above)?;
    if arrange(tx, parent, row.id, place).await? {
        record(tx, author, "reorder_page", row, None, None).await?;
        content::changed(tx).await?;
    }
    Ok(())
}

/// Numbers the pages below `parent` with `page` in its place; false when it is there already.
async fn arrange(tx: &mut Tx, parent: PageId, page: PageId, place: Place) -> Result<bool, MovePageError> {
    let before = store::place::children(tx, parent).await?;
    let mut order: Vec<PageId> = before.iter().copied().filter(|id| *id != page).collect();
    let beside = |sibling: PageId| order.iter().position(|id| *id == sibling).ok_or(MovePageError::NoSuchPlace);
    let at = match place {
        Place::First => 0,
        Place::Last => order.len(),
        Place::Before(sibling) => beside(sibling)?,
        Place::After(sibling) => beside(sibling)? + 1,
    };
    order.insert(at, page);
    store::place::number(tx, &order).await?;
    Ok(order != before)
}
