//! `external_link`: links to other sites, where they are used, and what became of them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::PageId;

/// Key of an `external_link`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct LinkId(pub i64);

/// Links of one text: three columns.
#[derive(Debug, Clone, Default)]
pub struct FoundLinks {
    /// Addresses.
    pub urls: Vec<String>,
    /// Their hosts.
    pub hosts: Vec<String>,
    /// Fields.
    pub paths: Vec<String>,
}

/// A link to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLink {
    /// Key.
    pub id: LinkId,
    /// Where it leads.
    pub url: String,
    /// Whom that asks.
    pub host: String,
    /// The first failing check since it last worked.
    pub failing_since: Option<OffsetDateTime>,
    /// Failing checks in a row.
    pub failures: i32,
}

/// What a check makes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// When.
    pub checked_at: OffsetDateTime,
    /// Of the answer, if there was one.
    pub status: Option<i16>,
    /// Kind of failure; empty when all is well.
    pub failure: String,
    /// The first failing check in a row.
    pub failing_since: Option<OffsetDateTime>,
    /// Failing checks in a row.
    pub failures: i32,
    /// Editors are told.
    pub is_dead: bool,
    /// When to ask again.
    pub due_at: OffsetDateTime,
}

/// A link that does not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLink {
    /// Where it leads.
    pub url: String,
    /// Of the last answer.
    pub status: Option<i16>,
    /// Kind of failure.
    pub failure: String,
    /// The first failing check in a row.
    pub failing_since: OffsetDateTime,
}

/// A place that a dead link stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadPlace {
    /// The link.
    pub link: LinkId,
    /// `page`, or a kind of record.
    pub kind: String,
    /// Its key.
    pub id: i64,
    /// The field.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// Its address; empty for records.
    pub url_path: String,
    /// Visitors see it.
    pub in_live: bool,
    /// Where the link leads.
    pub url: String,
    /// Of the last answer.
    pub status: Option<i16>,
    /// Kind of failure.
    pub failure: String,
    /// The first failing check in a row.
    pub failing_since: OffsetDateTime,
    /// The last check.
    pub checked_at: OffsetDateTime,
}

/// A text of which nobody wrote down where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingText {
    /// `live` or `draft`.
    pub which: String,
    /// Kind of its page.
    pub kind: String,
    /// Its schema.
    pub schema: i32,
    /// What it says.
    pub body: Value,
}

/// Puts where one text of a page leads in the place of where it led before. New addresses are due at `due`.
///
/// # Errors
/// When the database refuses.
pub async fn replace_of_page(
    conn: &mut PgConnection,
    (page, revision): (PageId, &str),
    found: &FoundLinks,
    due: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    // The update returns the row that somebody else added meanwhile, too.
    sqlx::query!(
        "with found as (select url, host, path from unnest($3::text[], $4::text[], $5::text[]) as found (url, host, path)),
         gone as (
             delete from page_link u where u.page_id = $1 and u.revision = $2 and not exists (
                 select from found join external_link l on l.url = found.url where l.id = u.link_id and found.path = u.path)
         ),
         added as (
             insert into external_link (url, host, due_at)
             select distinct url, host, $6::timestamptz from found
             where not exists (select from external_link l where l.url = found.url) order by url
             on conflict (url) do update set host = excluded.host
             returning id, url
         ),
         known as (
             select id, url from added union select l.id, l.url from external_link l join found on found.url = l.url
         )
         insert into page_link (page_id, revision, link_id, path)
         select $1, $2, known.id, found.path from found join known on known.url = found.url
         on conflict do nothing",
        page.0,
        revision,
        &found.urls,
        &found.hosts,
        &found.paths,
        due
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The same for a record.
///
/// # Errors
/// When the database refuses.
pub async fn replace_of_record(
    conn: &mut PgConnection,
    (kind, id): (&str, i64),
    found: &FoundLinks,
    due: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with found as (select url, host, path from unnest($3::text[], $4::text[], $5::text[]) as found (url, host, path)),
         gone as (
             delete from record_link u where u.record_kind = $1 and u.record_id = $2 and not exists (
                 select from found join external_link l on l.url = found.url where l.id = u.link_id and found.path = u.path)
         ),
         added as (
             insert into external_link (url, host, due_at)
             select distinct url, host, $6::timestamptz from found
             where not exists (select from external_link l where l.url = found.url) order by url
             on conflict (url) do update set host = excluded.host
             returning id, url
         ),
         known as (
             select id, url from added union select l.id, l.url from external_link l join found on found.url = l.url
         )
         insert into record_link (record_kind, record_id, link_id, path)
         select $1, $2, known.id, found.path from found join known on known.url = found.url
         on conflict do nothing",
        kind,
        id,
        &found.urls,
        &found.hosts,
        &found.paths,
        due
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes texts out of the backlog.
///
/// # Errors
/// When the database refuses.
pub async fn take_backlog(conn: &mut PgConnection, most: i64) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        "delete from link_backlog b using (
             select source, id from link_backlog order by source, id limit $1 for update skip locked
         ) next where b.source = next.source and b.id = next.id returning b.source, b.id",
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.source, row.id)).collect())
}

/// What visitors and editors see of a page.
///
/// # Errors
/// When the database refuses.
pub async fn texts_of_page(conn: &mut PgConnection, page: PageId) -> Result<Vec<WaitingText>, sqlx::Error> {
    sqlx::query_as!(
        WaitingText,
        r#"select r.which as "which!", p.kind, v.schema, v.body
           from page p
           cross join lateral (values ('live', p.published_revision_id), ('draft', p.latest_revision_id)) r (which, id)
           join page_revision v on v.id = r.id
           where p.id = $1 and (p.live or r.which = 'draft')"#,
        page.0
    )
    .fetch_all(conn)
    .await
}

