//! SVG drawings. What comes in is sanitized once and only the result is kept; what goes out is that text, framed for a spec,
//! or pixels drawn from it.

mod check;
mod draw;
mod effort;
mod error;
mod hush;
mod repeats;
mod root;
#[cfg(test)]
mod tests;

pub use error::DrawingError;

use super::{PictureError, Plan, Spec, plan};
use image::RgbaImage;

/// As browsers call drawings.
pub const DRAWING_MIME: &str = "image/svg+xml";

/// Larger drawings are refused: 2 MB of text is far more than a browser draws swiftly.
pub const MAX_DRAWING_BYTES: usize = 2 * 1024 * 1024;

/// Longest side that a drawing is kept with. It can be shown at any size; this bounds what drawing pixels costs.
const LONGEST_SIDE: f32 = 2560.0;

/// Readers of XML and drawers go down into what they read, so they get a stack that the bounds of [`check`] and [`repeats`] cannot use up.
const STACK: usize = 128 << 20;

/// A drawing that is safe to keep and to give out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The sanitized file: one `svg` element with width, height and viewBox.
    pub text: String,
    /// Pixels, as it says or as its viewBox says.
    pub width: u32,
    /// See `width`.
    pub height: u32,
}

/// Whether the content is a drawing, whatever the name says: XML with an `svg` element after comments and declarations.
pub fn is_drawing(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && (text.contains("<svg") || text.contains(":svg"))
}

/// Keeps what draws and drops what acts: scripts, handlers, links, foreign content. What cannot be dropped without changing
/// the picture, or would take browsers and this server too long, is refused.
///
/// # Errors
/// With the reason, for the person who uploads.
pub fn sanitize(bytes: &[u8]) -> Result<Drawing, DrawingError> {
    deep(|| sanitized(bytes)).unwrap_or(Err(DrawingError::Broken))
}

fn sanitized(bytes: &[u8]) -> Result<Drawing, DrawingError> {
    if bytes.len() > MAX_DRAWING_BYTES {
        return Err(DrawingError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DrawingError::NotText)?.trim_start_matches('\u{feff}');
    if text.contains('\0') {
        return Err(DrawingError::NotText);
    }
    if text.contains("<!ENTITY") {
        return Err(DrawingError::Entities);
    }
    // The filter would drop these, and leave what follows in pieces.
    if text.to_ascii_lowercase().contains("@import") {
        return Err(DrawingError::External);
    }
    check::shallow(text)?;
    let hushed = hush::hushed(text)?;
    let document = check::parsed(&hushed)?;
    check::structure(&document)?;
    let size = draw::size(&document)?;
    let (width, height) = root::whole_size(size)?;
    let text = root::rewritten(&hushed, document.root_element(), size, (width, height))?;
    effort::bounded(&draw::tree(&text)?)?;
    Ok(Drawing { text, width, height })
}

/// A kept drawing as one spec shows it. Its own size and crop are in whole pixels, as with every other picture.
///
/// # Errors
/// When the result would be larger than anybody shows.
pub fn framed(text: &str, size: (u32, u32), spec: &Spec, focus: Option<super::Focus>) -> Result<String, PictureError> {
    let Plan { crop, size: (width, height) } = plan(spec, size, focus)?;
    if (crop.width, crop.height) == size && (width, height) == size && spec.background.is_none() {
        return Ok(text.to_owned());
    }
    let (left, top, wide, high) = (crop.left, crop.top, crop.width, crop.height);
    let ground = spec.background.map_or_else(String::new, |[red, green, blue]| {
        format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/>"
        )
    });
    Ok(format!(
        "<svg xmlns=\"{}\" width=\"{width}\" height=\"{height}\" viewBox=\"{left} {top} {wide} {high}\" \
         preserveAspectRatio=\"none\">{ground}{text}</svg>",
        root::NAMESPACE
    ))
}

/// Pixels of a part of a kept drawing, drawn at the size that is asked for, so that nothing is blurred.
pub(crate) fn pixels(text: &str, plan: Plan) -> Result<RgbaImage, PictureError> {
    deep(|| draw::pixels(text, plan))
        .unwrap_or_else(|| Err(PictureError::Unreadable("the drawing cannot be drawn".to_owned())))
}

/// Width and height of a kept drawing.
pub(crate) fn size(text: &str) -> Result<(u32, u32), PictureError> {
    let size = deep(|| root::whole_size(draw::size(&check::parsed(text)?)?)).unwrap_or(Err(DrawingError::Broken));
    size.map_err(|error| PictureError::Unreadable(error.to_string()))
}

/// On a stack that holds whatever [`check`] lets through; none when it gave up.
fn deep<T: Send>(act: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, act).ok()?.join().ok())
}
