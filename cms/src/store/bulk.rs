//! `bulk_run` and its items.

use crate::bulk::{BulkAct, BulkId, ItemState, RunState};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Learner, PageId, Staff, UserId};

/// A page that an act on many is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenPage {
    /// Key.
    pub id: PageId,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Its place.
    pub tree_path: String,
}

/// An act on many pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Key.
    pub id: BulkId,
    /// What is done.
    pub act: BulkAct,
    /// Where pages move.
    pub to_parent: Option<PageId>,
    /// Title of the page there.
    pub to_title: Option<String>,
    /// How it stands.
    pub state: RunState,
    /// Who asked.
    pub asked_by: UserId,
    /// Their name.
    pub asked_by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
    /// Pages that are still to be done.
    pub waiting: i64,
    /// Pages that were.
    pub done: i64,
    /// Pages with nothing to do.
    pub skipped: i64,
    /// Pages that could not be.
    pub failed: i64,
}

/// One page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Place in the order.
    pub place: i32,
    /// The page.
    pub page_id: PageId,
    /// Its title when the act was asked for.
    pub title: String,
    /// Its address then.
    pub url_path: String,
    /// How it went.
    pub state: ItemState,
    /// What was done, or why not.
    pub message: String,
    /// When.
    pub finished_at: Option<OffsetDateTime>,
}

/// The pages of these ids in the branches, from the top down; with everything below them on request.
///
/// # Errors
/// When the database refuses.
pub async fn choose(
    conn: &mut PgConnection,
    ids: &[i64],
    roots: &[String],
    with_descendants: bool,
) -> Result<Vec<ChosenPage>, sqlx::Error> {
    sqlx::query_as!(
        ChosenPage,
        r#"with named as (select tree_path from page where id = any($1) and trash_id is null)
           select p.id as "id: PageId", p.draft_title as title, p.url_path, p.tree_path from page p
           where p.trash_id is null
             and exists (select 1 from unnest($2::text[]) as root where starts_with(p.tree_path, root))
             and (p.id = any($1) or ($3 and exists (select 1 from named where starts_with(p.tree_path, named.tree_path))))
           order by length(p.tree_path) - length(replace(p.tree_path, '/', '')), p.url_path, p.id"#,
        ids,
        roots,
        with_descendants
    )
    .fetch_all(conn)
    .await
}

/// Adds a run with its pages.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    (act, to_parent): (BulkAct, Option<PageId>),
    by: UserId,
    pages: &[ChosenPage],
    now: OffsetDateTime,
) -> Result<BulkId, sqlx::Error> {
    let id = sqlx::query_scalar!(
        r#"insert into bulk_run (act, to_parent_id, asked_by, created_at) values ($1, $2, $3, $4) returning id as "id: BulkId""#,
        act.name(),
        to_parent.map(|id| id.0),
        by.0,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    let ids: Vec<i64> = pages.iter().map(|page| page.id.0).collect();
    let titles: Vec<String> = pages.iter().map(|page| page.title.clone()).collect();
    let urls: Vec<String> = pages.iter().map(|page| page.url_path.clone()).collect();
    sqlx::query!(
        "insert into bulk_item (run_id, place, page_id, title, url_path)
         select $1, chosen.place, chosen.id, chosen.title, chosen.url
         from unnest($2::bigint[], $3::text[], $4::text[]) with ordinality as chosen (id, title, url, place)",
        id.0,
        &ids,
        &titles,
        &urls
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// A run that goes on, with who asked, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock_running(
    conn: &mut PgConnection,
    id: BulkId,
) -> Result<Option<(BulkAct, Option<PageId>, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select act, to_parent_id as "to_parent: PageId", asked_by as "asked_by: UserId" from bulk_run
           where id = $1 and state = 'running' for update"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| Some((BulkAct::from_name(&row.act)?, row.to_parent, row.asked_by))))
}

/// The next page to do.
///
/// # Errors
/// When the database refuses.
pub async fn next_waiting(conn: &mut PgConnection, id: BulkId) -> Result<Option<(i32, PageId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select place, page_id as "page: PageId" from bulk_item where run_id = $1 and state = 'waiting' order by place limit 1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.place, row.page)))
}

