//! What a page says: one typed document per page kind (architecture.md decision 6).
//!
//! A document is stored as one JSON body beside the number of its schema. Reading is lenient where it can be: a section
//! that this program does not understand is kept as it is, skipped when the page is shown, and reported as a fault.

mod block;
mod checks;
mod kind;
mod page;
mod read;
mod section;
mod upgrade;
mod value;

pub use block::{Block, BlockContent};
pub use checks::Problem;
pub use kind::PageKind;
pub use page::{HomePage, IndexPage, PageDocument, ProductPage, Promote, ResourcePage, ResourcePart};
pub use read::{DocumentError, Fault, ReadDocument, StoredDocument};
pub use section::*;
pub use upgrade::{SCHEMA, upgrade};
pub use value::{CallToAction, ImageUse, Item, Markdown, PageFormat, stable_id};

#[cfg(test)]
mod tests;
