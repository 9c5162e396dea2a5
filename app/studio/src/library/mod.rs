//! The image and document libraries, and the choosers that other screens open on them.

mod chooser;
mod document;
mod documents;
mod facts;
mod field;
mod focal;
mod image;
mod images;
mod parts;
mod queue;
mod size;
mod upload;

pub use chooser::{ChosenDocument, ChosenImage, DocumentChooser, ImageChooser};
pub use document::DocumentView;
pub use documents::DocumentsView;
pub use image::ImageView;
pub use images::ImagesView;
pub use queue::{Uploads, refuse_stray_files};
