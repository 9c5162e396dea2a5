//! Moving GIFs, one frame at a time.

use super::{Format, MAX_PIXELS, PictureError, Plan, decode::cut, encode::Made};
use image::{
    AnimationDecoder as _, DynamicImage, Frame,
    codecs::gif::{GifDecoder, GifEncoder, Repeat},
};
use std::io::Cursor;

/// Whether a GIF has more than one frame.
pub(crate) fn moves(file: &[u8]) -> bool {
    GifDecoder::new(Cursor::new(file))
        .is_ok_and(|decoder| decoder.into_frames().take(2).filter(Result::is_ok).count() > 1)
}

/// Makes a rendition of every frame. All frames together may have as many pixels as one picture.
pub(crate) fn make(file: &[u8], plan: Plan) -> Result<Made, PictureError> {
    let decoder = GifDecoder::new(Cursor::new(file)).map_err(unreadable)?;
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new_with_speed(&mut bytes, 20);
    encoder.set_repeat(Repeat::Infinite).map_err(unreadable)?;
    let mut unpacked = 0;
    for frame in decoder.into_frames() {
        let frame = frame.map_err(unreadable)?;
        let delay = frame.delay();
        let pixels = DynamicImage::ImageRgba8(frame.into_buffer());
        unpacked += u64::from(pixels.width()) * u64::from(pixels.height());
        if unpacked > MAX_PIXELS {
            return Err(PictureError::TooManyPixels);
        }
        let small = cut(&pixels, plan.crop, plan.size)?.into_rgba8();
        encoder.encode_frame(Frame::from_parts(small, 0, 0, delay)).map_err(unreadable)?;
    }
    drop(encoder);
    Ok(Made { bytes, format: Format::Gif, width: plan.size.0, height: plan.size.1 })
}

fn unreadable(error: image::ImageError) -> PictureError {
    PictureError::Unreadable(error.to_string())
}
