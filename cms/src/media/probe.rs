//! Looks at an upload before it is kept (cms.md 2.3).

use imagesize::ImageType;

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
    /// No picture, or of a type that browsers do not all show.
    #[error("the file is no picture of type AVIF, GIF, JPEG, PNG or WebP")]
    WrongType,
}

/// Type and size of a picture, read from its first bytes only: nothing is unpacked.
///
/// # Errors
/// When it may not be kept.
pub fn probe(bytes: &[u8]) -> Result<Probed, ImageRefused> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageRefused::TooLarge);
    }
    let (mime, extension) = match imagesize::image_type(bytes).map_err(|_| ImageRefused::WrongType)? {
        ImageType::Webp => ("image/webp", "webp"),
        ImageType::Png => ("image/png", "png"),
        ImageType::Jpeg => ("image/jpeg", "jpg"),
        ImageType::Gif => ("image/gif", "gif"),
        ImageType::Heif(imagesize::Compression::Av1) => ("image/avif", "avif"),
        _ => return Err(ImageRefused::WrongType),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| ImageRefused::WrongType)?;
    let pixels =
        u64::try_from(size.width).unwrap_or(u64::MAX).saturating_mul(u64::try_from(size.height).unwrap_or(u64::MAX));
    if pixels > MAX_PIXELS {
        return Err(ImageRefused::TooManyPixels);
    }
    let (Ok(width), Ok(height)) = (i32::try_from(size.width), i32::try_from(size.height)) else {
        return Err(ImageRefused::TooManyPixels);
    };
    if width == 0 || height == 0 {
        return Err(ImageRefused::WrongType);
    }
    Ok(Probed { mime, extension, width, height })
}
