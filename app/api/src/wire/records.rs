//! Records with forms of their own (snippets, the catalog's side models, settings, groups, people), and reports.

use super::{Instant, Thing};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use xpro_form::Problem;

/// What is listed. Its fields are also the parameters of a list's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordQuery {
    /// Name of a kind; empty is the first of the room.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Part of a name; empty for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordItem {
    /// Key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Under the list's columns.
    pub cells: Vec<String>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordList {
    /// What the kind is called.
    pub label: String,
    /// The same for many.
    pub plural: String,
    /// What it is for.
    pub help: String,
    /// Headings behind the name.
    pub columns: Vec<String>,
    /// In order.
    pub rows: Vec<RecordItem>,
    /// Names the part behind this one; none when this is the last.
    pub next: Option<u32>,
    /// The person may make one.
    pub may_add: bool,
}

/// Something that uses a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedItem {
    /// `page`, the name of a kind of record, or empty.
    pub kind: String,
    /// Key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// Where.
    pub detail: String,
}

/// A change of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// When.
    pub at: Instant,
    /// What was done, in words.
    pub act: String,
    /// Who.
    pub by: String,
    /// Fields that changed.
    pub fields: Vec<String>,
}

/// The record that a row is about, by kind and id, and its cells.
pub type ReportedRow = (Option<(String, i64)>, Vec<String>);

/// A table beside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordTable {
    /// Its heading.
    pub title: String,
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// Its rows: the record that one is about, and its cells.
    pub rows: Vec<ReportedRow>,
}

/// A record for editing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedRecord {
    /// Name of its kind.
    pub kind: String,
    /// Key; 0 for a new one.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What its form says.
    pub document: Value,
    /// To name when saving.
    pub version: String,
    /// What else is known of it: name and value.
    pub facts: Vec<(String, String)>,
    /// A table beside it.
    pub table: Option<RecordTable>,
    /// What uses it.
    pub used: Vec<UsedItem>,
    /// The newest first.
    pub history: Vec<RecordChange>,
    /// What the document refers to, by name.
    pub things: Vec<Thing>,
    /// Site-wide permissions of the person that blocks ask for.
    pub permissions: Vec<String>,
    /// The person may change it.
    pub may_change: bool,
    /// The person may delete it, as far as nothing uses it.
    pub may_delete: bool,
}

/// A record as it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordInput {
    /// Name of its kind.
    pub kind: String,
    /// Key and the version that was begun from; none for a new one.
    pub which: Option<(i64, String)>,
    /// What its form says.
    pub document: Value,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RecordOutcome {
    /// It is kept.
    Saved {
        /// As it is now.
        record: Box<OpenedRecord>,
    },
    /// Fields break rules.
    Refused {
        /// Which, and why.
        problems: Vec<Problem>,
    },
    /// Somebody else saved since; nothing was written.
    Conflict {
        /// Who; empty for a job.
        by: String,
        /// When.
        at: Option<Instant>,
        /// As it is now.
        record: Box<OpenedRecord>,
    },
}

/// What became of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RecordGone {
    /// It is gone.
    Deleted {
        /// One sentence.
        message: String,
    },
    /// It stays: these use it.
    Used {
        /// The first of them.
        used: Vec<UsedItem>,
    },
}

/// Which report, and what of it. Its fields are also the parameters of the report's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    /// Name of the report; empty is the first.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Days without publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Pages of this kind; empty for all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Part of who did it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Part of what was done.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub act: String,
    /// From this day on, `2026-11-25`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Until this day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportItem {
    /// `page`, `image`, or the name of a kind of record.
    pub kind: String,
    /// Key of what it leads to.
    pub id: i64,
    /// The field of the page; empty for the whole.
    pub field: String,
    /// Under the columns.
    pub cells: Vec<String>,
    /// Key of a link to another site that can be asked again.
    pub link: Option<i64>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTable {
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// In order.
    pub rows: Vec<ReportItem>,
    /// Names the part behind this one; none when this is the last.
    pub next: Option<u32>,
}
