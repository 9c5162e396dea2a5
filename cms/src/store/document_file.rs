//! `document`: files to download.

use super::library_image::like;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{DocumentId, UserId};

/// A file with everything the library knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Key.
    pub id: DocumentId,
    /// Name in the library.
    pub title: String,
    /// Key in object storage.
    pub file_key: String,
    /// Name that it is downloaded under.
    pub file_name: String,
    /// Type.
    pub mime: String,
    /// Bytes.
    pub file_size: i64,
    /// SHA-1 of the file.
    pub file_hash: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who brought it; empty when a job did.
    pub uploaded_by: String,
    /// When it came.
    pub created_at: OffsetDateTime,
    /// When anything about it last changed.
    pub updated_at: OffsetDateTime,
    /// Pages that use it, live or in a draft.
    pub uses: i64,
}

/// A file about to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// Name in the library.
    pub title: &'a str,
    /// Key in object storage.
    pub file_key: &'a str,
    /// Name that it is downloaded under.
    pub file_name: &'a str,
    /// Type.
    pub mime: &'a str,
    /// Bytes.
    pub file_size: i64,
    /// SHA-1 of the file.
    pub file_hash: &'a str,
    /// Who brings it.
    pub uploaded_by: Option<UserId>,
}

/// A stretch of the library, newest first, and how many there are.
///
/// # Errors
/// When the database refuses.
pub async fn search(
    conn: &mut PgConnection,
    text: &str,
    tags: &[String],
    offset: i64,
    limit: i64,
) -> Result<(Vec<DocumentRow>, i64), sqlx::Error> {
    let text = like(text);
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from document d
           where ($1 = '%%' or d.title ilike $1 or d.file_name ilike $1 or array_to_string(d.tags, ' ') ilike $1) and d.tags @> $2"#,
        text,
        tags
    )
    .fetch_one(&mut *conn)
    .await?;
    let rows = sqlx::query_as!(
        DocumentRow,
        r#"select d.id as "id: DocumentId", d.title, d.file_key, d.file_name, d.mime, d.file_size, d.file_hash, d.tags, d.created_at, d.updated_at,
                  coalesce(nullif(u.name, ''), u.username, '') as "uploaded_by!",
                  (select count(distinct r.page_id) from content_reference r where r.target_type = 'document' and r.target_id = d.id)
                  + (select count(distinct (r.record_kind, r.record_id)) from record_reference r where r.target_type = 'document' and r.target_id = d.id) as "uses!"
           from document d left join users u on u.id = d.uploaded_by
           where ($1 = '%%' or d.title ilike $1 or d.file_name ilike $1 or array_to_string(d.tags, ' ') ilike $1) and d.tags @> $2
           order by d.created_at desc, d.id desc offset $3 limit $4"#,
        text,
        tags,
        offset,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok((rows, total))
}

/// One file.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: DocumentId) -> Result<Option<DocumentRow>, sqlx::Error> {
    sqlx::query_as!(
        DocumentRow,
        r#"select d.id as "id: DocumentId", d.title, d.file_key, d.file_name, d.mime, d.file_size, d.file_hash, d.tags, d.created_at, d.updated_at,
                  coalesce(nullif(u.name, ''), u.username, '') as "uploaded_by!",
                  (select count(distinct r.page_id) from content_reference r where r.target_type = 'document' and r.target_id = d.id)
                  + (select count(distinct (r.record_kind, r.record_id)) from record_reference r where r.target_type = 'document' and r.target_id = d.id) as "uses!"
           from document d left join users u on u.id = d.uploaded_by where d.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The file with these very bytes, the oldest of several.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_hash(conn: &mut PgConnection, file_hash: &str) -> Result<Option<DocumentId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: DocumentId" from document where file_hash = $1 order by id limit 1"#,
        file_hash
    )
    .fetch_optional(conn)
    .await
}

/// Adds a file.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    new: NewDocument<'_>,
    now: OffsetDateTime,
) -> Result<DocumentId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into document (title, file_key, file_name, mime, file_size, file_hash, uploaded_by, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id as "id: DocumentId""#,
        new.title,
        new.file_key,
        new.file_name,
        new.mime,
        new.file_size,
        new.file_hash,
        new.uploaded_by.map(|user| user.0),
        now
    )
    .fetch_one(conn)
    .await
}

/// Keeps others from changing it until the transaction ends; whether there is one.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, id: DocumentId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select 1 as "found!" from document where id = $1 for update"#, id.0)
        .fetch_optional(conn)
        .await
        .map(|found| found.is_some())
}

/// Writes title and tags.
///
/// # Errors
/// When the database refuses.
pub async fn set_facts(
    conn: &mut PgConnection,
    id: DocumentId,
    title: &str,
    tags: &[String],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update document set title = $2, tags = $3, updated_at = $4 where id = $1", id.0, title, tags, now)
        .execute(conn)
        .await
        .map(drop)
}

/// Puts other bytes behind the document. Its name stays, so that its address does.
///
/// # Errors
/// When the database refuses.
pub async fn set_file(
    conn: &mut PgConnection,
    id: DocumentId,
    new: NewDocument<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update document set file_key = $2, mime = $3, file_size = $4, file_hash = $5, updated_at = $6 where id = $1",
        id.0,
        new.file_key,
        new.mime,
        new.file_size,
        new.file_hash,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes it.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, id: DocumentId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from document where id = $1", id.0).execute(conn).await.map(drop)
}

/// Every tag with how many documents have it, the most used first.
///
/// # Errors
/// When the database refuses.
pub async fn tags(conn: &mut PgConnection) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select tag as "tag!", count(*) as "count!" from document, unnest(tags) tag group by tag order by count(*) desc, tag limit 100"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.tag, row.count)).collect())
}

/// Id and file name of every document, for its address.
///
/// # Errors
/// When the database refuses.
pub async fn list_names(conn: &mut PgConnection) -> Result<Vec<(DocumentId, String)>, sqlx::Error> {
    let rows = sqlx::query!(r#"select id as "id: DocumentId", file_name from document"#).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.file_name)).collect())
}
