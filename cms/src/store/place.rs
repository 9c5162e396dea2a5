//! `page` as a tree: branches, addresses, order.

use sqlx::PgConnection;
use xpro_kernel::PageId;

/// Waits for everybody else who changes where pages stand, and keeps them waiting until the transaction ends: addresses
/// of whole branches change at once, and two moves could otherwise make a circle.
///
/// # Errors
/// When the database refuses.
pub async fn lock_tree(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    // The number is the lock's name; nothing else in the product uses it.
    sqlx::query!("select pg_advisory_xact_lock(4307001)").fetch_one(conn).await.map(drop)
}

/// A page of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchPage {
    /// Key.
    pub id: PageId,
    /// The page above.
    pub parent_id: Option<PageId>,
    /// Its kind.
    pub kind: String,
    /// Its address.
    pub url_path: String,
    /// Published.
    pub live: bool,
}

/// A page and all below it, from the top down and in order.
///
/// # Errors
/// When the database refuses.
pub async fn branch(conn: &mut PgConnection, tree_path: &str) -> Result<Vec<BranchPage>, sqlx::Error> {
    sqlx::query_as!(
        BranchPage,
        r#"select id as "id: PageId", parent_id as "parent_id: PageId", kind, url_path, live from page
           where tree_path like $1 || '%' and trash_id is null
           order by length(tree_path) - length(replace(tree_path, '/', '')), position, id"#,
        tree_path
    )
    .fetch_all(conn)
    .await
}

/// Where a branch goes.
#[derive(Debug, Clone, Copy)]
pub struct NewPlace<'a> {
    /// The page above.
    pub parent: Option<PageId>,
    /// Last part of its address.
    pub slug: &'a str,
    /// Address and ids before.
    pub from: (&'a str, &'a str),
    /// Address and ids after.
    pub to: (&'a str, &'a str),
}

/// Gives a page and everything below it its new address.
///
/// # Errors
/// When one of the addresses is taken.
pub async fn replace_branch(conn: &mut PgConnection, id: PageId, place: NewPlace<'_>) -> Result<(), sqlx::Error> {
    let (from_url, from_tree) = place.from;
    let (to_url, to_tree) = place.to;
    sqlx::query!(
        "update page set url_path = $5 || substr(url_path, length($3) + 1), tree_path = $6 || substr(tree_path, length($4) + 1),
                slug = case when id = $1 then $2 else slug end, parent_id = case when id = $1 then $7 else parent_id end
         where tree_path like $4 || '%' and trash_id is null",
        id.0,
        place.slug,
        from_url,
        from_tree,
        to_url,
        to_tree,
        place.parent.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The pages directly below, in order.
///
/// # Errors
/// When the database refuses.
pub async fn children(conn: &mut PgConnection, parent: PageId) -> Result<Vec<PageId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: PageId" from page where parent_id = $1 and trash_id is null order by position, id"#,
        parent.0
    )
    .fetch_all(conn)
    .await
}

/// Numbers pages in this order.
///
/// # Errors
/// When the database refuses.
pub async fn number(conn: &mut PgConnection, order: &[PageId]) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = order.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update page set position = wanted.at - 1 from unnest($1::bigint[]) with ordinality as wanted (id, at)
         where page.id = wanted.id and page.position <> wanted.at - 1",
        &ids
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The slugs directly below `parent` that begin like this one.
///
/// # Errors
/// When the database refuses.
pub async fn slugs_like(
    conn: &mut PgConnection,
    parent: Option<PageId>,
    slug: &str,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select slug from page where parent_id is not distinct from $1 and trash_id is null and starts_with(slug, $2)",
        parent.map(|id| id.0),
        slug
    )
    .fetch_all(conn)
    .await
}
