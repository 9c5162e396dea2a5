//! What can go wrong, in words for the person who asked.

/// Why a spec means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// Nothing is asked for.
    #[error("the spec is empty")]
    Empty,
    /// Longer than [`super::LONGEST_SPEC`].
    #[error("the spec is too long")]
    TooLong,
    /// An operation nobody knows.
    #[error("unknown operation {0:?}")]
    Unknown(String),
    /// An operation with a number that cannot be.
    #[error("{0:?} has a size or number that cannot be used")]
    BadNumber(String),
    /// A format that this server cannot write.
    #[error("format {0:?} is not supported here; use jpeg, png, gif, webp or avif")]
    BadFormat(String),
}

/// Why no picture came out.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file is damaged, or no picture at all.
    #[error("the file is damaged or no picture that can be read: {0}")]
    Unreadable(String),
    /// More than [`super::MAX_PIXELS`].
    #[error("the picture has more than 128 million pixels")]
    TooManyPixels,
    /// The result would be larger than anybody shows.
    #[error("the result would be too large")]
    ResultTooLarge,
    /// The encoder gave up.
    #[error("the picture could not be written: {0}")]
    Unwritable(String),
}
