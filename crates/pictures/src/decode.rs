//! From a file to pixels.

use super::{Crop, Focus, Format, MAX_PIXELS, PictureError, Spec, drawing, encode::Made, moving, plan};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};
use std::io::Cursor;

/// What a file says about itself before any pixel is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Its format, by content.
    pub format: Format,
    /// Pixels, as it is seen: cameras store pictures lying on their side.
    pub width: u32,
    /// See `width`.
    pub height: u32,
}

/// Reads the beginning of a file only.
///
/// # Errors
/// When it is no picture that this server can unpack, or a far too large one.
pub fn look(bytes: &[u8]) -> Result<Look, PictureError> {
    let (format, mut decoder) = open(bytes)?;
    let (width, height) = checked(&decoder)?;
    let on_its_side = matches!(
        decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (width, height) = if on_its_side { (height, width) } else { (width, height) };
    Ok(Look { format, width, height })
}

fn open(bytes: &[u8]) -> Result<(Format, impl ImageDecoder), PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(unreadable)?;
    let format = match reader.format() {
        Some(ImageFormat::Jpeg) => Format::Jpeg,
        Some(ImageFormat::Png) => Format::Png,
        Some(ImageFormat::Gif) => Format::Gif,
        Some(ImageFormat::WebP) => Format::Webp,
        _ => return Err(PictureError::Unreadable("unknown type".to_owned())),
    };
    let mut limits = Limits::default();
    // Four channels of 16 bits, and room to work.
    limits.max_alloc = Some(MAX_PIXELS * 8 + (64 << 20));
    reader.limits(limits);
    Ok((format, reader.into_decoder().map_err(unreadable)?))
}

fn checked(decoder: &impl ImageDecoder) -> Result<(u32, u32), PictureError> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Unreadable("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    Ok((width, height))
}

fn unreadable(error: impl std::fmt::Display) -> PictureError {
    PictureError::Unreadable(error.to_string())
}

/// An unpacked picture, from which any number of renditions is made.
#[derive(Debug)]
pub struct Source(Kind);

#[derive(Debug)]
enum Kind {
    Pixels(Unpacked),
    /// A kept drawing, and its size.
    Drawing(String, (u32, u32)),
}

#[derive(Debug)]
struct Unpacked {
    pixels: DynamicImage,
    format: Format,
    /// The file itself, when it moves: its renditions are made frame by frame.
    moving: Option<Vec<u8>>,
}

impl Source {
    /// Unpacks a file of the library. Takes memory and time in proportion to its pixels; drawings, which must be
    /// [sanitized](super::sanitize), are drawn for each rendition anew.
    ///
    /// # Errors
    /// When it is damaged, or far too large.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, PictureError> {
        if drawing::is_drawing(&bytes) {
            let text = String::from_utf8(bytes).map_err(unreadable)?;
            let size = drawing::size(&text)?;
            return Ok(Source(Kind::Drawing(text, size)));
        }
        let (format, mut decoder) = open(&bytes)?;
        checked(&decoder)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        pixels.apply_orientation(orientation);
        let is_moving = format == Format::Gif && moving::moves(&bytes);
        Ok(Source(Kind::Pixels(Unpacked { pixels: plain(pixels), format, moving: is_moving.then_some(bytes) })))
    }

    /// Pixels, as it is seen.
    pub fn size(&self) -> (u32, u32) {
        match &self.0 {
            Kind::Pixels(file) => (file.pixels.width(), file.pixels.height()),
            Kind::Drawing(_, size) => *size,
        }
    }

    /// What browsers get that read nothing newer.
    pub fn fallback(&self) -> Format {
        match &self.0 {
            Kind::Pixels(file) => file.fallback(),
            Kind::Drawing(..) => Format::Png,
        }
    }

    /// Makes one rendition. A moving picture stays one, whatever format is asked for beside a fixed one.
    ///
    /// # Errors
    /// When the result would be too large, or the encoder gives up.
    pub fn make(&self, spec: &Spec, focus: Option<Focus>, format: Format) -> Result<Made, PictureError> {
        let plan = plan(spec, self.size(), focus)?;
        let format = spec.format.unwrap_or(format);
        match &self.0 {
            Kind::Drawing(text, _) => {
                let pixels = drawing::pixels(text, plan)?;
                super::encode::encode(plain(DynamicImage::ImageRgba8(pixels)), spec, format)
            }
            Kind::Pixels(file) => match &file.moving {
                Some(moving) if format == Format::Gif => moving::make(moving, plan),
                _ => super::encode::encode(cut(&file.pixels, plan.crop, plan.size)?, spec, format),
            },
        }
    }
}

impl Unpacked {
    fn fallback(&self) -> Format {
        match self.format {
            Format::Gif if self.moving.is_some() => Format::Gif,
            Format::Gif | Format::Png => Format::Png,
            Format::Jpeg => Format::Jpeg,
            Format::Webp | Format::Avif if self.pixels.color().has_alpha() => Format::Png,
            Format::Webp | Format::Avif => Format::Jpeg,
        }
    }
}

/// Eight bits per channel, with transparency only where some pixel has it.
fn plain(pixels: DynamicImage) -> DynamicImage {
    match pixels {
        DynamicImage::ImageRgb8(_) => pixels,
        _ if !pixels.color().has_alpha() => DynamicImage::ImageRgb8(pixels.into_rgb8()),
        _ => {
            let with_alpha = pixels.into_rgba8();
            if with_alpha.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
                DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(with_alpha).into_rgb8())
            } else {
                DynamicImage::ImageRgba8(with_alpha)
            }
        }
    }
}

/// Crops and scales in one go.
pub(crate) fn cut(pixels: &DynamicImage, crop: Crop, size: (u32, u32)) -> Result<DynamicImage, PictureError> {
    if (crop.width, crop.height) == size {
        return Ok(pixels.crop_imm(crop.left, crop.top, crop.width, crop.height));
    }
    let mut result = DynamicImage::new(size.0, size.1, pixels.color());
    let options = ResizeOptions::new()
        .crop(crop.left.into(), crop.top.into(), crop.width.into(), crop.height.into())
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(pixels, &mut result, &options)
        .map_err(|error| PictureError::Unwritable(error.to_string()))?;
    Ok(result)
}
