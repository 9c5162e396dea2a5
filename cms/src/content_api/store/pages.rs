//! `page` with the text that somebody may read.

use super::build::{Statement, filter, order, words};
use crate::{content_api::params::Listing, store::page::PageRow};
use serde_json::Value;
use sqlx::{PgConnection, Row};
use time::OffsetDateTime;
use xpro_kernel::{CourseId, PageId, ProgramId};

/// What somebody may read: what is live for everybody and, in these branches, the newest texts.
#[derive(Debug, Clone, Default)]
pub(in crate::content_api) struct Reach {
    /// Beginnings of `tree_path`; empty for what is live only.
    pub drafts_below: Vec<String>,
}

/// A page with its text, for showing.
#[derive(Debug, Clone)]
pub(in crate::content_api) struct ApiPage {
    pub id: PageId,
    pub parent_id: Option<PageId>,
    pub kind: String,
    pub slug: String,
    pub url_path: String,
    pub title: String,
    pub live: bool,
    pub course_id: Option<CourseId>,
    pub program_id: Option<ProgramId>,
    pub featured: bool,
    pub first_published_at: Option<OffsetDateTime>,
    pub last_published_at: Option<OffsetDateTime>,
    /// The text is the newest, not the published one.
    pub is_newest: bool,
    pub has_unpublished: bool,
    pub version: i64,
    pub schema: i32,
    pub body: Value,
}

/// Where a listing looks, besides what the request says itself.
#[derive(Debug, Clone, Default)]
pub(in crate::content_api) struct Around<'a> {
    pub child_of: Option<PageId>,
    pub below: Option<&'a PageRow>,
    pub above: Option<&'a PageRow>,
}

/// Keys of a stretch of the listing, in order, and how many fit in all. One statement; one more when the stretch is empty.
pub(in crate::content_api) async fn list(
    conn: &mut PgConnection,
    listing: &Listing,
    around: &Around<'_>,
    reach: &Reach,
) -> Result<(Vec<i64>, i64), sqlx::Error> {
    let mut statement = Statement::new("select p.id, count(*) over () as total");
    conditions(&mut statement, listing, around, reach);
    let rank = (!listing.search.is_empty()).then_some("ts_rank(found.words, asked.words)");
    order(&mut statement, &listing.order, rank, "p.id");
    statement.push(" limit ").push_bind(listing.limit).push(" offset ").push_bind(listing.offset);
    let rows = statement.build().fetch_all(&mut *conn).await?;
    let ids = rows.iter().map(|row| row.try_get("id")).collect::<Result<Vec<i64>, _>>()?;
    let total = match rows.first() {
        Some(row) => row.try_get("total")?,
        None if listing.offset == 0 && listing.limit > 0 => 0,
        None => count(conn, listing, around, reach).await?,
    };
    Ok((ids, total))
}

async fn count(
    conn: &mut PgConnection,
    listing: &Listing,
    around: &Around<'_>,
    reach: &Reach,
) -> Result<i64, sqlx::Error> {
    let mut statement = Statement::new("select count(*) as total");
    conditions(&mut statement, listing, around, reach);
    statement.build().fetch_one(conn).await?.try_get("total")
}

