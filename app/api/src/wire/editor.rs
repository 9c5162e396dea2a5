//! The page editor. Documents travel as the JSON that is stored; declarations say what is in them.

use super::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
pub use xpro_form::Declarations;
use xpro_form::{Problem, Target};

/// Where an unsaved document is posted to be shown as a page: `{PAGE_PREVIEW}{page id}`. A GET shows what is saved.
pub const PAGE_PREVIEW: &str = "/studio/preview/";

/// A page as the editor opens it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedPage {
    /// Key.
    pub id: i64,
    /// Machine name of its kind.
    pub kind: String,
    /// Public address.
    pub url_path: String,
    /// Pages above it, from the home page down: key and title.
    pub above: Vec<(i64, String)>,
    /// What its newest text says.
    pub document: Value,
    /// What of it cannot be understood: where, why.
    pub faults: Vec<(String, String)>,
    /// To name when saving.
    pub version: i64,
    /// The last part of the address that it has or will have.
    pub slug: String,
    /// How things stand.
    pub standing: Standing,
    /// What the person may do.
    pub rights: PageRights,
    /// Site-wide permissions of the person that blocks ask for.
    pub permissions: Vec<String>,
    /// Price that publishing will set.
    pub price: Option<PriceWish>,
    /// What the document refers to, by name.
    pub things: Vec<Thing>,
    /// Shared sections that it uses.
    pub shared: Vec<SharedSection>,
}

/// How things stand with a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// Visitors see it.
    pub live: bool,
    /// There is text that visitors do not see.
    pub has_unpublished: bool,
    /// When visitors last got something new.
    pub last_published_at: Option<Instant>,
    /// When the newest text was written.
    pub saved_at: Option<Instant>,
    /// Who wrote it; empty for jobs.
    pub saved_by: String,
    /// Who keeps others from editing.
    pub lock: Option<LockedBy>,
    /// What waits for its time.
    pub waiting: Vec<Waiting>,
}

/// A lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedBy {
    /// Whose.
    pub name: String,
    /// It is the asker's own.
    pub mine: bool,
    /// Since when.
    pub at: Instant,
    /// Why; may be empty.
    pub reason: String,
}

/// Something that waits for its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Key.
    pub id: i64,
    /// The page is taken off; else it is published.
    pub expires: bool,
    /// When.
    pub at: Instant,
    /// Who wanted it.
    pub by: String,
}

/// What the person may do to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageRights {
    /// Edit.
    pub edit: bool,
    /// Publish, unpublish, schedule.
    pub publish: bool,
    /// Lock.
    pub lock: bool,
    /// Unlock.
    pub unlock: bool,
}

/// A price that is set when the page goes live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceWish {
    /// Of which run; none is the page's program.
    pub run: Option<i64>,
    /// `1250.00`
    pub amount: String,
}

/// What becomes of the wish.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PriceWishChange {
    /// Nothing.
    #[default]
    Keep,
    /// It is dropped.
    Clear,
    /// It is this.
    Set(PriceWish),
}

/// Something that fields refer to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// `course`, `page`, `image`, …, see [`thing_kind`].
    pub kind: String,
    /// Key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// Where it stands or what tells it from others.
    pub detail: String,
    /// Address of a small picture.
    pub picture: Option<String>,
}

/// The `kind` of [`Thing`]s that a reference leads to.
pub fn thing_kind(to: &Target) -> &'static str {
    match to {
        Target::Course => "course",
        Target::Program => "program",
        Target::CourseRun => "course_run",
        Target::Topic => "topic",
        Target::Language => "language",
        Target::Platform => "platform",
        Target::Page { .. } => "page",
        Target::Snippet { .. } => "snippet",
        Target::Group => "group",
    }
}

/// Which things are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThingQuery {
    /// Of what.
    pub to: Target,
    /// Words of its name.
    pub text: String,
    /// The page that asks: runs are of its course, courses of its kind.
    pub page: i64,
    /// Course that runs are of.
    pub course: Option<i64>,
    /// Kind of the page that is to be made, when there is no page yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

/// A section that is written once and used on many pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedSection {
    /// Key of the snippet.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Type of the section.
    pub block: String,
    /// What it says.
    pub value: Value,
}

/// A draft on its way to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftInput {
    /// Which page.
    pub page: i64,
    /// The version that the writer began from.
    pub version: i64,
    /// The whole document.
    pub document: Value,
    /// Last part of the address; none keeps it.
    pub slug: Option<String>,
    /// Price that publishing sets.
    #[serde(default)]
    pub price: PriceWishChange,
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SaveOutcome {
    /// It is kept.
    Saved(SavedVersion),
    /// Somebody else saved since; nothing was written.
    Conflict(Box<DraftTheirs>),
    /// It cannot be kept as it stands.
    Refused {
        /// Which field; empty for none in particular.
        field: String,
        /// What is wrong.
        message: String,
    },
}

