//! The statements of the content engine, one module per noun.

pub mod image;
pub mod page;
pub mod page_import;
pub mod page_topic;
pub mod revision;
pub mod setting;
pub mod snippet;
