//! Reads the catalogue that a running xPRO serves (catalog_export.md 3, 4).

mod page;

pub use page::{ImportedPage, PageOutcome, PageSink, PageSinkError, PageTarget};