/// A kept version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedVersion {
    /// To name in the next save.
    pub version: i64,
    /// When it was written.
    pub saved_at: Instant,
    /// Visitors do not see it.
    pub has_unpublished: bool,
}

/// The text of somebody who saved in the meantime.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftTheirs {
    /// Its version.
    pub version: i64,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What it says.
    pub document: Value,
}

/// Two texts made one. Both are kept in the page's history under names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergeInput {
    /// Which page.
    pub page: i64,
    /// Version of theirs, as the conflict told it.
    pub version: i64,
    /// What the page shall say.
    pub merged: Value,
    /// What the asker had written.
    pub mine: Value,
}

/// An act of the publish panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PageCommand {
    /// Publish the text of this version now.
    Publish {
        /// As last saved.
        version: i64,
        /// Keys of the warnings that the person confirmed.
        #[serde(default)]
        acknowledged: Vec<String>,
    },
    /// Publish it later.
    PublishAt {
        /// As last saved.
        version: i64,
        /// When.
        at: Instant,
        /// Keys of the warnings that the person confirmed.
        #[serde(default)]
        acknowledged: Vec<String>,
    },
    /// Take the page off later.
    ExpireAt {
        /// When.
        at: Instant,
    },
    /// Call off what waits.
    CallOff {
        /// Which.
        waiting: i64,
    },
    /// Take it off the site.
    Unpublish {
        /// With every page below it.
        with_descendants: bool,
    },
    /// Go back to what visitors see.
    Discard,
    /// Keep the newest text under a name.
    Name {
        /// The name.
        label: String,
    },
    /// Make an old text the draft.
    Restore {
        /// Which revision.
        revision: i64,
    },
    /// Keep others from editing.
    Lock {
        /// Why; may be empty.
        reason: String,
    },
    /// Let others edit again.
    Unlock,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CommandOutcome {
    /// It is done; this is how things stand now.
    Done {
        /// What to tell.
        message: String,
        /// The page anew.
        page: Box<OpenedPage>,
    },
    /// What must be right first.
    Incomplete {
        /// In the order of the form.
        problems: Vec<Problem>,
    },
    /// What asks, and nobody has confirmed; nothing changed.
    Asks {
        /// Warnings.
        findings: Vec<super::FindingItem>,
    },
    /// Somebody saved another version in the meantime.
    Outdated,
    /// It is done, and the caller, who saw the page for its review alone, may not see it any more.
    Gone {
        /// What to tell.
        message: String,
    },
}

/// One of a page's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichText {
    /// What visitors see.
    Live,
    /// The newest.
    Draft,
    /// This revision.
    Revision(i64),
}

/// A revision in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionItem {
    /// Key.
    pub id: i64,
    /// `rolling`, `named`, `published`, `scheduled`.
    pub state: String,
    /// Its name; may be empty.
    pub label: String,
    /// Who wrote last; empty for jobs.
    pub by: String,
    /// Last written.
    pub at: Instant,
    /// What visitors see.
    pub is_live: bool,
    /// What the editor sees.
    pub is_latest: bool,
    /// When it is to go live.
    pub go_live_at: Option<Instant>,
}

/// What differs between two texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TextComparison {
    /// Fields of the page itself.
    pub fields: Vec<ChangedField>,
    /// Sections and list entries.
    pub blocks: Vec<ChangedBlock>,
}

/// A field with another value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedField {
    /// Where in the page or block.
    pub path: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
    /// For texts: what stayed, went and came.
    #[serde(default)]
    pub words: Option<Vec<ChangedWord>>,
}

/// Words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedWord {
    /// `same`, `removed`, `added`.
    pub kind: String,
    /// They.
    pub text: String,
}

/// A section or list entry that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedBlock {
    /// The list that it is in.
    pub list: String,
    /// Its id.
    pub id: String,
    /// Its type; empty for entries of a list.
    pub block: String,
    /// `added`, `removed`, `moved`, `changed`.
    pub change: String,
    /// Its place before.
    pub from: Option<usize>,
    /// Its place after.
    pub to: Option<usize>,
    /// What changed inside.
    pub fields: Vec<ChangedField>,
    /// What it says, when it came or went.
    #[serde(default)]
    pub value: Option<Value>,
}

/// Something that was done to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryItem {
    /// Key.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// In words.
    pub act: String,
    /// Who did it; empty for jobs.
    pub by: String,
    /// More about it.
    pub note: String,
}
