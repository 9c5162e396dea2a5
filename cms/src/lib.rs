//! The content engine: what pages say, how they are published, and what visitors see of them.
//!
//! `document` holds the typed page documents, `richtext` their Markdown, `tree`, `publish` and `import` the acts that change
//! pages, `access` who may, `store` the statements, and `delivery` turns the published content into what a page shows (architecture.md
//! decisions 5 to 7; spec cms.md).

pub mod access;
pub mod blog;
pub mod bulk;
pub mod checks;
pub mod collaboration;
pub mod compare;
pub mod content_api;
pub mod delivery;
pub mod document;
pub mod import;
pub mod links;
pub mod lock;
pub mod media;
pub mod privacy;
pub mod publish;
pub mod records;
pub mod redirect;
pub mod release;
pub mod reports;
pub mod richtext;
pub mod saved_view;
pub mod schedule;
pub mod seed;
pub mod settings;
pub mod store;
pub mod trash;
pub mod tree;

#[cfg(test)]
mod testing;
