//! Deleted pages: for thirty days they can come back, the whole branch with everything that belongs to it.

mod delete_page;
mod purge;
mod restore;

pub use crate::store::trash::{TrashId, TrashRow};
pub use delete_page::{DeletePage, DeletePageError, KEPT, Trashed, delete_page, list_trash};
pub use purge::purge_trash;
pub use restore::{RestoreError, RestoreFromTrash, Restored, restore_from_trash};

#[cfg(test)]
mod tests;
