//! `page` for lists.

use crate::tree::explore::{PageStatus, PageSummary};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// Which pages, and in which order. What is none or empty is not asked.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Branches that may be seen, and the pages above them.
    pub roots: Vec<String>,
    /// Directly below this page.
    pub parent: Option<PageId>,
    /// This page and its siblings that may be seen.
    pub parent_of: Option<PageId>,
    /// These pages.
    pub ids: Option<Vec<i64>>,
    /// Beginnings of words, as a `tsquery`.
    pub words: Option<String>,
    /// Beginning of `tree_path`.
    pub below: Option<String>,
    /// Kinds.
    pub kinds: Vec<String>,
    /// Statuses.
    pub statuses: Vec<String>,
    /// Made by.
    pub owner: Option<UserId>,
    /// Last written by.
    pub edited_by: Option<UserId>,
    /// Last written at or after.
    pub edited_from: Option<OffsetDateTime>,
    /// Last written before.
    pub edited_until: Option<OffsetDateTime>,
    /// With pages below.
    pub has_children: Option<bool>,
    /// Locked.
    pub locked: Option<bool>,
    /// `title`, `updated`, `kind`, `status`, `position` or `relevance`.
    pub sort: &'static str,
    /// The other way round.
    pub descending: bool,
    /// Behind the page with this id and key.
    pub after: Option<(i64, String)>,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The page.
    pub page: PageSummary,
    /// By what it is ordered.
    pub sort_key: String,
    /// How many there are in all.
    pub total: i64,
}

