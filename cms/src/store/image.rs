//! `image` and `image_rendition`: the picture library.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{ImageId, UserId};

/// A picture with its smaller copies.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageRow {
    /// Key.
    pub id: ImageId,
    /// Key of the original in object storage.
    pub file_key: String,
    /// Text for those who do not see it.
    pub alt: String,
    /// Size of the original in pixels.
    pub width: i32,
    /// Size of the original in pixels.
    pub height: i32,
    /// Focal point, 0 to 1 from the left.
    pub focal_x: f32,
    /// Focal point, 0 to 1 from the top.
    pub focal_y: f32,
    /// Size of the focal rectangle in parts of the picture; 0 is a point.
    pub focal_width: f32,
    /// See `focal_width`.
    pub focal_height: f32,
    /// SHA-1 of the file.
    pub file_hash: String,
    /// Widths of the smaller copies, rising.
    pub rendition_widths: Vec<i32>,
    /// Their keys in object storage, in the same order.
    pub rendition_keys: Vec<String>,
}

/// What makes a new picture.
#[derive(Debug, Clone)]
pub struct NewImage<'a> {
    /// Key in object storage.
    pub file_key: &'a str,
    /// Name in the library.
    pub title: &'a str,
    /// Text for those who do not see it.
    pub alt: &'a str,
    /// Name of the file as it came.
    pub file_name: &'a str,
    /// SHA-1 of the file.
    pub file_hash: &'a str,
    /// Bytes.
    pub file_size: i64,
    /// Who brought it.
    pub uploaded_by: Option<UserId>,
    /// Type of the file.
    pub mime: &'a str,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// The whole library.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<ImageRow>, sqlx::Error> {
    sqlx::query_as!(
        ImageRow,
        r#"select i.id as "id: ImageId", i.file_key, i.alt, i.width, i.height, i.focal_x, i.focal_y, i.focal_width, i.focal_height, i.file_hash,
                  coalesce(array_agg(r.width order by r.width) filter (where r.width is not null), '{}') as "rendition_widths!",
                  coalesce(array_agg(r.file_key order by r.width) filter (where r.width is not null), '{}') as "rendition_keys!"
           from image i left join image_rendition r on r.image_id = i.id group by i.id order by i.id"#
    )
    .fetch_all(conn)
    .await
}

/// Adds a picture, or finds the one with the same file; also says whether it is new.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    image: NewImage<'_>,
    now: OffsetDateTime,
) -> Result<(ImageId, bool), sqlx::Error> {
    let inserted = sqlx::query_scalar!(
        r#"insert into image (file_key, title, alt, mime, width, height, created_at, updated_at, file_name, file_hash, file_size, uploaded_by)
           values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11)
           on conflict (file_key) do nothing returning id as "id: ImageId""#,
        image.file_key,
        image.title,
        image.alt,
        image.mime,
        image.width,
        image.height,
        now,
        image.file_name,
        image.file_hash,
        image.file_size,
        image.uploaded_by.map(|user| user.0)
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(id) = inserted {
        return Ok((id, true));
    }
    let id = sqlx::query_scalar!(r#"select id as "id: ImageId" from image where file_key = $1"#, image.file_key)
        .fetch_one(conn)
        .await?;
    Ok((id, false))
}

/// Adds a smaller copy.
///
/// # Errors
/// When the database refuses.
pub async fn insert_rendition(
    conn: &mut PgConnection,
    image: ImageId,
    width: i32,
    file_key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into image_rendition (image_id, width, file_key) values ($1, $2, $3)
         on conflict (image_id, width) do update set file_key = excluded.file_key",
        image.0,
        width,
        file_key
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets the smaller copies that came with a picture, when it is replaced or its focal point moves.
///
/// # Errors
/// When the database refuses.
pub async fn drop_copies(conn: &mut PgConnection, image: ImageId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("delete from image_rendition where image_id = $1 returning file_key", image.0)
        .fetch_all(conn)
        .await
}
