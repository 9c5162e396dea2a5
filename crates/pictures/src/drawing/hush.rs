//! The first of two lines: `svg-hush` writes the drawing anew from its lists of elements and attributes that only draw.

use super::DrawingError;
use crate::look;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use svg_hush::{
    Filter,
    data_url_filter::{DataUrl, DataUrlFilterResult},
};

/// Pixels that all embedded pictures together may have.
const MOST_EMBEDDED_PIXELS: u64 = 16_000_000;

/// Without scripts, handlers, links, foreign elements, declarations and comments.
pub(super) fn hushed(text: &str) -> Result<String, DrawingError> {
    let embedded = Arc::new(AtomicU64::new(0));
    let counted = embedded.clone();
    let mut filter = Filter::new();
    filter.set_data_url_filter(move |url| match picture(url) {
        Some((pixels, mime_type, data)) => {
            counted.fetch_add(pixels, Ordering::Relaxed);
            DataUrlFilterResult::Rewrite { mime_type, data }
        }
        None => {
            // More than is allowed, so that it is said instead of left out.
            counted.fetch_add(MOST_EMBEDDED_PIXELS + 1, Ordering::Relaxed);
            DataUrlFilterResult::Drop
        }
    });
    let mut clean = Vec::with_capacity(text.len());
    filter.filter(text.as_bytes(), &mut clean).map_err(|_| DrawingError::Broken)?;
    if embedded.load(Ordering::Relaxed) > MOST_EMBEDDED_PIXELS {
        return Err(DrawingError::Embedded);
    }
    String::from_utf8(clean).map_err(|_| DrawingError::Broken)
}

/// Pixels, true type and bytes of an embedded picture; none for whatever else.
fn picture(url: &DataUrl<'_>) -> Option<(u64, String, Vec<u8>)> {
    let (data, _) = url.decode_to_vec().ok()?;
    let look = look(&data).ok()?;
    let pixels = u64::from(look.width) * u64::from(look.height);
    Some((pixels, look.format.mime().to_owned(), data))
}
