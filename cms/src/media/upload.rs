//! Takes uploads into the library.

use super::{
    KeptDocument, KeptImage, MediaError, RenderImage,
    library::{DOCUMENTS_CHANGE, IMAGES_CHANGE, allow},
};
use crate::{
    store::{
        document_file::{self, NewDocument},
        image::{self, NewImage},
        library_image,
    },
    tree::Author,
};
use serde_json::json;
use xpro_kernel::{DocumentId, ImageId};
use xpro_platform::{Subject, audit, content, db::Tx, jobs};

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadedImage {
    /// It is in the library.
    Added(ImageId),
    /// The very same file is there already; nothing was added.
    Duplicate(ImageId),
}

/// What became of an upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadedDocument {
    /// It is in the library.
    Added(DocumentId),
    /// The very same file is there already; nothing was added.
    Duplicate(DocumentId),
}

/// Adds a picture; its renditions are made by a job. A file that is there already is not added unless
/// `even_a_duplicate` is wanted.
///
/// # Errors
/// When the author may not, or the database refuses.
pub async fn upload_image(
    tx: &mut Tx,
    author: Author<'_>,
    kept: &KeptImage,
    even_a_duplicate: bool,
) -> Result<UploadedImage, MediaError> {
    allow(author, IMAGES_CHANGE)?;
    if !even_a_duplicate && let Some(same) = library_image::find_by_hash(tx, &kept.file_hash).await? {
        return Ok(UploadedImage::Duplicate(same));
    }
    let now = tx.now();
    let title = kept.title.as_str();
    let row = NewImage {
        file_key: &kept.file_key,
        title,
        alt: "",
        mime: kept.mime,
        width: kept.width,
        height: kept.height,
        file_name: &kept.file_name,
        file_hash: &kept.file_hash,
        file_size: kept.file_size,
        uploaded_by: author.user_id(),
    };
    let (id, _) = image::insert(tx, row, now).await?;
    let after = json!({ "title": title, "file_key": kept.file_key, "width": kept.width, "height": kept.height });
    let subject = Subject::new("image", id.0);
    let change = audit::Change {
        act: "upload_image",
        actor: author.into(),
        subject,
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    jobs::enqueue(tx, &RenderImage { image: id, spec: None }).await?;
    content::changed(tx).await?;
    Ok(UploadedImage::Added(id))
}

/// Adds a document. A file that is there already is not added unless `even_a_duplicate` is wanted.
///
/// # Errors
/// When the author may not, or the database refuses.
pub async fn upload_document(
    tx: &mut Tx,
    author: Author<'_>,
    kept: &KeptDocument,
    even_a_duplicate: bool,
) -> Result<UploadedDocument, MediaError> {
    allow(author, DOCUMENTS_CHANGE)?;
    if !even_a_duplicate && let Some(same) = document_file::find_by_hash(tx, &kept.file_hash).await? {
        return Ok(UploadedDocument::Duplicate(same));
    }
    let now = tx.now();
    let title = kept.title.as_str();
    let id = document_file::insert(tx, new_document(title, kept, author), now).await?;
    let change = audit::Change {
        act: "upload_document",
        actor: author.into(),
        subject: Subject::new("document", id.0),
        before: None,
        after: Some(json!({ "title": title, "file_name": kept.file_name, "file_hash": kept.file_hash })),
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(UploadedDocument::Added(id))
}

pub(super) fn new_document<'a>(title: &'a str, kept: &'a KeptDocument, author: Author<'_>) -> NewDocument<'a> {
    NewDocument {
        title,
        file_key: &kept.file_key,
        file_name: &kept.file_name,
        mime: &kept.mime,
        file_size: kept.file_size,
        file_hash: &kept.file_hash,
        uploaded_by: author.user_id(),
    }
}
