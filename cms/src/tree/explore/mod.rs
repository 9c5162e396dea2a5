//! What the explorer lists: pages of one parent, found pages, the way up. One statement each, whatever the size of the
//! site; the next part of a list begins behind a key, so that the hundredth costs what the first does.

mod list;
mod summary;

pub(crate) use list::part;
pub use list::{
    Cursor, ListChildren, PageList, SearchPages, Sort, explorer_root, kinds_below, list_ancestors, list_children,
    list_locked, search_pages, subtree_counts, summary,
};
pub use summary::{PageStatus, PageSummary, SubtreeCounts};

#[cfg(test)]
mod tests;
