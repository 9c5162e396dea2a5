//! Where pages stand: who may make them, and where.

mod author;
mod bootstrap;
mod create_page;
mod slug;

pub use author::Author;
pub use bootstrap::{RootPages, ensure_root_pages};
pub use create_page::{CreatePageError, NewPage, create_page};
pub(crate) use create_page::{described, product_slug};
pub use slug::{RESERVED_SLUGS, slugify};

#[cfg(test)]
mod tests;
