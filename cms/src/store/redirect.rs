//! `redirect`.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct RedirectId(pub i64);

/// A redirect, with its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectRow {
    /// Key.
    pub id: RedirectId,
    /// Normalized path.
    pub from: String,
    /// The page that it leads to.
    pub to_page: Option<PageId>,
    /// Its newest title.
    pub to_page_title: Option<String>,
    /// Where it leads now.
    pub to: String,
    /// 301 instead of 302.
    pub permanent: bool,
    /// Made by itself.
    pub automatic: bool,
    /// Visitors sent on.
    pub hits: i64,
    /// The last of them.
    pub last_used_at: Option<OffsetDateTime>,
    /// Made.
    pub created_at: OffsetDateTime,
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRedirect {
    /// Normalized path.
    pub from: String,
    /// Either a page,
    pub to_page: Option<PageId>,
    /// or an address.
    pub to_url: Option<String>,
    /// 301 instead of 302.
    pub permanent: bool,
    /// Who writes.
    pub by: Option<UserId>,
}

/// A redirect as the public pages use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRedirect {
    /// Key.
    pub id: RedirectId,
    /// Normalized path.
    pub from: String,
    /// Either a page,
    pub to_page: Option<PageId>,
    /// or an address.
    pub to_url: Option<String>,
    /// 301 instead of 302.
    pub permanent: bool,
}

/// All of them.
///
/// # Errors
/// When the database refuses.
pub async fn list_public(conn: &mut PgConnection) -> Result<Vec<PublicRedirect>, sqlx::Error> {
    sqlx::query_as!(
        PublicRedirect,
        r#"select id as "id: RedirectId", from_path as "from", to_page_id as "to_page: PageId", to_url, permanent
           from redirect order by id"#
    )
    .fetch_all(conn)
    .await
}

/// Those that lead to addresses: key, from, to.
///
/// # Errors
/// When the database refuses.
pub async fn urls(conn: &mut PgConnection) -> Result<Vec<(RedirectId, String, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: RedirectId", from_path, to_url as "to_url!" from redirect where to_url is not null"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.from_path, row.to_url)).collect())
}

/// One.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: RedirectId) -> Result<Option<RedirectRow>, sqlx::Error> {
    sqlx::query_as!(
        RedirectRow,
        r#"select r.id as "id: RedirectId", from_path as "from", to_page_id as "to_page: PageId", p.draft_title as "to_page_title?",
                  coalesce(to_url, p.url_path, '') as "to!", permanent, automatic, hits, last_used_at, r.created_at
           from redirect r left join page p on p.id = r.to_page_id where r.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The one from an address.
///
/// # Errors
/// When the database refuses.
pub async fn find_from(conn: &mut PgConnection, from: &str) -> Result<Option<RedirectId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: RedirectId" from redirect where from_path = $1"#, from)
        .fetch_optional(conn)
        .await
}

/// Redirects that hold a text, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    text: &str,
    automatic: Option<bool>,
    after: Option<RedirectId>,
    limit: i64,
) -> Result<Vec<RedirectRow>, sqlx::Error> {
    sqlx::query_as!(
        RedirectRow,
        r#"select r.id as "id: RedirectId", from_path as "from", to_page_id as "to_page: PageId", p.draft_title as "to_page_title?",
                  coalesce(to_url, p.url_path, '') as "to!", permanent, automatic, hits, last_used_at, r.created_at
           from redirect r left join page p on p.id = r.to_page_id
           where ($1 = '' or position(lower($1) in lower(from_path || ' ' || coalesce(to_url, p.url_path, ''))) > 0)
             and ($2::boolean is null or automatic = $2) and ($3::bigint is null or r.id < $3)
           order by r.id desc limit $4"#,
        text,
        automatic,
        after.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Adds one.
///
/// # Errors
/// When there is one from that address, or no such page.
pub async fn insert(
    conn: &mut PgConnection,
    write: &WriteRedirect,
    automatic: bool,
    now: OffsetDateTime,
) -> Result<RedirectId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into redirect (from_path, to_page_id, to_url, permanent, automatic, created_by, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7) returning id as "id: RedirectId""#,
        write.from,
        write.to_page.map(|id| id.0),
        write.to_url,
        write.permanent,
        automatic,
        write.by.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await
}

/// Adds or changes one that made itself; one made by hand stays, and the answer is false.
///
/// # Errors
/// When there is no such page.
pub async fn put_automatic(
    conn: &mut PgConnection,
    write: &WriteRedirect,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into redirect (from_path, to_page_id, to_url, permanent, automatic, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, true, $5, $6, $6)
         on conflict (from_path) do update set to_page_id = excluded.to_page_id, to_url = excluded.to_url,
                permanent = excluded.permanent, updated_at = excluded.updated_at
         where redirect.automatic",
        write.from,
        write.to_page.map(|id| id.0),
        write.to_url,
        write.permanent,
        write.by.map(|id| id.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes one.
///
/// # Errors
/// When there is another from that address, or no such page.
pub async fn update(
    conn: &mut PgConnection,
    id: RedirectId,
    write: &WriteRedirect,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update redirect set from_path = $2, to_page_id = $3, to_url = $4, permanent = $5, automatic = false, updated_at = $6 where id = $1",
        id.0,
        write.from,
        write.to_page.map(|id| id.0),
        write.to_url,
        write.permanent,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes one.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, id: RedirectId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from redirect where id = $1", id.0).execute(conn).await.map(drop)
}

/// Deletes those from these addresses that made themselves.
///
/// # Errors
/// When the database refuses.
pub async fn delete_automatic(conn: &mut PgConnection, from: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from redirect where automatic and from_path = any($1)", from).execute(conn).await.map(drop)
}

/// Counts a visitor.
///
/// # Errors
/// When the database refuses.
pub async fn count(conn: &mut PgConnection, id: RedirectId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!("update redirect set hits = hits + 1, last_used_at = $2 where id = $1", id.0, now)
        .execute(conn)
        .await
        .map(drop)
}
