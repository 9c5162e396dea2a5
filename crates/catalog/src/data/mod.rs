//! The whole catalogue in memory, for public pages and the export: building a page needs no further statement.

mod derived;
mod index;
mod snapshot;
mod topics;

pub use snapshot::{CatalogData, CatalogParts};
pub use topics::{PageTopics, TopicCount};

#[cfg(test)]
mod tests;