/// The list. Names are looked up, and pages below counted, only for the part that is wanted.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection, wanted: &Wanted, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
    let (after_id, after_key) = wanted.after.clone().unzip();
    let rows = sqlx::query!(
        r#"with fitting as materialized (
               select p.*, publish.at as scheduled_at, expire.at as expires_at,
                      case when not p.live and publish.at is not null then 'scheduled'
                           when not p.live and p.expired then 'expired'
                           when not p.live then 'draft'
                           when publish.at is not null then 'live_scheduled'
                           when p.latest_revision_id is distinct from p.published_revision_id then 'live_draft'
                           else 'live' end as status,
                      case when $1 = 'relevance' and $2::text is not null then ts_rank(s.words, to_tsquery('simple', $2)) else 0 end as rank
               from page p
               left join page_schedule publish on publish.page_id = p.id and publish.state = 'waiting' and publish.action = 'publish'
               left join page_schedule expire on expire.page_id = p.id and expire.state = 'waiting' and expire.action = 'expire'
               left join page_search s on s.page_id = p.id
               where p.trash_id is null
                 and exists (select 1 from unnest($3::text[]) as root where starts_with(p.tree_path, root) or starts_with(root, p.tree_path))
                 and ($4::bigint is null or p.parent_id = $4)
                 and ($5::bigint is null or p.id = $5)
                 and ($6::bigint[] is null or p.id = any($6))
                 and ($2::text is null or s.words @@ to_tsquery('simple', $2))
                 and ($7::text is null or starts_with(p.tree_path, $7))
                 and (cardinality($8::text[]) = 0 or p.kind = any($8))
                 and ($9::bigint is null or p.owner_id = $9)
                 and ($10::bigint is null or p.updated_by = $10)
                 and ($11::timestamptz is null or p.updated_at >= $11)
                 and ($12::timestamptz is null or p.updated_at < $12)
                 and ($13::boolean is null or $13 = (p.locked_by is not null))
                 and ($14::boolean is null or $14 = exists (select 1 from page below where below.parent_id = p.id and below.trash_id is null))
           ), keyed as (
               select f.*,
                      case $1 when 'updated' then to_char(f.updated_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS')
                              when 'kind' then f.kind || ' ' || lower(f.draft_title)
                              when 'status' then f.status || ' ' || lower(f.draft_title)
                              when 'position' then lpad(f.position::text, 10, '0')
                              when 'relevance' then to_char(1000 - f.rank, 'FM0000.00000000') || ' ' || lower(f.draft_title)
                              else lower(f.draft_title) end collate "C" as sort_key
               from fitting f
               where cardinality($15::text[]) = 0 or f.status = any($15)
           ), part as (
               select * from keyed k
               where $16::bigint is null
                  or (not $18 and (k.sort_key, k.id) > ($17::text, $16))
                  or ($18 and (k.sort_key, k.id) < ($17::text, $16))
               order by case when $18 then k.sort_key end desc, case when $18 then k.id end desc, k.sort_key, k.id
               limit $19
           ), children as (
               select parent_id, count(*) from page where trash_id is null and parent_id in (select id from part) group by parent_id
           )
           select k.id as "id!: PageId", k.parent_id as "parent_id?: PageId", above.draft_title as "parent_title?", k.kind as "kind!",
                  k.draft_title as "title!", k.slug as "slug!", k.url_path as "url_path!", k.tree_path as "tree_path!",
                  k.position as "position!", k.live as "live!", k.status as "status!", k.scheduled_at as "scheduled_at?",
                  k.expires_at as "expires_at?", k.latest_revision_id is distinct from k.published_revision_id as "has_draft!",
                  k.locked_by as "locked_by?: UserId", locker.name as "locked_by_name?", page_is_private(k.tree_path) as "is_private!",
                  coalesce(children.count, 0) as "child_count!",
                  k.owner_id as "owner_id?: UserId", owner.name as "owner_name?", k.updated_at as "updated_at!",
                  k.updated_by as "updated_by?: UserId", writer.name as "updated_by_name?", k.first_published_at as "first_published_at?",
                  k.last_published_at as "last_published_at?", k.sort_key as "sort_key!", (select count(*) from keyed) as "total!"
           from part k
           left join children on children.parent_id = k.id
           left join page above on above.id = k.parent_id
           left join users locker on locker.id = k.locked_by
           left join users owner on owner.id = k.owner_id
           left join users writer on writer.id = k.updated_by
           order by case when $18 then k.sort_key end desc, case when $18 then k.id end desc, k.sort_key, k.id"#,
        wanted.sort,
        wanted.words,
        &wanted.roots,
        wanted.parent.map(|id| id.0),
        wanted.parent_of.map(|id| id.0),
        wanted.ids.as_deref(),
        wanted.below,
        &wanted.kinds,
        wanted.owner.map(|id| id.0),
        wanted.edited_by.map(|id| id.0),
        wanted.edited_from,
        wanted.edited_until,
        wanted.locked,
        wanted.has_children,
        &wanted.statuses,
        after_id,
        after_key,
        wanted.descending,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            page: PageSummary {
                id: row.id,
                parent_id: row.parent_id,
                parent_title: row.parent_title,
                kind: row.kind,
                title: row.title,
                slug: row.slug,
                url_path: row.url_path,
                tree_path: row.tree_path,
                position: row.position,
                live: row.live,
                status: PageStatus::from_name(&row.status).unwrap_or(PageStatus::Draft),
                has_draft: row.has_draft,
                scheduled_at: row.scheduled_at,
                expires_at: row.expires_at,
                locked_by: row.locked_by,
                locked_by_name: row.locked_by_name,
                is_private: row.is_private,
                child_count: row.child_count,
                owner_id: row.owner_id,
                owner_name: row.owner_name,
                updated_at: row.updated_at,
                updated_by: row.updated_by,
                updated_by_name: row.updated_by_name,
                first_published_at: row.first_published_at,
                last_published_at: row.last_published_at,
            },
            sort_key: row.sort_key,
            total: row.total,
        })
        .collect())
}

/// The pages of a branch, and those of them that are public.
///
/// # Errors
/// When the database refuses.
pub async fn count(conn: &mut PgConnection, tree_path: &str) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "pages!", count(*) filter (where live) as "live!" from page
           where tree_path like $1 || '%' and trash_id is null"#,
        tree_path
    )
    .fetch_one(conn)
    .await?;
    Ok((row.pages, row.live))
}
