//! What the library holds.

use super::MediaError;
use crate::{
    store::{
        content_reference::{self, ReferringPage},
        document_file::{self, DocumentRow},
        library_image::{self, ImageSearch, LibraryImage},
    },
    tree::Author,
};
use sqlx::PgConnection;
use xpro_kernel::{DocumentId, ImageId};

/// Permission to add, change and delete pictures.
pub const IMAGES_CHANGE: &str = "images.change";

/// Permission to add, change and delete documents.
pub const DOCUMENTS_CHANGE: &str = "documents.change";

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What is listed.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// Every tag in use with how often.
    pub tags: Vec<(String, i64)>,
}

/// Whoever opens the studio may look; changing needs a permission.
pub(super) fn allow(author: Author<'_>, permission: &'static str) -> Result<(), MediaError> {
    match author {
        Author::System(_) => Ok(()),
        Author::Editor(editor) if editor.has(permission) => Ok(()),
        Author::Editor(_) => Err(MediaError::Denied(permission)),
    }
}

/// Pictures that match, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_images(
    conn: &mut PgConnection,
    _: Author<'_>,
    search: &ImageSearch,
    offset: i64,
    limit: i64,
) -> Result<Page<LibraryImage>, MediaError> {
    let (items, total) = library_image::search(conn, search, offset.max(0), limit.clamp(1, 200)).await?;
    Ok(Page { items, total, tags: library_image::tags(conn).await? })
}

/// One picture.
///
/// # Errors
/// When there is none, or the database refuses.
pub async fn find_image(conn: &mut PgConnection, _: Author<'_>, id: ImageId) -> Result<LibraryImage, MediaError> {
    library_image::find(conn, id).await?.ok_or(MediaError::NotFound)
}

/// The pages that use a picture, by title.
///
/// # Errors
/// When the database refuses.
pub async fn image_usage(
    conn: &mut PgConnection,
    _: Author<'_>,
    id: ImageId,
    offset: i64,
) -> Result<Vec<ReferringPage>, MediaError> {
    Ok(content_reference::pages_of(conn, "image", id.0, offset.max(0), USES).await?)
}

/// Uses on one page of the list.
const USES: i64 = 20;

/// Documents that match, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_documents(
    conn: &mut PgConnection,
    _: Author<'_>,
    text: &str,
    tags: &[String],
    offset: i64,
    limit: i64,
) -> Result<Page<DocumentRow>, MediaError> {
    let (items, total) = document_file::search(conn, text, tags, offset.max(0), limit.clamp(1, 200)).await?;
    Ok(Page { items, total, tags: document_file::tags(conn).await? })
}

/// One document.
///
/// # Errors
/// When there is none, or the database refuses.
pub async fn find_document(conn: &mut PgConnection, _: Author<'_>, id: DocumentId) -> Result<DocumentRow, MediaError> {
    document_file::find(conn, id).await?.ok_or(MediaError::NotFound)
}

/// The pages that use a document, by title.
///
/// # Errors
/// When the database refuses.
pub async fn document_usage(
    conn: &mut PgConnection,
    _: Author<'_>,
    id: DocumentId,
    offset: i64,
) -> Result<Vec<ReferringPage>, MediaError> {
    Ok(content_reference::pages_of(conn, "document", id.0, offset.max(0), USES).await?)
}
