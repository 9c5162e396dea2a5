//! What is looked at before a page is published (cms.md 1.4, 9.2).
//!
//! Each look is a pure function over the document and the [`Facts`] that were read for it beforehand, so that a page with two
//! hundred links and a release of many pages take the same few statements. Errors keep a page from going live whoever
//! asks; a person confirms the warnings, a job goes on and writes them to the log.

mod alt;
mod contrast;
mod facts;
mod features;
mod finding;
mod headings;
mod links;
mod meta;
mod page;
mod product;
mod texts;
mod wanted;

pub use crate::store::check::{ImageFact, LinkedPage, ProgramPrice, RunFact};
pub use contrast::contrast;
pub use facts::{Facts, Upcoming};
pub(crate) use features::problems as feature_problems;
pub use finding::{Code, Finding};
pub use page::{CheckPageError, Checked, check_page, check_pages, find_all};
pub(crate) use page::{blockers, is_hidden};
pub(crate) use wanted::{internal_path, without_run};

#[cfg(test)]
mod certificate_tests;
#[cfg(test)]
mod tests;
