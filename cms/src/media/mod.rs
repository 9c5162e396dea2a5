//! The picture library: rows in `image`, files in object storage.

mod probe;
mod store_image;

pub use probe::{ImageRefused, MAX_BYTES, MAX_PIXELS, Probed, probe};
pub use store_image::{NewPicture, StoreImageError, store_image, store_rendition};

/// Path under which the server gives out the files of object storage, without a slash at its end. Keys carry a hash of the
/// bytes, so whatever is there never changes and may be cached for a year.
pub const MEDIA_PATH: &str = "/media";

/// Address of a file.
pub fn url(file_key: &str) -> String {
    format!("{MEDIA_PATH}/{file_key}")
}

/// Whether an address may name a file of the library, so that a request cannot wander through the storage.
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
        Some("jpg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("avif") => "image/avif",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests;
