//! Quick looks over the tree: titles to jump to, people to filter by, the pages that point at one.

use sqlx::PgConnection;
use xpro_kernel::{PageId, UserId};

/// A page to jump to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Key.
    pub id: PageId,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Its kind.
    pub kind: String,
    /// Visitors see it.
    pub live: bool,
}

/// Pages of the branches whose title or address has the letters of a pattern, the last written first.
///
/// # Errors
/// When the database refuses.
pub async fn places(
    conn: &mut PgConnection,
    roots: &[String],
    pattern: &str,
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        r#"select id as "id: PageId", draft_title as title, url_path, kind, live from page p
           where trash_id is null
             and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
             and (draft_title ilike $2 or url_path ilike $2)
           order by updated_at desc, id limit $3"#,
        roots,
        pattern,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Who made or wrote pages of the branches, by name.
///
/// # Errors
/// When the database refuses.
pub async fn people(conn: &mut PgConnection, roots: &[String]) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select u.id as "id: UserId", coalesce(nullif(u.name, ''), u.username) as "name!" from users u
           where u.id in (
               select p.owner_id from page p
               where p.trash_id is null and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
               union
               select p.updated_by from page p
               where p.trash_id is null and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root)))
           order by 2, 1"#,
        roots
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The pages outside a branch that point into it, by title.
///
/// # Errors
/// When the database refuses.
pub async fn pointing_into(
    conn: &mut PgConnection,
    tree_path: &str,
    roots: &[String],
    limit: i64,
) -> Result<Vec<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        r#"select p.id as "id: PageId", p.draft_title as title, p.url_path, p.kind, p.live from page p
           where p.trash_id is null and not starts_with(p.tree_path, $1)
             and exists (select 1 from unnest($2::text[]) as root where starts_with(p.tree_path, root))
             and exists (select 1 from content_reference r join page target on target.id = r.target_id
                         where r.page_id = p.id and r.target_type = 'page' and starts_with(target.tree_path, $1))
           order by p.draft_title, p.id limit $3"#,
        tree_path,
        roots,
        limit
    )
    .fetch_all(conn)
    .await
}
