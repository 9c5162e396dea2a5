//! `content_reference`: what pages point at.

use sqlx::PgConnection;
use xpro_kernel::PageId;

/// A page that points at something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferringPage {
    /// The page.
    pub page: PageId,
    /// Its newest title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// Its public address.
    pub url_path: String,
    /// Whether the published text points there.
    pub in_live: bool,
    /// Whether the newest text points there.
    pub in_draft: bool,
    /// Where in the text.
    pub paths: Vec<String>,
}

/// Puts what one text of a page points at in the place of what it pointed at before.
///
/// # Errors
/// When the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    page: PageId,
    revision: &str,
    targets: (&[String], &[i64], &[String]),
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from content_reference where page_id = $1 and revision = $2", page.0, revision)
        .execute(&mut *conn)
        .await?;
    let (kinds, ids, paths) = targets;
    sqlx::query!(
        "insert into content_reference (page_id, revision, target_type, target_id, path)
         select $1, $2, kind, id, path from unnest($3::text[], $4::bigint[], $5::text[]) as found (kind, id, path)
         on conflict do nothing",
        page.0,
        revision,
        kinds,
        ids,
        paths
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The pages that point at something, by title.
///
/// # Errors
/// When the database refuses.
pub async fn pages_of(
    conn: &mut PgConnection,
    target_type: &str,
    target_id: i64,
    offset: i64,
    limit: i64,
) -> Result<Vec<ReferringPage>, sqlx::Error> {
    sqlx::query_as!(
        ReferringPage,
        r#"select p.id as "page: PageId", p.title, p.kind, p.url_path,
                  bool_or(r.revision = 'live') and p.live as "in_live!", bool_or(r.revision = 'draft') as "in_draft!",
                  array_agg(distinct r.path) as "paths!"
           from content_reference r join page p on p.id = r.page_id
           where r.target_type = $1 and r.target_id = $2
           group by p.id order by p.title, p.id offset $3 limit $4"#,
        target_type,
        target_id,
        offset,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Puts what a record points at in the place of what it pointed at before.
///
/// # Errors
/// When the database refuses.
pub async fn replace_of_record(
    conn: &mut PgConnection,
    (record_kind, record_id): (&str, i64),
    targets: (&[String], &[i64], &[String]),
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from record_reference where record_kind = $1 and record_id = $2", record_kind, record_id)
        .execute(&mut *conn)
        .await?;
    let (kinds, ids, paths) = targets;
    sqlx::query!(
        "insert into record_reference (record_kind, record_id, target_type, target_id, path)
         select $1, $2, kind, id, path from unnest($3::text[], $4::bigint[], $5::text[]) as found (kind, id, path)
         on conflict do nothing",
        record_kind,
        record_id,
        kinds,
        ids,
        paths
    )
    .execute(conn)
    .await
    .map(drop)
}