/// Makes those who take links wait for each other until their transactions end, so that no two take the same host.
///
/// # Errors
/// When the database refuses.
pub async fn lock_claims(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(4307018)").fetch_one(conn).await.map(drop)
}

/// Takes due links of the host that waits longest and that nobody asks. Links that nothing uses are not asked.
///
/// # Errors
/// When the database refuses.
pub async fn claim_host(
    conn: &mut PgConnection,
    now: OffsetDateTime,
    until: OffsetDateTime,
    most: i64,
) -> Result<Vec<DueLink>, sqlx::Error> {
    sqlx::query_as!(
        DueLink,
        r#"with used as (
               select l.id, l.host, l.due_at from external_link l
               where l.due_at <= $1
                 and (exists (select from page_link u join page p on p.id = u.page_id where u.link_id = l.id and p.trash_id is null)
                      or exists (select from record_link u where u.link_id = l.id))
                 and not exists (select from external_link o where o.host = l.host and o.claimed_until > $1)
           )
           update external_link l set claimed_until = $2
           where l.id in (
               select id from used where host = (select host from used order by due_at, id limit 1) order by due_at, id limit $3
           )
           returning l.id as "id: LinkId", l.url, l.host, l.failing_since, l.failures"#,
        now,
        until,
        most
    )
    .fetch_all(conn)
    .await
}

/// Takes one link, if nobody asks its host.
///
/// # Errors
/// When the database refuses.
pub async fn claim_link(
    conn: &mut PgConnection,
    link: LinkId,
    now: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Option<DueLink>, sqlx::Error> {
    sqlx::query_as!(
        DueLink,
        r#"update external_link l set claimed_until = $3
           where l.id = $1 and not exists (select from external_link o where o.host = l.host and o.claimed_until > $2)
           returning l.id as "id: LinkId", l.url, l.host, l.failing_since, l.failures"#,
        link.0,
        now,
        until
    )
    .fetch_optional(conn)
    .await
}

/// Frees links that were not asked.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(conn: &mut PgConnection, links: &[i64], due: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update external_link set claimed_until = null, due_at = greatest(due_at, $2) where id = any($1)",
        links,
        due
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes down what a check saw.
///
/// # Errors
/// When the database refuses.
pub async fn note(conn: &mut PgConnection, link: LinkId, verdict: &Verdict) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update external_link set checked_at = $2, status = $3, failure = $4, failing_since = $5, failures = $6,
                is_dead = $7, due_at = $8, claimed_until = null where id = $1",
        link.0,
        verdict.checked_at,
        verdict.status,
        verdict.failure,
        verdict.failing_since,
        verdict.failures,
        verdict.is_dead,
        verdict.due_at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes what nothing uses and nobody asked for since `before`.
///
/// # Errors
/// When the database refuses.
pub async fn purge(conn: &mut PgConnection, before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from external_link l where due_at < $1
           and not exists (select from page_link u where u.link_id = l.id)
           and not exists (select from record_link u where u.link_id = l.id)",
        before
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Which of these addresses do not work.
///
/// # Errors
/// When the database refuses.
pub async fn dead(conn: &mut PgConnection, urls: &[String]) -> Result<Vec<DeadLink>, sqlx::Error> {
    sqlx::query_as!(
        DeadLink,
        r#"select url, status, failure, failing_since as "failing_since!" from external_link where is_dead and url = any($1)"#,
        urls
    )
    .fetch_all(conn)
    .await
}

/// The places of links that do not work: in pages of these branches, and in records of these kinds.
///
/// # Errors
/// When the database refuses.
pub async fn dead_places(
    conn: &mut PgConnection,
    roots: &[String],
    kinds: &[String],
) -> Result<Vec<DeadPlace>, sqlx::Error> {
    sqlx::query_as!(
        DeadPlace,
        r#"select l.id as "link!: LinkId", u.kind as "kind!", u.id as "id!", u.path as "path!", u.title as "title!",
                  u.url_path as "url_path!", u.in_live as "in_live!", l.url as "url!", l.status, l.failure as "failure!",
                  l.failing_since as "failing_since!", l.checked_at as "checked_at!"
           from external_link l
           cross join lateral (
               select 'page' as kind, p.id, u.path, p.draft_title as title, p.url_path, bool_or(u.revision = 'live') as in_live
               from page_link u join page p on p.id = u.page_id and p.trash_id is null
               where u.link_id = l.id and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))
               group by p.id, u.path
               union all
               select u.record_kind, u.record_id, u.path, coalesce(s.name, initcap(replace(u.record_kind, '_', ' '))), '', true
               from record_link u left join snippet s on u.record_kind <> 'settings' and s.id = u.record_id
               where u.link_id = l.id and u.record_kind = any($2)
           ) u
           where l.is_dead
           order by u.in_live desc, u.title, u.id, u.path, l.url limit 5000"#,
        roots,
        kinds
    )
    .fetch_all(conn)
    .await
}

/// Pages and kinds of records that use a link.
///
/// # Errors
/// When the database refuses.
pub async fn users(conn: &mut PgConnection, link: LinkId) -> Result<(Vec<i64>, Vec<String>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select array(select distinct page_id from page_link where link_id = $1) as "pages!",
                  array(select distinct record_kind from record_link where link_id = $1) as "kinds!""#,
        link.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.pages, row.kinds))
}
