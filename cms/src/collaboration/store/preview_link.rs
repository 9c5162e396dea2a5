//! `preview_link`.

use crate::collaboration::{PreviewLinkId, preview_links::PreviewLink};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};

/// A link that is made.
#[derive(Debug)]
pub struct NewLink<'a> {
    /// To which page.
    pub page: PageId,
    /// To which text; none is the draft as it is then.
    pub revision: Option<RevisionId>,
    /// What the token hashes to.
    pub token_hash: &'a [u8],
    /// For whom, in the maker's words.
    pub note: &'a str,
    /// Who makes it.
    pub by: UserId,
    /// Until when it opens.
    pub expires_at: OffsetDateTime,
}

/// Adds a link.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    link: NewLink<'_>,
    now: OffsetDateTime,
) -> Result<PreviewLinkId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into preview_link (page_id, revision_id, token_hash, note, created_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7) returning id as "id: PreviewLinkId""#,
        link.page.0,
        link.revision.map(|id| id.0),
        link.token_hash,
        link.note,
        link.by.0,
        now,
        link.expires_at
    )
    .fetch_one(conn)
    .await
}

/// How many links of a page still open.
///
/// # Errors
/// When the database refuses.
pub async fn count_open(conn: &mut PgConnection, page: PageId, now: OffsetDateTime) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from preview_link where page_id = $1 and revoked_at is null and expires_at > $2"#,
        page.0,
        now
    )
    .fetch_one(conn)
    .await
}

/// The links of a page, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection, page: PageId, limit: i64) -> Result<Vec<PreviewLink>, sqlx::Error> {
    sqlx::query_as!(
        PreviewLink,
        r#"select l.id as "id: PreviewLinkId", l.revision_id as "revision: RevisionId", coalesce(r.label, '') as "revision_label!",
                  l.note, l.created_by as "created_by: UserId", coalesce(nullif(u.name, ''), u.username, '') as "created_by_name!",
                  l.created_at, l.expires_at, l.revoked_at, l.last_used_at, l.uses
           from preview_link l left join users u on u.id = l.created_by left join page_revision r on r.id = l.revision_id
           where l.page_id = $1 order by l.id desc limit $2"#,
        page.0,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The page of a link, and whether it was revoked.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, link: PreviewLinkId) -> Result<Option<(PageId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select page_id as "page: PageId", revoked_at is not null as "revoked!" from preview_link where id = $1"#,
        link.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.page, row.revoked)))
}

/// Lets a link open nothing any more.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(
    conn: &mut PgConnection,
    link: PreviewLinkId,
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update preview_link set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null",
        link.0,
        now,
        by.0
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What a token leads to.
#[derive(Debug)]
pub struct Target {
    /// Which page.
    pub page: PageId,
    /// Which text; none is the draft as it is now.
    pub revision: Option<RevisionId>,
    /// Until when it opens.
    pub expires_at: OffsetDateTime,
    /// It was revoked.
    pub revoked: bool,
}

/// What a token leads to; one that still opens counts as used.
///
/// # Errors
/// When the database refuses.
pub async fn visit(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Target>, sqlx::Error> {
    sqlx::query_as!(
        Target,
        r#"with used as (
               update preview_link set last_used_at = $2, uses = uses + 1
               where token_hash = $1 and revoked_at is null and expires_at > $2
           )
           select page_id as "page: PageId", revision_id as "revision: RevisionId", expires_at, revoked_at is not null as "revoked!"
           from preview_link where token_hash = $1"#,
        token_hash,
        now
    )
    .fetch_optional(conn)
    .await
}
