//! Why the library did not do something; nothing changed.

use super::ImageRefused;

/// See the variants.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// No such picture or document.
    #[error("there is no such file in the library")]
    NotFound,
    /// The permission that is missing.
    #[error("this needs the permission {0}")]
    Denied(&'static str),
    /// The file may not be kept.
    #[error(transparent)]
    Refused(#[from] ImageRefused),
    /// A field cannot be as it is.
    #[error("{field}: {message}")]
    Invalid {
        /// Which.
        field: &'static str,
        /// What is wrong.
        message: String,
    },
    /// Pages use it, and nobody said that this is known.
    #[error("{0} pages use it")]
    InUse(i64),
    /// The storage did not take or give the file.
    #[error("the file storage does not answer: {0}")]
    Storage(#[from] object_store::Error),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}
