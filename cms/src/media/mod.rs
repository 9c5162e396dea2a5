//! The image and document libraries: rows in `image` and `document`, files in object storage, and the renditions made from
//! pictures (cms.md 2.3 to 2.6).

mod address;
mod change_document;
mod change_image;
mod darkroom;
mod error;
mod keep_file;
mod library;
mod merge;
mod probe;
mod references;
mod render_job;
mod store_image;
mod upload;
mod variant;

pub use crate::store::{
    content_reference::ReferringPage,
    document_file::DocumentRow,
    library_image::{ImageFacts, ImageSearch, LibraryImage},
};
pub use address::{Signer, image_version};
pub use change_document::{DocumentFacts, delete_document, replace_document, update_document};
pub use change_image::{DeletedImage, delete_image, replace_image, update_image};
pub use darkroom::{Darkroom, RenditionError, RenditionFile};
pub use error::MediaError;
pub use keep_file::{KeptDocument, KeptImage, keep_document, keep_image};
pub use library::{
    DOCUMENTS_CHANGE, IMAGES_CHANGE, Page, document_usage, find_document, find_image, image_usage, list_documents,
    list_images,
};
pub use merge::{Changed, Clash};
pub use probe::{ImageRefused, MAX_BYTES, MAX_PIXELS, Probed, inspect, probe};
pub use references::{Reference, ReferenceTarget, WhichText, index_record, index_references, references};
pub use render_job::{DeleteFiles, RenderImage, SITE_SPECS, delete_files, render_image};
pub use store_image::{NewPicture, StoreImageError, store_image, store_rendition};
pub use upload::{UploadedDocument, UploadedImage, upload_document, upload_image};
pub use variant::Variant;

/// Path under which the server gives out the files of object storage, without a slash at its end. Keys carry a hash of the
/// bytes, so whatever is there never changes and may be cached for a year.
pub const MEDIA_PATH: &str = "/media";

/// Documents that are larger are refused: 25 MB.
pub const MAX_DOCUMENT_BYTES: usize = 25 * 1024 * 1024;

/// Address of a file.
pub fn url(file_key: &str) -> String {
    format!("{MEDIA_PATH}/{file_key}")
}

/// Address of a document; its name is part of it.
pub fn document_url(id: xpro_kernel::DocumentId, file_name: &str) -> String {
    format!("/documents/{id}/{}", address::escaped(file_name))
}

/// Whether an address may name a picture of the library, so that a request cannot wander through the storage: documents are
/// given out under their own addresses only.
pub fn is_file_key(key: &str) -> bool {
    key.strip_prefix("images/").is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
            && !name.contains("..")
    })
}

/// Type of a library file, from its key.
pub fn mime_of_key(key: &str) -> &'static str {
    match key.rsplit_once('.').map(|(_, extension)| extension) {
        Some("webp") => "image/webp",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("avif") => "image/avif",
        Some("svg") => xpro_pictures::DRAWING_MIME,
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
