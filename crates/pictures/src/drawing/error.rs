//! Why a drawing is not taken.

/// The reason, for the person who uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawingError {
    /// Over [`super::MAX_DRAWING_BYTES`].
    #[error("the SVG drawing is larger than 2 MB; simplify it, or export it as PNG or WebP")]
    TooLarge,
    /// Legacy encodings.
    #[error("the SVG drawing is not in UTF-8; save it again as plain SVG")]
    NotText,
    /// Compressed.
    #[error("compressed drawings (SVGZ) are not taken; save it as plain SVG")]
    Compressed,
    /// Texts that stand for other texts can be made to grow without end.
    #[error("the SVG drawing declares entities; export it as plain SVG, without the data of the drawing program")]
    Entities,
    /// Not well-formed, or no drawing.
    #[error("the SVG drawing is damaged: it is no well-formed SVG file")]
    Broken,
    /// Nothing to see.
    #[error("there is nothing in the SVG drawing")]
    Empty,
    /// Neither a viewBox nor width and height.
    #[error("the SVG drawing does not say how large it is; give it width and height, or a viewBox")]
    NoSize,
    /// Things that act and were not dropped.
    #[error("the SVG drawing contains scripts or something that acts like one; export it as plain SVG")]
    Active,
    /// Other files, which would be missing.
    #[error(
        "the SVG drawing refers to another file or address; embed pictures in it and turn text into paths, or export it as PNG or WebP"
    )]
    External,
    /// An embedded file that is no picture, such as a font, or a far too large one.
    #[error(
        "the SVG drawing embeds a file that is no JPEG, PNG, GIF or WebP picture of reasonable size; turn text into paths, or export it as PNG or WebP"
    )]
    Embedded,
    /// Too deep, in circles, or too much of it.
    #[error("the SVG drawing is too complex to be shown swiftly; simplify it, or export it as PNG or WebP")]
    TooComplex,
}