fn conditions(statement: &mut Statement, listing: &Listing, around: &Around<'_>, reach: &Reach) {
    statement.push(" from (select page.*, exists (select 1 from unnest(").push_bind(reach.drafts_below.clone());
    // Titles of drafts only for those who may read them.
    statement.push(
        "::text[]) root where starts_with(page.tree_path, root)) as is_newest from page where trash_id is null) o
         cross join lateral (
             select o.id, o.kind, o.slug, o.live, o.parent_id, o.tree_path, o.course_id, o.program_id, o.featured, o.first_published_at,
                    o.last_published_at, o.is_newest, case when o.is_newest then o.draft_title else o.title end as title,
                    case when o.is_newest then o.latest_revision_id
                         when o.live and not page_is_private(o.tree_path) then o.published_revision_id end as shown) p
         join page_revision r on r.id = p.shown",
    );
    if listing.readable_id.is_some() {
        statement.push(" left join course c on c.id = p.course_id left join program g on g.id = p.program_id");
    }
    if !listing.search.is_empty() {
        statement.push(
            " left join page_search newest on newest.page_id = p.id and p.is_newest
              left join page_live_search published on published.page_id = p.id and not p.is_newest
              cross join lateral (select coalesce(newest.words, published.words) as words) found
              cross join (select ",
        );
        words(statement, &listing.search, listing.any_word);
        statement.push(" as words) asked");
    }
    statement.push(" where true");
    if !listing.search.is_empty() {
        statement.push(" and found.words @@ asked.words");
    }
    if !listing.kinds.is_empty() {
        let kinds: Vec<String> = listing.kinds.iter().map(|kind| kind.name().to_owned()).collect();
        statement.push(" and p.kind = any(").push_bind(kinds).push(")");
    }
    if let Some(parent) = around.child_of {
        statement.push(" and p.parent_id = ").push_bind(parent.0);
    }
    if let Some(top) = around.below {
        statement.push(" and starts_with(p.tree_path, ").push_bind(top.tree_path.clone());
        statement.push(") and p.id <> ").push_bind(top.id.0);
    }
    if let Some(bottom) = around.above {
        statement.push(" and starts_with(").push_bind(bottom.tree_path.clone());
        statement.push(", p.tree_path) and p.id <> ").push_bind(bottom.id.0);
    }
    if let Some(id) = &listing.readable_id {
        statement.push(" and ").push_bind(id.clone()).push(" in (c.readable_id, g.readable_id)");
    }
    filter(statement, &listing.filters);
}

/// These pages as far as they may be read, in the order of the keys. One statement.
pub(in crate::content_api) async fn by_ids(
    conn: &mut PgConnection,
    ids: &[i64],
    reach: &Reach,
) -> Result<Vec<ApiPage>, sqlx::Error> {
    sqlx::query_as!(
        ApiPage,
        r#"select p.id as "id: PageId", p.parent_id as "parent_id: PageId", p.kind, p.slug, p.url_path,
                  case when may.newest then p.draft_title else p.title end as "title!", p.live, p.course_id as "course_id: CourseId",
                  p.program_id as "program_id: ProgramId", p.featured, p.first_published_at, p.last_published_at,
                  may.newest as "is_newest!", p.latest_revision_id is distinct from p.published_revision_id or not p.live as "has_unpublished!",
                  r.version, r.schema, r.body
           from page p
           cross join lateral (select exists (select 1 from unnest($2::text[]) root where starts_with(p.tree_path, root)) as newest) may
           join page_revision r on r.id = case when may.newest then p.latest_revision_id
                                                when p.live and not page_is_private(p.tree_path) then p.published_revision_id end
           where p.id = any($1) and p.trash_id is null
           order by array_position($1, p.id)"#,
        ids,
        &reach.drafts_below
    )
    .fetch_all(conn)
    .await
}

/// A picture, as pages and the library show it.
#[derive(Debug, Clone)]
pub(in crate::content_api) struct ApiImage {
    pub id: i64,
    pub title: String,
    pub alt: String,
    pub file_key: String,
    pub width: i32,
    pub height: i32,
    pub tags: Vec<String>,
    pub file_hash: String,
    pub focal_x: f32,
    pub focal_y: f32,
    pub focal_width: f32,
    pub focal_height: f32,
}

/// These pictures, in the order of the keys. One statement.
pub(in crate::content_api) async fn images(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<ApiImage>, sqlx::Error> {
    sqlx::query_as!(
        ApiImage,
        "select id, title, alt, file_key, width, height, tags, file_hash, focal_x, focal_y, focal_width, focal_height
         from image where id = any($1) order by array_position($1, id)",
        ids
    )
    .fetch_all(conn)
    .await
}
