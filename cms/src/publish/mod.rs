//! The life of a page's text: draft, published, taken off the site (cms.md 5.5).

mod publish_page;
mod save_draft;
mod unpublish_page;

pub use publish_page::{PublishPageError, publish_page};
pub use save_draft::{SaveDraftError, read_draft, save_draft};
pub use unpublish_page::{UnpublishPageError, unpublish_page};

#[cfg(test)]
mod tests;
