//! Everything that is kept beside pages: snippets, courses, topics, settings, groups, people. One list and one form serve all;
//! what a kind holds comes from the declarations.

mod aside;
mod conflict;
mod list;
mod record;
pub mod rooms;

pub use list::RecordsView;
pub use record::RecordView;
