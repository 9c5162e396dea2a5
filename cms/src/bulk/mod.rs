//! One act on many pages (cms.md 5.3, X4): written down as a list, done by a job page by page. Each page is a transaction of
//! its own with an outcome of its own, so a worker that stops loses nothing, and one page that cannot be done stops no other.

mod names;
mod read;
mod run;
mod start;

pub use crate::store::bulk::{ItemRow, RunRow};
pub use names::{BulkAct, BulkId, ItemState, RunState};
pub use read::{list_bulk_items, list_bulk_runs, read_bulk_run};
pub use run::{RunBulkAct, run_bulk_act};
pub use start::{
    BulkError, Chosen, MOST_PAGES, NewBulkAct, StartedBulk, resume_bulk_act, start_bulk_act, stop_bulk_act,
};

#[cfg(test)]
mod tests;
