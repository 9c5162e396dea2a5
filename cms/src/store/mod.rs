//! The statements of the content engine, one module per noun.

pub mod access;
pub mod bulk;
pub mod check;
pub mod content_reference;
pub mod document_file;
pub mod explore;
pub mod finder;
pub mod history;
pub mod image;
pub mod library_image;
pub mod page;
pub mod page_import;
pub mod page_topic;
pub mod place;
pub mod redirect;
pub mod release;
pub mod release_item;
pub mod rendition;
pub mod revision;
pub mod saved_view;
pub mod schedule;
pub mod setting;
pub mod snippet;
pub mod trash;
