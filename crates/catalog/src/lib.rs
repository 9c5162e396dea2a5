//! What can be learned and bought: programs, courses, runs, topics, languages, platforms, products and their prices.
//!
//! `model` holds the nouns and what follows from them at an instant, `store` the statements, `acts` the changes,
//! `resolve` finds what a text id sells, `import` reads another installation's catalogue and `export` writes ours.
//! What a product page says lives in `cms`; this crate knows pages only through the traits of `import` and `export`.

pub mod acts;
pub mod data;
pub mod export;
pub mod import;
pub mod model;
pub mod resolve;
pub mod seed;
pub mod store;

pub use data::CatalogData;
