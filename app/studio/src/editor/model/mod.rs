//! The editor's logic without a browser: documents and changes to them, undo, merging, rich text.

pub mod document;
pub mod markdown;
pub mod merge;
pub mod paste;
pub mod path;
pub mod sections;
pub mod undo;
