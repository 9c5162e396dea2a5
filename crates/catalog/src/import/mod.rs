//! Reads the catalogue that a running xPRO serves (catalog_export.md 3, 4): `wire` is its JSON, `plan` sorts out what
//! was served twice and what is malformed, `apply` writes it item by item, `report` tells what happened.

mod apply;
mod item;
mod page;
mod plan;
mod report;
mod wire;

pub use apply::{ImportError, ImportSources, import_catalog};
pub use page::{ImportedPage, PageOutcome, PageSink, PageSinkError, PageTarget};
pub use report::{ImportIssue, ImportReport, Tally};
