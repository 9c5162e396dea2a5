//! What the Studio keeps beside pages: snippets, the catalog's courses, runs, topics, languages, platforms and products, the
//! site's settings, groups and people (cms.md 4, 5.2, 5.4). All of them are declared forms, so that one list, one form and one
//! set of acts serve them; what is particular to a kind is in its own module.

mod acts;
mod courseware;
mod error;
mod forms;
mod group;
mod kind;
mod people;
mod product;
mod read;
mod runs;
mod settings;
mod snippet;
mod taxonomy;
#[cfg(test)]
mod tests;

pub use acts::{Deleted, SaveRecord, SavedRecord, Which, delete_record, save_record};
pub use error::{RecordError, Theirs, UsedBy};
pub use group::PERMISSIONS;
pub use kind::{CHANGE_SETTINGS, CHANGE_SNIPPETS, CHANGE_TOPICS, CHANGE_USERS, RecordKind};
pub use read::{
    HistoryRow, ListRecords, OpenRecord, RECORDS_PART, RecordPart, RecordRow, SideRow, SideTable, find_groups,
    list_records, open_record,
};

pub(crate) use forms::specs;
pub(crate) use read::{document, pattern};
