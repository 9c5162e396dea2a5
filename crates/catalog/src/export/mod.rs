//! Writes the catalogue as MIT Learn and other clients read it (catalog_export.md 3, 4, 8; ecommerce.md 3.1).
//!
//! Key order, number and time formats are a published contract; `wire` has the objects, `courses`, `programs`,
//! `products` and `topics` have the listing rules.

mod context;
mod courses;
mod page_facts;
mod products;
mod programs;
mod topics;
mod value;
mod wire;

pub use context::{Export, ExportSite};
pub use page_facts::{PageFacts, ProductPageFacts};

#[cfg(test)]
mod tests;
