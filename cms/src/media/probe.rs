//! Looks at an upload before it is kept (cms.md 2.3).

use imagesize::ImageType;
use xpro_pictures::PictureError;

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
    #[error("the file is no picture of type GIF, JPEG, PNG or WebP, whatever its name says")]
    WrongType,
    /// A drawing that could hold scripts.
    #[error("SVG drawings can hold scripts and are not taken; export it as PNG or WebP")]
    Svg,
    /// Types that cannot be unpacked here.
    #[error("{0} pictures cannot be cropped here; upload it as JPEG, PNG or WebP")]
    NotUnpackable(&'static str),
    /// Half a file, or a broken one.
    #[error("the file is damaged: it could not be read to its end")]
    Damaged,
}

/// Type and size of a picture as it is seen, read from its first bytes only: nothing is unpacked, and the name does not
/// matter.
///
/// # Errors
/// When it may not be kept.
pub fn probe(bytes: &[u8]) -> Result<Probed, ImageRefused> {
    if bytes.len() > MAX_BYTES {
        return Err(ImageRefused::TooLarge);
    }
    if looks_like_svg(bytes) {
        return Err(ImageRefused::Svg);
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
    let (Ok(width), Ok(height)) = (i32::try_from(seen.width), i32::try_from(seen.height)) else {
        return Err(ImageRefused::TooManyPixels);
    };
    let (mime, extension) = (seen.format.mime(), seen.format.extension());
    Ok(Probed { mime, extension, width, height })
}

/// Whether the beginning is XML with an `<svg` element, after comments and declarations.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}
