//! Checks before publishing, releases, the calendar.

use super::{Dollars, Instant};
use serde::{Deserialize, Serialize};

/// Something to put right, or to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingItem {
    /// The field; empty for the whole page, `#price` for the price.
    pub path: String,
    /// What to do about it.
    pub message: String,
    /// It stops; else it asks.
    pub is_error: bool,
    /// What kind it is: `link_dead`.
    pub code: String,
    /// Names it for whoever confirms it.
    pub key: String,
}

/// How far a release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseStanding {
    /// Being put together.
    Draft,
    /// Checked, and nothing stops it.
    Ready,
    /// Goes live at its time.
    Scheduled,
    /// Live.
    Published,
    /// Something stopped it at its time; nothing changed.
    Failed,
    /// Given up.
    Canceled,
}

/// A release in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseItem {
    /// Key.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// How far it is.
    pub standing: ReleaseStanding,
    /// When it is to go live, or did.
    pub at: Option<Instant>,
    /// Who made it.
    pub owner: String,
    /// How many pages.
    pub pages: i64,
    /// How many prices.
    pub prices: i64,
    /// Why it did not go live.
    pub note: String,
    /// Changed.
    pub updated_at: Instant,
    /// Last checked.
    pub checked_at: Option<Instant>,
}

/// All releases, and whether the person may make one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseList {
    /// Those that go on first.
    pub releases: Vec<ReleaseItem>,
    /// They may make one.
    pub may_change: bool,
    /// In which time zone the site lives, such as `America/New_York`.
    pub time_zone: String,
}

/// A page of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasePageItem {
    /// Key.
    pub page: i64,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// It is in the tree.
    pub is_there: bool,
    /// Visitors see some text of it.
    pub live: bool,
    /// Something was written since it was put in; that stays a draft.
    pub has_newer: bool,
    /// Who put it in.
    pub added_by: String,
    /// When.
    pub added_at: Instant,
    /// What the last check found.
    pub findings: Vec<FindingItem>,
}

/// A price of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasePriceItem {
    /// Key within the release.
    pub id: i64,
    /// Text id of what is sold.
    pub label: String,
    /// Its title.
    pub title: String,
    /// What it costs then.
    pub price: Dollars,
    /// What it costs now.
    pub now: Option<Dollars>,
    /// What the last check found.
    pub findings: Vec<FindingItem>,
}

/// One release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDetail {
    /// The release.
    pub release: ReleaseItem,
    /// Its pages, as far as the person may see them.
    pub pages: Vec<ReleasePageItem>,
    /// How many more there are.
    pub hidden: i64,
    /// Names all that is in it: the acts that need a decision say with it what the person saw.
    pub contents: String,
    /// Its prices.
    pub prices: Vec<ReleasePriceItem>,
    /// They may change it.
    pub may_change: bool,
    /// They may publish all of it.
    pub may_publish: bool,
    /// In which time zone the site lives.
    pub time_zone: String,
}

/// Something that a price can be set for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellableItem {
    /// The run.
    pub run: Option<i64>,
    /// Or the program.
    pub program: Option<i64>,
    /// Title and text id.
    pub label: String,
    /// What it costs now.
    pub now: Option<Dollars>,
}

/// An act on a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ReleaseCommand {
    /// Another name.
    Rename {
        /// The name.
        name: String,
    },
    /// Puts pages in, as their newest text is now.
    AddPages {
        /// Which.
        pages: Vec<i64>,
    },
    /// Takes a page out.
    RemovePage {
        /// Which.
        page: i64,
    },
    /// Puts a price in.
    AddPrice {
        /// Of this run.
        run: Option<i64>,
        /// Or of this program.
        program: Option<i64>,
        /// As it was typed.
        price: String,
    },
    /// Takes a price out.
    RemovePrice {
        /// By its key within the release.
        price: i64,
    },
    /// Looks at everything.
    Check,
    /// Goes live at a time.
    Schedule {
        /// When.
        at: Instant,
        /// Warnings that the person confirmed.
        #[serde(default)]
        acknowledged: Vec<String>,
        /// [`ReleaseDetail::contents`] of what the person saw: other contents are refused.
        #[serde(default)]
        seen: Option<String>,
    },
    /// Calls the time off.
    Unschedule,
    /// Gives it up.
    Cancel {
        /// [`ReleaseDetail::contents`] of what the person saw: other contents are refused.
        #[serde(default)]
        seen: Option<String>,
    },
    /// Goes live now.
    Publish {
        /// Warnings that the person confirmed.
        #[serde(default)]
        acknowledged: Vec<String>,
        /// [`ReleaseDetail::contents`] of what the person saw: other contents are refused.
        #[serde(default)]
        seen: Option<String>,
    },
}

/// What came of an act on a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ReleaseOutcome {
    /// It is done.
    Done {
        /// What to tell.
        message: String,
        /// The release anew.
        detail: Box<ReleaseDetail>,
    },
    /// Something stops the release; nothing changed. The findings are at its items.
    Stopped {
        /// The release with its findings.
        detail: Box<ReleaseDetail>,
    },
    /// Something asks first.
    Asks {
        /// What to confirm.
        questions: Vec<String>,
        /// The release with its findings.
        detail: Box<ReleaseDetail>,
    },
    /// What was typed is not right.
    Refused {
        /// Which field: `name`, `price`, `at`.
        field: String,
        /// Why.
        message: String,
    },
}

/// What an entry of the calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryWhat {
    /// A page goes live.
    Publish,
    /// A page leaves the site.
    Expire,
    /// A release goes live.
    Release,
}

/// How an entry of the calendar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryStanding {
    /// To come.
    Waiting,
    /// Done.
    Done,
    /// Called off.
    Canceled,
    /// Could not be done.
    Failed,
}

/// One thing in the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarItem {
    /// What.
    pub what: EntryWhat,
    /// Key of the schedule, or of the release.
    pub id: i64,
    /// The page.
    pub page: Option<i64>,
    /// Title of the page, name of the release.
    pub title: String,
    /// Address of the page; how much is in the release.
    pub detail: String,
    /// When.
    pub at: Instant,
    /// How it stands.
    pub standing: EntryStanding,
    /// Who wanted it.
    pub by: String,
    /// Why it failed.
    pub note: String,
    /// The person may move it and call it off.
    pub may_change: bool,
}

/// A part of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPart {
    /// By time.
    pub items: Vec<CalendarItem>,
    /// In which time zone the site lives.
    pub time_zone: String,
}

/// An act on an entry of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum CalendarCommand {
    /// Another time.
    Move {
        /// When.
        at: Instant,
    },
    /// Not at all.
    CallOff,
}
