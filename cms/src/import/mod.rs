//! Turns imported facts into product pages (catalog_export.md 3, 4).

mod document;
mod sink;

pub use sink::PageImporter;

#[cfg(test)]
mod tests;
