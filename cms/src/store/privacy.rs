//! `page_restriction` and its groups.

use crate::{access::GroupId, privacy::RestrictionId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// A restriction as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestrictionRow {
    /// Key.
    pub id: RestrictionId,
    /// The page at whose top it stands.
    pub page: PageId,
    /// Newest title of that page.
    pub page_title: String,
    /// `password`, `signed_in` or `groups`.
    pub audience: String,
    /// Argon2 hash of the password that opens it.
    pub password_hash: Option<String>,
    /// Whose members it lets in.
    pub groups: Vec<GroupId>,
}

/// All restrictions before the page with this `tree_path`, its own last.
///
/// # Errors
/// When the database refuses.
pub async fn before(conn: &mut PgConnection, tree_path: &str) -> Result<Vec<RestrictionRow>, sqlx::Error> {
    sqlx::query_as!(
        RestrictionRow,
        r#"select r.id as "id: RestrictionId", r.page_id as "page: PageId", p.draft_title as page_title, r.audience, r.password_hash,
                  array(select g.group_id from page_restriction_group g where g.restriction_id = r.id order by 1) as "groups!: Vec<GroupId>"
           from page_restriction r join page p on p.id = r.page_id
           where starts_with($1, p.tree_path) order by length(p.tree_path)"#,
        tree_path
    )
    .fetch_all(conn)
    .await
}

/// Whether a restriction stands before the page with this `tree_path`.
///
/// # Errors
/// When the database refuses.
pub async fn is_private(conn: &mut PgConnection, tree_path: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select page_is_private($1) as "is_private!""#, tree_path).fetch_one(conn).await
}

/// Every restriction.
///
/// # Errors
/// When the database refuses.
pub async fn list_all(conn: &mut PgConnection) -> Result<Vec<RestrictionRow>, sqlx::Error> {
    sqlx::query_as!(
        RestrictionRow,
        r#"select r.id as "id: RestrictionId", r.page_id as "page: PageId", p.draft_title as page_title, r.audience, r.password_hash,
                  array(select g.group_id from page_restriction_group g where g.restriction_id = r.id order by 1) as "groups!: Vec<GroupId>"
           from page_restriction r join page p on p.id = r.page_id order by r.id"#
    )
    .fetch_all(conn)
    .await
}

/// Writes a restriction in the place of the one there was.
///
/// # Errors
/// When the database refuses; of a group that is gone too.
pub async fn replace(
    conn: &mut PgConnection,
    page: PageId,
    audience: &str,
    password_hash: Option<&str>,
    groups: &[GroupId],
    now: OffsetDateTime,
) -> Result<RestrictionId, sqlx::Error> {
    delete(conn, page).await?;
    let id = sqlx::query_scalar!(
        r#"insert into page_restriction (page_id, audience, password_hash, created_at) values ($1, $2, $3, $4)
           returning id as "id: RestrictionId""#,
        page.0,
        audience,
        password_hash,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    let groups: Vec<i64> = groups.iter().map(|group| group.0).collect();
    sqlx::query!(
        "insert into page_restriction_group (restriction_id, group_id) select $1, unnest($2::bigint[])",
        id.0,
        &groups
    )
    .execute(conn)
    .await?;
    Ok(id)
}

/// Takes a page's own restriction away. Whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, page: PageId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from page_restriction where page_id = $1", page.0).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}

/// Copies a page's own restriction to its copy.
///
/// # Errors
/// When the database refuses.
pub async fn copy(conn: &mut PgConnection, from: PageId, to: PageId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with made as (
             insert into page_restriction (page_id, audience, password_hash, created_at)
             select $2, audience, password_hash, $3 from page_restriction where page_id = $1
             returning id
         )
         insert into page_restriction_group (restriction_id, group_id)
         select made.id, g.group_id
         from made, page_restriction r join page_restriction_group g on g.restriction_id = r.id where r.page_id = $1",
        from.0,
        to.0,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Groups of a person, whoever they are.
///
/// # Errors
/// When the database refuses.
pub async fn memberships(conn: &mut PgConnection, user: UserId) -> Result<Vec<GroupId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select group_id as "id: GroupId" from user_group_member where user_id = $1 order by 1"#,
        user.0
    )
    .fetch_all(conn)
    .await
}

/// Whether all these groups are there; they stay until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn hold_groups(conn: &mut PgConnection, groups: &[GroupId]) -> Result<bool, sqlx::Error> {
    let ids: Vec<i64> = groups.iter().map(|group| group.0).collect();
    let found =
        sqlx::query_scalar!("select id from user_group where id = any($1) for key share", &ids).fetch_all(conn).await?;
    Ok(found.len() == ids.len())
}
