//! The document around every page: head, skip link, header, notice, footer. Private pages and public ones share it.

mod document;
mod footer;
mod frame;
mod head;
mod header;
mod notice;
#[cfg(test)]
mod tests;

pub use document::document;
pub use frame::{Assets, Bundle, Footer, Frame, Person, SiteFrame, SiteNotice, Viewer};
pub use head::{Head, ShareImage};
