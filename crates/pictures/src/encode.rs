//! From pixels to a file.

use super::{Format, PictureError, Spec};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, codecs::png, codecs::webp::WebPEncoder,
};
use rgb::FromSlice as _;

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its format.
    pub format: Format,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Of AVIF's 1 (slow) to 10: beyond this the files grow faster than the time shrinks.
const AVIF_SPEED: u8 = 8;

pub(crate) fn encode(pixels: DynamicImage, spec: &Spec, format: Format) -> Result<Made, PictureError> {
    let pixels = match (format, spec.background) {
        (_, Some(color)) => flattened(pixels, color),
        (Format::Jpeg, None) => flattened(pixels, [u8::MAX; 3]),
        _ => pixels,
    };
    let (width, height) = (pixels.width(), pixels.height());
    let bytes = match format {
        Format::Jpeg => jpeg(&pixels, spec.jpeg_quality)?,
        Format::Png => png(&pixels)?,
        Format::Gif => gif(&pixels)?,
        Format::Webp => webp(&pixels, spec.webp_quality)?,
        Format::Avif => avif(&pixels, spec.avif_quality)?,
    };
    Ok(Made { bytes, format, width, height })
}

fn unwritable(error: impl std::fmt::Display) -> PictureError {
    PictureError::Unwritable(error.to_string())
}

/// Lays the picture on a color.
fn flattened(pixels: DynamicImage, color: [u8; 3]) -> DynamicImage {
    let DynamicImage::ImageRgba8(pixels) = pixels else { return pixels };
    let mix = |over: u8, under: u8, alpha: u8| {
        let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
        // A mean of two bytes is a byte.
        ((over * alpha + under * (255 - alpha) + 127) / 255) as u8
    };
    let mut result = image::RgbImage::new(pixels.width(), pixels.height());
    for (to, from) in result.pixels_mut().zip(pixels.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [mix(red, color[0], alpha), mix(green, color[1], alpha), mix(blue, color[2], alpha)];
    }
    DynamicImage::ImageRgb8(result)
}

fn jpeg(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .map_err(unwritable)?;
    Ok(bytes)
}

fn color_type(pixels: &DynamicImage) -> ExtendedColorType {
    if pixels.color().has_alpha() { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 }
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    png::PngEncoder::new_with_quality(&mut bytes, png::CompressionType::Default, png::FilterType::Adaptive)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), color_type(pixels))
        .map_err(unwritable)?;
    Ok(bytes)
}

fn gif(pixels: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    image::codecs::gif::GifEncoder::new(&mut bytes)
        .encode(pixels.as_bytes(), pixels.width(), pixels.height(), color_type(pixels))
        .map_err(unwritable)?;
    Ok(bytes)
}

fn webp(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels.width(), pixels.height());
    if quality == 100 {
        let mut bytes = Vec::new();
        WebPEncoder::new_lossless(&mut bytes)
            .write_image(pixels.as_bytes(), width, height, color_type(pixels))
            .map_err(unwritable)?;
        return Ok(bytes);
    }
    let encoder = if pixels.color().has_alpha() {
        webp::Encoder::from_rgba(pixels.as_bytes(), width, height)
    } else {
        webp::Encoder::from_rgb(pixels.as_bytes(), width, height)
    };
    let memory = encoder.encode_simple(false, quality.into()).map_err(|error| unwritable(format!("{error:?}")))?;
    Ok(memory.to_vec())
}

fn avif(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let encoder = ravif::Encoder::new()
        .with_quality(quality.into())
        .with_alpha_quality(quality.into())
        .with_speed(AVIF_SPEED)
        .with_num_threads(Some(1));
    let encoded = if pixels.color().has_alpha() {
        encoder.encode_rgba(ravif::Img::new(pixels.as_bytes().as_rgba(), width, height))
    } else {
        encoder.encode_rgb(ravif::Img::new(pixels.as_bytes().as_rgb(), width, height))
    };
    encoded.map(|encoded| encoded.avif_file).map_err(unwritable)
}
