//! The life of a page's text: draft, versions, published, taken off the site (cms.md 5.5, 5.7).

mod history;
mod price;
mod publish_page;
mod revisions;
mod save_draft;
mod unpublish_page;

pub(crate) use history::record;
pub use history::{HistoryEntry, HistoryFilter, PageAct, list_history};
pub use price::{PriceChange, PriceIntent};
pub(crate) use price::{PriceError, set_target_price};
pub use publish_page::{PublishPageError, publish_page, publish_revision};
pub(crate) use publish_page::{check_complete, go_live, put_live};
pub use revisions::{
    NameVersionError, OpenDraft, ReadRevision, RestoreRevisionError, RevisionInfo, RevisionState, Which,
    compare_revisions, discard_draft, list_revisions, name_version, open_draft, read_revision, restore_revision,
};
pub use save_draft::{DraftConflict, SaveDraft, SaveDraftError, SavedDraft, read_draft, save_draft};
pub(crate) use save_draft::{kind_of, latest_of};
pub(crate) use unpublish_page::take_off;
pub use unpublish_page::{Unpublish, UnpublishPageError, unpublish_page};
pub use xpro_catalog::model::ProductTarget;

#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod draft_tests;
#[cfg(test)]
mod tests;
