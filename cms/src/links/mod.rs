//! Links to other sites (cms.md 5.10, 9.2): where they are used, whether they still work, and what editors are told.
//!
//! Every save and every publication writes down which addresses a text leads to. A job asks those that are due, politely,
//! and writes down what it saw; reports and the checks before publishing only read that. Nothing here opens a connection:
//! the door of the job does.

mod address;
mod again;
mod backlog;
mod check;
mod index;
mod jobs;
#[cfg(test)]
mod tests;

pub use crate::store::external_link::{DueLink, LinkId};
pub use address::Address;
pub use again::{CheckAgainError, check_again};
pub use backlog::read_backlog;
pub use check::{Cadence, Seen, claim_host, claim_link, give_back, note_seen, why};
pub use index::{forget_links, index_page_links, index_record_links};
pub use jobs::{CheckLink, CheckLinks};
