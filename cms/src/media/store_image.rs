//! Takes pictures into the library.

use super::{
    ImageRefused, Probed, inspect,
    keep_file::{picture_name, sha1_hex},
};
use crate::store;
use object_store::{ObjectStoreExt, path::Path};
use sha2::{Digest, Sha256};
use xpro_kernel::{Actor, ImageId};
use xpro_platform::{Subject, audit, content, db::Tx, files::Files};

/// What is told about a picture.
#[derive(Debug, Clone, Copy)]
pub struct NewPicture<'a> {
    /// Name in the library.
    pub title: &'a str,
    /// Text for those who do not see it; empty when decorative.
    pub alt: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// Why a picture was not kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreImageError {
    /// The file may not be kept.
    #[error(transparent)]
    Refused(#[from] ImageRefused),
    /// The storage did not take it.
    #[error("the file storage did not take the picture: {0}")]
    Storage(#[from] object_store::Error),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Keeps a picture. The same bytes again give the same picture. The file is written before the row: should the transaction
/// fail, a file is left behind that the next try finds again.
///
/// # Errors
/// When the file is refused, or storage or database are.
pub async fn store_image(
    tx: &mut Tx,
    files: &Files,
    actor: Actor,
    picture: NewPicture<'_>,
) -> Result<ImageId, StoreImageError> {
    let (probed, bytes) = inspect(picture.bytes)?;
    let file_key = put(files, probed, &bytes).await?;
    let now = tx.now();
    let file_name = picture_name(picture.title, probed.extension);
    let row = store::image::NewImage {
        file_key: &file_key,
        title: picture.title,
        alt: picture.alt,
        mime: probed.mime,
        width: probed.width,
        height: probed.height,
        file_name: &file_name,
        file_hash: &sha1_hex(&bytes),
        file_size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        uploaded_by: None,
    };
    let (id, is_new) = store::image::insert(tx, row, now).await?;
    if is_new {
        let after = serde_json::json!({ "title": picture.title, "file_key": file_key, "width": probed.width, "height": probed.height });
        let change = audit::Change {
            act: "store_image",
            actor,
            subject: Subject::new("image", id.0),
            before: None,
            after: Some(after),
            note: "",
        };
        audit::record(tx, change).await?;
        content::changed(tx).await?;
    }
    Ok(id)
}

/// Keeps a smaller copy of a picture.
///
/// # Errors
/// When the file is refused, or storage or database are.
pub async fn store_rendition(tx: &mut Tx, files: &Files, image: ImageId, bytes: &[u8]) -> Result<(), StoreImageError> {
    let (probed, bytes) = inspect(bytes)?;
    let file_key = put(files, probed, &bytes).await?;
    Ok(store::image::insert_rendition(tx, image, probed.width, &file_key).await?)
}

/// Writes the file under the hash of its bytes.
async fn put(files: &Files, probed: Probed, bytes: &[u8]) -> Result<String, object_store::Error> {
    let hash: String = Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let file_key = format!("images/{hash}.{}", probed.extension);
    files.put(&Path::from(file_key.as_str()), bytes.to_vec().into()).await?;
    Ok(file_key)
}