/// Writes down how a page went.
///
/// # Errors
/// When the database refuses.
pub async fn finish_item(
    conn: &mut PgConnection,
    (id, place): (BulkId, i32),
    state: ItemState,
    message: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_item set state = $3, message = $4, finished_at = $5 where run_id = $1 and place = $2 and state = 'waiting'",
        id.0,
        place,
        state.name(),
        message,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ends a run that goes on; false when it had ended.
///
/// # Errors
/// When the database refuses.
pub async fn finish(
    conn: &mut PgConnection,
    id: BulkId,
    state: RunState,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update bulk_run set state = $2, finished_at = $3 where id = $1 and state = 'running'",
        id.0,
        state.name(),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets a run go on: what failed is to be tried again. Returns how many pages wait.
///
/// # Errors
/// When the database refuses.
pub async fn reopen(conn: &mut PgConnection, id: BulkId) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "update bulk_item set state = 'waiting', message = '', finished_at = null where run_id = $1 and state = 'failed'",
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let waiting = sqlx::query_scalar!(
        r#"select count(*) as "waiting!" from bulk_item where run_id = $1 and state = 'waiting'"#,
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    if waiting > 0 {
        sqlx::query!("update bulk_run set state = 'running', finished_at = null where id = $1", id.0)
            .execute(conn)
            .await?;
    }
    Ok(waiting)
}

/// Runs, the newest first: those of one person, or all; one of them, or all.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    by: Option<UserId>,
    id: Option<BulkId>,
    limit: i64,
) -> Result<Vec<RunRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id: BulkId", r.act, r.to_parent_id as "to_parent: PageId", target.draft_title as "to_title?", r.state,
                  r.asked_by as "asked_by: UserId", coalesce(nullif(u.name, ''), u.username, 'Somebody') as "asked_by_name!",
                  r.created_at, r.finished_at, counts.waiting as "waiting!", counts.done as "done!", counts.skipped as "skipped!",
                  counts.failed as "failed!"
           from bulk_run r
           left join users u on u.id = r.asked_by
           left join page target on target.id = r.to_parent_id
           cross join lateral (
               select count(*) filter (where i.state = 'waiting') as waiting, count(*) filter (where i.state = 'done') as done,
                      count(*) filter (where i.state = 'skipped') as skipped, count(*) filter (where i.state = 'failed') as failed
               from bulk_item i where i.run_id = r.id) counts
           where ($1::bigint is null or r.asked_by = $1) and ($2::bigint is null or r.id = $2)
           order by r.id desc limit $3"#,
        by.map(|id| id.0),
        id.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(RunRow {
                id: row.id,
                act: BulkAct::from_name(&row.act)?,
                to_parent: row.to_parent,
                to_title: row.to_title,
                state: RunState::from_name(&row.state)?,
                asked_by: row.asked_by,
                asked_by_name: row.asked_by_name,
                created_at: row.created_at,
                finished_at: row.finished_at,
                waiting: row.waiting,
                done: row.done,
                skipped: row.skipped,
                failed: row.failed,
            })
        })
        .collect())
}

/// Pages of a run in their order, behind `after`; all, or those in one state.
///
/// # Errors
/// When the database refuses.
pub async fn items(
    conn: &mut PgConnection,
    id: BulkId,
    state: Option<ItemState>,
    after: i32,
    limit: i64,
) -> Result<Vec<ItemRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select place, page_id as "page_id: PageId", title, url_path, state, message, finished_at from bulk_item
           where run_id = $1 and place > $2 and ($3::text is null or state = $3) order by place limit $4"#,
        id.0,
        after,
        state.map(ItemState::name),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(ItemRow {
                place: row.place,
                page_id: row.page_id,
                title: row.title,
                url_path: row.url_path,
                state: ItemState::from_name(&row.state)?,
                message: row.message,
                finished_at: row.finished_at,
            })
        })
        .collect())
}

/// The person who asked, as they are now; none when they are no staff any more.
///
/// # Errors
/// When the database refuses.
pub async fn staff(conn: &mut PgConnection, id: UserId) -> Result<Option<Staff>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select u.username, u.email, u.name, u.is_superuser,
                  array(select p.permission from user_permission p where p.user_id = u.id order by p.permission) as "permissions!"
           from users u where u.id = $1 and u.is_staff and u.is_active and u.retired_at is null"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let person = Learner { id, username: row.username, email: row.email.parse().ok()?, name: row.name };
        Some(Staff { person, is_superuser: row.is_superuser, permissions: row.permissions })
    }))
}
