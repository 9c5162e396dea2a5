//! What can be done to a picture without a database: understanding what is asked for (`fill-275x155|format-webp`), working
//! out the crop around the focal point, and making the file. Nothing here waits or blocks on anything but the processor,
//! so callers run it on a thread of its own.

mod decode;
mod drawing;
mod encode;
mod error;
mod format;
mod geometry;
mod moving;
mod spec;
#[cfg(test)]
mod tests;

pub use decode::{Look, Source, look};
pub use drawing::{DRAWING_MIME, Drawing, DrawingError, MAX_DRAWING_BYTES, framed, is_drawing, sanitize};
pub use encode::Made;
pub use error::{PictureError, SpecError};
pub use format::Format;
pub use geometry::{Crop, Focus, Plan, plan};
pub use spec::{LONGEST_SPEC, Spec, Step};

/// Pictures with more pixels are refused before a single one is unpacked.
pub const MAX_PIXELS: u64 = 128_000_000;
