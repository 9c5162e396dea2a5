//! What a page says: one typed document per page kind (architecture.md decision 6).
//!
//! One declaration per kind of page, type of section and kind of snippet gives the struct, the form, the checks, the JSON
//! schema and the fields of the API ([`declarations`]). A document is stored as one JSON body beside the number of its
//! schema. Reading is lenient where it can be: a section that this program does not understand is kept as it is, skipped
//! when the page is shown, and reported as a fault.

mod block;
mod blocks;
mod checks;
mod declare;
mod kind;
mod pages;
mod read;
mod shared;
mod snippets;
mod upgrade;
mod value;

pub use block::{Block, BlockContent, SharedUse};
pub use blocks::*;
pub use declare::declarations;
pub use kind::{PageDocument, PageKind};
pub use pages::*;
pub use read::{DocumentError, Fault, ReadDocument, StoredDocument};
pub use shared::SharedSections;
pub use snippets::{FaqSet, NoticeColor, SharedSection, Signatory, SiteNotification, SnippetDocument, SnippetKind};
pub use upgrade::{SCHEMA, upgrade, upgrade_snippet};
pub use value::{CallToAction, Day, ImageUse, Item, Markdown, Moment, PageFormat, stable_id};
pub use xpro_form::{Mode, Problem, Severity};

#[cfg(test)]
mod declared_tests;
#[cfg(test)]
mod tests;
