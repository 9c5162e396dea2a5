//! Acts on many pages, the trash, redirects, and lists that somebody keeps.

use super::{Instant, PageFilter};
use serde::{Deserialize, Serialize};

/// What is done to each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkDeed {
    /// Its newest text goes live.
    Publish,
    /// It goes off the site.
    Unpublish,
    /// It goes elsewhere.
    Move,
    /// It goes to the trash.
    Delete,
}

impl BulkDeed {
    /// What a button says.
    pub fn label(self) -> &'static str {
        match self {
            BulkDeed::Publish => "Publish",
            BulkDeed::Unpublish => "Unpublish",
            BulkDeed::Move => "Move",
            BulkDeed::Delete => "Delete",
        }
    }

    /// While it runs.
    pub fn doing(self) -> &'static str {
        match self {
            BulkDeed::Publish => "Publishing",
            BulkDeed::Unpublish => "Unpublishing",
            BulkDeed::Move => "Moving",
            BulkDeed::Delete => "Deleting",
        }
    }
}

/// Which pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "which", rename_all = "snake_case")]
pub enum BulkChoice {
    /// These.
    Pages {
        /// Their keys.
        pages: Vec<i64>,
    },
    /// Everything that the list shows, also what is not loaded yet.
    Listed {
        /// The list.
        filter: PageFilter,
    },
}

/// An act on many pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkInput {
    /// What.
    pub deed: BulkDeed,
    /// To which.
    pub choice: BulkChoice,
    /// And to every page below them.
    pub with_descendants: bool,
    /// Where pages move.
    pub to_parent: Option<i64>,
    /// The site's name, for deleting many.
    pub typed: String,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkStarted {
    /// Key of the run.
    pub run: i64,
    /// How many pages.
    pub pages: i64,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStanding {
    /// It goes on.
    Running,
    /// Every page was tried.
    Done,
    /// Somebody stopped it.
    Stopped,
}

/// An act on many pages, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BulkRunItem {
    /// Key.
    pub id: i64,
    /// What is done.
    pub deed: BulkDeed,
    /// Title of the page that pages move to.
    pub to_title: Option<String>,
    /// How it stands.
    pub standing: RunStanding,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Pages that are still to be done.
    pub waiting: i64,
    /// Pages that were.
    pub done: i64,
    /// Pages with nothing to do.
    pub skipped: i64,
    /// Pages that could not be.
    pub failed: i64,
}

impl BulkRunItem {
    /// How many pages it is about.
    pub fn total(&self) -> i64 {
        self.waiting + self.done + self.skipped + self.failed
    }
}

/// How it went with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageOutcome {
    /// Not yet.
    Waiting,
    /// Done.
    Done,
    /// There was nothing to do.
    Skipped,
    /// Could not be done.
    Failed,
}

/// One page of a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BulkPageItem {
    /// Place in the order.
    pub place: i32,
    /// The page.
    pub page: i64,
    /// Its title when it was asked for.
    pub title: String,
    /// Its address then.
    pub url_path: String,
    /// How it went.
    pub outcome: PageOutcome,
    /// What was done, or why not.
    pub message: String,
}

/// A run with a part of its pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkReport {
    /// The run.
    pub run: BulkRunItem,
    /// Pages, in their order.
    pub items: Vec<BulkPageItem>,
    /// Give this back to get more; none at the end.
    pub next: Option<i32>,
}

/// What becomes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkCommand {
    /// It ends after the page that is being done.
    Stop,
    /// It goes on, and what failed is tried again.
    Resume,
}

/// A deleted branch.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TrashItem {
    /// Key.
    pub id: i64,
    /// Title of the topmost page.
    pub title: String,
    /// What editors call its kind.
    pub kind_label: String,
    /// Its address.
    pub url_path: String,
    /// How many pages.
    pub pages: i32,
    /// Some of them were live.
    pub was_live: bool,
    /// Who deleted it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// When it goes for good.
    pub purge_at: Instant,
    /// Where it stood is still there.
    pub parent_exists: bool,
}

/// Which redirects.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RedirectQuery {
    /// Part of either address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Made by itself, or by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic: Option<bool>,
}

/// Where visitors of an address go.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RedirectItem {
    /// Key.
    pub id: i64,
    /// From there.
    pub from: String,
    /// To this page.
    pub to_page: Option<i64>,
    /// Its newest title.
    pub to_page_title: Option<String>,
    /// There, now.
    pub to: String,
    /// 301 instead of 302.
    pub permanent: bool,
    /// Made by itself.
    pub automatic: bool,
    /// Visitors sent on.
    pub hits: i64,
    /// The last of them.
    pub last_used_at: Option<Instant>,
    /// Made.
    pub created_at: Instant,
}

/// A part of the list of redirects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectPart {
    /// They, the newest first.
    pub rows: Vec<RedirectItem>,
    /// Give this back to get more; none at the end.
    pub next: Option<i64>,
}

/// A redirect as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RedirectInput {
    /// A path on this site.
    pub from: String,
    /// To this page; else to the address.
    pub to_page: Option<i64>,
    /// A path on this site or an address elsewhere.
    pub to: String,
    /// 301 instead of 302.
    pub permanent: bool,
}

/// Whether a redirect was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RedirectOutcome {
    /// It is.
    Saved,
    /// It cannot be.
    Refused {
        /// `from` or `to`.
        field: String,
        /// Why.
        message: String,
    },
}

/// What a file of redirects did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RedirectImport {
    /// New ones.
    pub created: usize,
    /// Ones that lead elsewhere now.
    pub updated: usize,
    /// Lines that cannot be used, from 1; then nothing was written.
    pub problems: Vec<(usize, String)>,
}

/// A list that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ViewItem {
    /// Key.
    pub id: i64,
    /// What they call it.
    pub name: String,
    /// Query of its address.
    pub query: String,
}
