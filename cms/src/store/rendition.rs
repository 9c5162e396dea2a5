//! `rendition`: files made from pictures.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::ImageId;

/// Which rendition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RenditionKey {
    /// Of which picture.
    pub image: ImageId,
    /// What was asked for.
    pub spec: String,
    /// File and focal point that it was made from.
    pub version: String,
    /// `fixed`, `avif`, `webp` or `fallback`.
    pub variant: &'static str,
}

/// A made file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenditionRow {
    /// Key in object storage.
    pub file_key: String,
    /// Type.
    pub mime: String,
}

/// The rendition, if it was made.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, key: &RenditionKey) -> Result<Option<RenditionRow>, sqlx::Error> {
    sqlx::query_as!(
        RenditionRow,
        "select file_key, mime from rendition where image_id = $1 and spec = $2 and version = $3 and variant = $4",
        key.image.0,
        key.spec,
        key.version,
        key.variant
    )
    .fetch_optional(conn)
    .await
}

/// What is known of a new file.
#[derive(Debug, Clone, Copy)]
pub struct NewRendition<'a> {
    /// Key in object storage.
    pub file_key: &'a str,
    /// Type.
    pub mime: &'a str,
    /// Bytes.
    pub file_size: i64,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// Notes a made file. Nothing happens when the picture is gone by now, or another process was faster with the same bytes.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    key: &RenditionKey,
    made: NewRendition<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into rendition (image_id, spec, version, variant, mime, file_key, file_size, width, height, created_at)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 where exists (select from image where id = $1)
         on conflict do nothing",
        key.image.0,
        key.spec,
        key.version,
        key.variant,
        made.mime,
        made.file_key,
        made.file_size,
        made.width,
        made.height,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets every rendition of a picture and tells which files they were.
///
/// # Errors
/// When the database refuses.
pub async fn delete_of(conn: &mut PgConnection, image: ImageId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("delete from rendition where image_id = $1 returning file_key", image.0).fetch_all(conn).await
}

/// Specs that a picture's renditions were made for, whatever the version.
///
/// # Errors
/// When the database refuses.
pub async fn specs_of(conn: &mut PgConnection, image: ImageId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select distinct spec from rendition where image_id = $1 order by spec", image.0)
        .fetch_all(conn)
        .await
}
