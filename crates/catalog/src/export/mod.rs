//! Writes the catalogue as MIT Learn and other clients read it (catalog_export.md 3, 4, 8; ecommerce.md 3.1).

mod page_facts;

pub use page_facts::{PageFacts, ProductPageFacts};
