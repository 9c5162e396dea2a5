//! Looks at an upload before it is kept (cms.md 2.3).

use imagesize::ImageType;
use std::borrow::Cow;
use xpro_pictures::{DRAWING_MIME, Drawing, DrawingError, PictureError};

/// Larger files are refused: 10 MB.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Pictures with more pixels are refused, whatever the size of their file.
pub const MAX_PIXELS: u64 = 128_000_000;

/// What a picture file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probed {
    /// Type.
    pub mime: &'static str,
    /// Usual file extension.
    pub extension: &'static str,
    /// Pixels.
    pub width: i32,
    /// Pixels.
    pub height: i32,
}

/// Why a file is not taken into the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImageRefused {
    /// Over [`MAX_BYTES`].
    #[error("the file is larger than 10 MB; make it smaller and try again")]
    TooLarge,
    /// Over [`MAX_PIXELS`].
    #[error("the picture has more than 128 million pixels; make it smaller and try again")]
    TooManyPixels,
    /// No picture, or of a type that is not taken.
    #[error("the file is no picture of type GIF, JPEG, PNG, SVG or WebP, whatever its name says")]
    WrongType,
    /// A drawing that cannot be made safe, or is too much.
    #[error(transparent)]
    Drawing(#[from] DrawingError),
    /// Types that cannot be unpacked here.
    #[error("{0} pictures cannot be read here; save it as JPEG, PNG or WebP and upload that")]
    NotUnpackable(&'static str),
    /// Half a file, or a broken one.
    #[error("the file is damaged: it could not be read to its end")]
    Damaged,
}

/// Type and size of a file, and the bytes to keep: of a drawing the sanitized ones, of everything else those that came. What
/// the name says does not matter.
///
/// # Errors
/// When it may not be kept.
pub fn inspect(bytes: &[u8]) -> Result<(Probed, Cow<'_, [u8]>), ImageRefused> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageRefused::TooLarge);
    }
    if !xpro_pictures::is_drawing(bytes) {
        return Ok((probe(bytes)?, Cow::Borrowed(bytes)));
    }
    let Drawing { text, width, height } = xpro_pictures::sanitize(bytes)?;
    Ok((sized(DRAWING_MIME, "svg", width, height)?, Cow::Owned(text.into_bytes())))
}

fn sized(mime: &'static str, extension: &'static str, width: u32, height: u32) -> Result<Probed, ImageRefused> {
    let (Ok(width), Ok(height)) = (i32::try_from(width), i32::try_from(height)) else {
        return Err(ImageRefused::TooManyPixels);
    };
    Ok(Probed { mime, extension, width, height })
}

/// Type and size of a picture of pixels as it is seen, read from its first bytes only: nothing is unpacked.
///
/// # Errors
/// When it may not be kept.
pub fn probe(bytes: &[u8]) -> Result<Probed, ImageRefused> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageRefused::TooLarge);
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(DrawingError::Compressed.into());
    }
    match imagesize::image_type(bytes).map_err(|_| ImageRefused::WrongType)? {
        ImageType::Webp | ImageType::Png | ImageType::Jpeg | ImageType::Gif => {}
        ImageType::Heif(imagesize::Compression::Av1) => return Err(ImageRefused::NotUnpackable("AVIF")),
        ImageType::Heif(_) => return Err(ImageRefused::NotUnpackable("HEIC")),
        _ => return Err(ImageRefused::WrongType),
    }
    let claimed = imagesize::blob_size(bytes).map_err(|_| ImageRefused::Damaged)?;
    let wide = |side: usize| u64::try_from(side).unwrap_or(u64::MAX);
    if wide(claimed.width).saturating_mul(wide(claimed.height)) > MAX_PIXELS {
        return Err(ImageRefused::TooManyPixels);
    }
    let seen = xpro_pictures::look(bytes).map_err(|error| match error {
        PictureError::TooManyPixels => ImageRefused::TooManyPixels,
        _ => ImageRefused::Damaged,
    })?;
    sized(seen.format.mime(), seen.format.extension(), seen.width, seen.height)
}
