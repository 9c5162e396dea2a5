//! Where a page stands and what its address is: checked, changed for the whole branch, and remembered by redirects.

use super::Author;
use crate::{
    document::PageKind,
    redirect,
    store::{
        self,
        page::PageRow,
        place::{BranchPage, NewPlace},
    },
};
use sqlx::PgConnection;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// A place that another page has, or that belongs to the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken(pub String);

/// Whether pages of this kind may stand there; none stands at the root (rules R1, R4).
pub(crate) fn may_stand(kind: PageKind, parent: Option<PageKind>) -> bool {
    kind.parent() == parent
}

/// The address of a page with this slug below `parent`.
pub(crate) fn url_below(parent: Option<&PageRow>, slug: &str) -> String {
    parent.map_or_else(|| "/".to_owned(), |parent| format!("{}{slug}/", parent.url_path))
}

/// Whether an address belongs to the application or to another kind of page (rules U4, R5).
pub(crate) fn is_reserved(kind: PageKind, slug: &str) -> bool {
    !kind.may_have_slug(slug)
}

/// Who else has this address.
pub(crate) async fn check_free(
    conn: &mut PgConnection,
    kind: PageKind,
    parent: Option<&PageRow>,
    slug: &str,
    page: Option<PageId>,
) -> Result<Result<(), Taken>, sqlx::Error> {
    let url_path = url_below(parent, slug);
    let holder = store::page::find_by_url_path(conn, &url_path).await?;
    let is_taken = is_reserved(kind, slug) || (holder.is_some() && holder != page);
    Ok(if is_taken { Err(Taken(url_path)) } else { Ok(()) })
}

/// Puts a page and everything below it below `parent` under this slug. Live pages whose address changes leave redirects;
/// nothing else does. Returns how many did. The caller holds the tree ([`store::place::lock_tree`]) and checked the slug.
pub(crate) async fn readdress(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    parent: Option<&PageRow>,
    slug: &str,
) -> Result<usize, sqlx::Error> {
    let url_path = url_below(parent, slug);
    let above = parent.map_or("/", |parent| parent.tree_path.as_str());
    let tree_path = format!("{above}{}/", row.id);
    if url_path == row.url_path && tree_path == row.tree_path && slug == row.slug {
        return Ok(0);
    }
    let branch = store::place::branch(tx, &row.tree_path).await?;
    let place = NewPlace {
        parent: parent.map(|parent| parent.id),
        slug,
        from: (&row.url_path, &row.tree_path),
        to: (&url_path, &tree_path),
    };
    store::place::replace_branch(tx, row.id, place).await?;
    if url_path == row.url_path {
        return Ok(0);
    }
    let moved: Vec<(PageId, String, String)> =
        branch.iter().filter(|page| is_public(page)).map(|page| moved(page, &row.url_path, &url_path)).collect();
    redirect::remember_moved(tx, author, &moved).await
}

fn is_public(page: &BranchPage) -> bool {
    page.live && PageKind::from_name(&page.kind).is_some_and(PageKind::has_own_url)
}

fn moved(page: &BranchPage, from: &str, to: &str) -> (PageId, String, String) {
    let rest = page.url_path.strip_prefix(from).unwrap_or_default();
    (page.id, page.url_path.clone(), format!("{to}{rest}"))
}
