//! Where pages stand: who may make them, and where; what the explorer lists.

mod address;
mod author;
mod bootstrap;
mod copy_page;
mod create_page;
mod default_sections;
pub mod explore;
pub mod finder;
mod move_page;
mod slug;

pub(crate) use address::{check_free, is_reserved, may_stand, readdress, url_below};
pub use author::Author;
pub use bootstrap::{RootPages, ensure_root_pages};
pub use copy_page::{CopiedPage, CopyPage, copy_page};
pub use create_page::{CreatePageError, NewPage, create_page};
pub(crate) use create_page::{described, is_of_its_seller, product_slug};
pub use default_sections::{DefaultSectionsReport, add_default_sections, give_default_sections};
pub use explore::{
    Cursor, ListChildren, PageList, PageStatus, PageSummary, SearchPages, Sort, SubtreeCounts, explorer_root,
    kinds_below, list_ancestors, list_children, list_locked, search_pages, subtree_counts, summary,
};
pub use move_page::{MovePage, MovePageError, MovedPage, Place, can_move, move_page, reorder_page};
pub use slug::{RESERVED_SLUGS, free_slug, is_slug, slugify};

#[cfg(test)]
mod branch_tests;
#[cfg(test)]
mod default_section_tests;
#[cfg(test)]
mod tests;
