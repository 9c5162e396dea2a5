//! `image` as the library's screens see it.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::ImageId;

/// A picture with everything the library knows.
#[derive(Debug, Clone, PartialEq)]
pub struct LibraryImage {
    /// Key.
    pub id: ImageId,
    /// Name in the library.
    pub title: String,
    /// Text for those who do not see it.
    pub alt: String,
    /// Key of the original in object storage.
    pub file_key: String,
    /// Name of the file as it came.
    pub file_name: String,
    /// SHA-1 of the file.
    pub file_hash: String,
    /// Bytes.
    pub file_size: i64,
    /// Type of the file.
    pub mime: String,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
    /// Center of what must be seen, 0 to 1 from the left.
    pub focal_x: f32,
    /// See `focal_x`, from the top.
    pub focal_y: f32,
    /// Size of what must be seen.
    pub focal_width: f32,
    /// See `focal_width`.
    pub focal_height: f32,
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

/// Which pictures to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageSearch {
    /// Words of title, alternative text, file name or tags; empty lists all.
    pub text: String,
    /// All of these.
    pub tags: Vec<String>,
    /// Only those without an alternative text.
    pub without_alt: bool,
    /// Only those that no page uses.
    pub unused: bool,
}

/// `%` and `_` mean themselves.
pub(crate) fn like(text: &str) -> String {
    format!("%{}%", text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

/// A stretch of the library, newest first, and how many there are.
///
/// # Errors
/// When the database refuses.
pub async fn search(
    conn: &mut PgConnection,
    search: &ImageSearch,
    offset: i64,
    limit: i64,
) -> Result<(Vec<LibraryImage>, i64), sqlx::Error> {
    let text = like(&search.text);
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from image i
           where ($1 = '%%' or i.title ilike $1 or i.alt ilike $1 or i.file_name ilike $1 or array_to_string(i.tags, ' ') ilike $1)
             and i.tags @> $2 and (not $3 or i.alt = '')
             and (not $4 or not exists (select from content_reference r where r.target_type = 'image' and r.target_id = i.id)
                         and not exists (select from record_reference r where r.target_type = 'image' and r.target_id = i.id))"#,
        text,
        &search.tags,
        search.without_alt,
        search.unused
    )
    .fetch_one(&mut *conn)
    .await?;
    let rows = sqlx::query_as!(
        LibraryImage,
        r#"select i.id as "id: ImageId", i.title, i.alt, i.file_key, i.file_name, i.file_hash, i.file_size, i.mime, i.width, i.height,
                  i.focal_x, i.focal_y, i.focal_width, i.focal_height, i.tags, i.created_at, i.updated_at,
                  coalesce(nullif(u.name, ''), u.username, '') as "uploaded_by!",
                  (select count(distinct r.page_id) from content_reference r where r.target_type = 'image' and r.target_id = i.id)
                  + (select count(distinct (r.record_kind, r.record_id)) from record_reference r where r.target_type = 'image' and r.target_id = i.id) as "uses!"
           from image i left join users u on u.id = i.uploaded_by
           where ($1 = '%%' or i.title ilike $1 or i.alt ilike $1 or i.file_name ilike $1 or array_to_string(i.tags, ' ') ilike $1)
             and i.tags @> $2 and (not $3 or i.alt = '')
             and (not $4 or not exists (select from content_reference r where r.target_type = 'image' and r.target_id = i.id)
                         and not exists (select from record_reference r where r.target_type = 'image' and r.target_id = i.id))
           order by i.created_at desc, i.id desc offset $5 limit $6"#,
        text,
        &search.tags,
        search.without_alt,
        search.unused,
        offset,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok((rows, total))
}

/// One picture.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, id: ImageId) -> Result<Option<LibraryImage>, sqlx::Error> {
    sqlx::query_as!(
        LibraryImage,
        r#"select i.id as "id: ImageId", i.title, i.alt, i.file_key, i.file_name, i.file_hash, i.file_size, i.mime, i.width, i.height,
                  i.focal_x, i.focal_y, i.focal_width, i.focal_height, i.tags, i.created_at, i.updated_at,
                  coalesce(nullif(u.name, ''), u.username, '') as "uploaded_by!",
                  (select count(distinct r.page_id) from content_reference r where r.target_type = 'image' and r.target_id = i.id)
                  + (select count(distinct (r.record_kind, r.record_id)) from record_reference r where r.target_type = 'image' and r.target_id = i.id) as "uses!"
           from image i left join users u on u.id = i.uploaded_by where i.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// The picture with this very file, the oldest of several.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_hash(conn: &mut PgConnection, file_hash: &str) -> Result<Option<ImageId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: ImageId" from image where file_hash = $1 and file_hash <> '' order by id limit 1"#,
        file_hash
    )
    .fetch_optional(conn)
    .await
}

/// Keeps others from changing the picture until the transaction ends; whether there is one.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, id: ImageId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select 1 as "found!" from image where id = $1 for update"#, id.0)
        .fetch_optional(conn)
        .await
        .map(|found| found.is_some())
}

/// What editors write about a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageFacts {
    /// Name in the library.
    pub title: String,
    /// Text for those who do not see it.
    pub alt: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Center and size of what must be seen: x, y, width, height, in parts of the picture.
    pub focus: [f32; 4],
}

/// Writes them.
///
/// # Errors
/// When the database refuses.
pub async fn set_facts(
    conn: &mut PgConnection,
    id: ImageId,
    facts: &ImageFacts,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let [x, y, width, height] = facts.focus;
    sqlx::query!(
        "update image set title = $2, alt = $3, tags = $4, focal_x = $5, focal_y = $6, focal_width = $7, focal_height = $8, updated_at = $9
         where id = $1",
        id.0,
        facts.title,
        facts.alt,
        &facts.tags,
        x,
        y,
        width,
        height,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A file that takes the place of another.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// Key in object storage.
    pub file_key: &'a str,
    /// Name of the file as it came.
    pub file_name: &'a str,
    /// SHA-1 of the file.
    pub file_hash: &'a str,
    /// Bytes.
    pub file_size: i64,
    /// Type of the file.
    pub mime: &'a str,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// Puts another file behind the picture. The focal point stays where it was, in parts of the picture.
///
/// # Errors
/// When the database refuses.
pub async fn set_file(
    conn: &mut PgConnection,
    id: ImageId,
    file: NewFile<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update image set file_key = $2, file_name = $3, file_hash = $4, file_size = $5, mime = $6, width = $7, height = $8, updated_at = $9
         where id = $1",
        id.0,
        file.file_key,
        file.file_name,
        file.file_hash,
        file.file_size,
        file.mime,
        file.width,
        file.height,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes the picture with all its renditions' rows.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, id: ImageId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from image where id = $1", id.0).execute(conn).await.map(drop)
}

/// Every tag with how many pictures have it, the most used first.
///
/// # Errors
/// When the database refuses.
pub async fn tags(conn: &mut PgConnection) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select tag as "tag!", count(*) as "count!" from image, unnest(tags) tag group by tag order by count(*) desc, tag limit 100"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.tag, row.count)).collect())
}

/// The key that signs the addresses of renditions.
///
/// # Errors
/// When the database refuses.
pub async fn signing_key(conn: &mut PgConnection) -> Result<Vec<u8>, sqlx::Error> {
    sqlx::query_scalar!("select key from media_key").fetch_one(conn).await
}
