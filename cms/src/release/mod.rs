//! Releases (peers.md E 22): a named set of page versions and prices that goes live at one moment, all or nothing.
//!
//! A page's text is kept as it is when the page is put in: what is written later is another draft. A release is checked before it
//! is scheduled and again at the moment itself; then everything happens in one transaction that holds the tree, so that
//! a refusal, a killed process or a second worker leaves nothing half done.

mod acts;
mod check;
mod error;
mod going;
mod names;
mod read;
mod run;
mod schedule;

pub use crate::store::{
    release::ReleaseRow,
    release_item::{ReleasePageRow, ReleasePriceRow},
};
pub use acts::{
    MOST_PAGES, NewReleasePrice, add_page, add_price, cancel_release, contents_key, create_release, need_unchanged,
    remove_page, remove_price, rename_release,
};
pub use check::{ItemFindings, ReleaseItem, ReleaseReport, check_release};
pub use error::{CHANGE_RELEASES, ReleaseError};
pub use names::{ReleaseId, ReleaseState};
pub use read::{Release, Sellable, list_releases, list_sellables, read_release, releases_between};
pub use run::{RanRelease, RunRelease, run_release};
pub use schedule::{publish_release, schedule_release, unschedule_release};

#[cfg(test)]
mod tests;
