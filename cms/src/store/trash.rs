//! `page_trash`, and the pages in it.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct TrashId(pub i64);

/// A deleted branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrashedBranch {
    /// Key.
    pub id: TrashId,
    /// The topmost page.
    pub page: PageId,
    /// Where it stood.
    pub parent: Option<PageId>,
    /// How many pages.
    pub pages: i32,
    /// Who deleted it; none for commands.
    pub deleted_by: Option<UserId>,
}

/// A deleted page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashedPage {
    /// Key.
    pub id: PageId,
    /// Its kind.
    pub kind: String,
    /// Last part of its address.
    pub slug: String,
    /// Its address.
    pub url_path: String,
    /// Its place.
    pub tree_path: String,
    /// Whether visitors saw it.
    pub was_live: bool,
}

/// A deleted branch in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashRow {
    /// Key.
    pub id: TrashId,
    /// The topmost page.
    pub page_id: PageId,
    /// Its newest title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// Its address.
    pub url_path: String,
    /// How many pages.
    pub pages: i32,
    /// Some of them were live.
    pub was_live: bool,
    /// Who deleted it; none for commands.
    pub deleted_by: Option<UserId>,
    /// Their name.
    pub deleted_by_name: String,
    /// When.
    pub deleted_at: OffsetDateTime,
    /// When it goes for good.
    pub purge_at: OffsetDateTime,
    /// Where it stood is still there.
    pub parent_exists: bool,
}

/// What is written about a deleted branch.
#[derive(Debug, Clone, Copy)]
pub struct NewTrash {
    /// The topmost page.
    pub page: PageId,
    /// Where it stood.
    pub parent: Option<PageId>,
    /// How many pages.
    pub pages: usize,
    /// Who deletes.
    pub by: Option<UserId>,
}

/// Adds an entry.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    new: NewTrash,
    now: OffsetDateTime,
    purge_at: OffsetDateTime,
) -> Result<TrashId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into page_trash (page_id, parent_id, pages, deleted_by, deleted_at, purge_at)
           values ($1, $2, $3, $4, $5, $6) returning id as "id: TrashId""#,
        new.page.0,
        new.parent.map(|id| id.0),
        i32::try_from(new.pages).unwrap_or(i32::MAX),
        new.by.map(|id| id.0),
        now,
        purge_at
    )
    .fetch_one(conn)
    .await
}

/// Takes a branch out of the tree; what its pages describe is free for others.
///
/// # Errors
/// When the database refuses.
pub async fn put_in(
    conn: &mut PgConnection,
    trash: TrashId,
    tree_path: &str,
    was_live: &[PageId],
) -> Result<(), sqlx::Error> {
    let was_live: Vec<i64> = was_live.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update page set trash_id = $1, was_live = id = any($3), live = false, featured = false, course_id = null, program_id = null,
                locked_by = null, locked_at = null, lock_reason = ''
         where tree_path like $2 || '%' and trash_id is null",
        trash.0,
        tree_path,
        &was_live
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A deleted branch, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: TrashId) -> Result<Option<TrashedBranch>, sqlx::Error> {
    sqlx::query_as!(
        TrashedBranch,
        r#"select id as "id: TrashId", page_id as "page: PageId", parent_id as "parent: PageId", pages, deleted_by as "deleted_by: UserId"
           from page_trash where id = $1 for update"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The pages of a deleted branch, from the top down.
///
/// # Errors
/// When the database refuses.
pub async fn pages(conn: &mut PgConnection, id: TrashId) -> Result<Vec<TrashedPage>, sqlx::Error> {
    sqlx::query_as!(
        TrashedPage,
        r#"select id as "id: PageId", kind, slug, url_path, tree_path, was_live from page where trash_id = $1
           order by length(tree_path) - length(replace(tree_path, '/', '')), position, id"#,
        id.0
    )
    .fetch_all(conn)
    .await
}

/// Puts a branch back into the tree, behind the siblings of its topmost page: (parent, slug, address, ids).
///
/// # Errors
/// When the address is taken.
pub async fn take_out(
    conn: &mut PgConnection,
    trash: TrashId,
    top: &TrashedPage,
    (parent, slug, url_path, tree_path): (PageId, &str, &str, &str),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update page set trash_id = null, url_path = $3 || substr(url_path, length($4) + 1), tree_path = $5 || substr(tree_path, length($6) + 1),
                parent_id = case when id = $2 then $7 else parent_id end, slug = case when id = $2 then $8 else slug end,
                position = case when id = $2
                    then (select coalesce(max(position) + 1, 0) from page s where s.parent_id = $7 and s.trash_id is null) else position end
         where trash_id = $1",
        trash.0,
        top.id.0,
        url_path,
        top.url_path,
        tree_path,
        top.tree_path,
        parent.0,
        slug
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from page_trash where id = $1", trash.0).execute(conn).await.map(drop)
}

/// Deleted branches, the newest first, whose place was in one of the branches `roots`.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    roots: &[String],
    before: Option<TrashId>,
    limit: i64,
) -> Result<Vec<TrashRow>, sqlx::Error> {
    sqlx::query_as!(
        TrashRow,
        r#"select t.id as "id: TrashId", t.page_id as "page_id: PageId", p.draft_title as title, p.kind, p.url_path, t.pages,
                  exists (select 1 from page b where b.trash_id = t.id and b.was_live) as "was_live!",
                  t.deleted_by as "deleted_by: UserId", coalesce(nullif(u.name, ''), u.username, '') as "deleted_by_name!",
                  t.deleted_at, t.purge_at,
                  exists (select 1 from page above where above.id = t.parent_id and above.trash_id is null) as "parent_exists!"
           from page_trash t join page p on p.id = t.page_id left join users u on u.id = t.deleted_by
           where ($2::bigint is null or t.id < $2)
             and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
           order by t.id desc limit $3"#,
        roots,
        before.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await
}

/// The branches whose time is over.
///
/// # Errors
/// When the database refuses.
pub async fn over(conn: &mut PgConnection, now: OffsetDateTime) -> Result<Vec<TrashedBranch>, sqlx::Error> {
    sqlx::query_as!(
        TrashedBranch,
        r#"select id as "id: TrashId", page_id as "page: PageId", parent_id as "parent: PageId", pages, deleted_by as "deleted_by: UserId"
           from page_trash where purge_at <= $1 order by id for update skip locked"#,
        now
    )
    .fetch_all(conn)
    .await
}

/// Deletes a branch for good, with its revisions and all else that belongs to it.
///
/// # Errors
/// When something else must keep one of its pages or revisions.
pub async fn purge(conn: &mut PgConnection, id: TrashId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from page where trash_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from page_trash where id = $1", id.0).execute(conn).await.map(drop)
}
