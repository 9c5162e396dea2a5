//! The page explorer: lists and their filter, a page's place, acts on one page.

use super::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xpro_form::Target;

/// Rows in one part of a list.
pub const PAGES_PART: u32 = 100;

/// From this many pages on, deleting asks for the site's name.
pub const MANY_PAGES: i64 = 10;

/// By what a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageSort {
    /// A to Z.
    Title,
    /// Last written.
    Updated,
    /// Kind, then title.
    Kind,
    /// Status, then title.
    Status,
    /// As the editors arranged them.
    Position,
    /// What fits the search best first.
    Relevance,
}

/// What of a page visitors see, and what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Never or no longer public.
    Draft,
    /// Public, and nothing newer is written.
    Live,
    /// Public, and something newer is written.
    LiveDraft,
    /// Not public, but will be.
    Scheduled,
    /// Public, and something newer will be.
    LiveScheduled,
    /// Taken off the site by its schedule.
    Expired,
}

impl PageState {
    /// In the order of a page's life.
    pub const ALL: [PageState; 6] = [
        PageState::Draft,
        PageState::Live,
        PageState::LiveDraft,
        PageState::Scheduled,
        PageState::LiveScheduled,
        PageState::Expired,
    ];

    /// As addresses write it.
    pub fn name(self) -> &'static str {
        match self {
            PageState::Draft => "draft",
            PageState::Live => "live",
            PageState::LiveDraft => "live_draft",
            PageState::Scheduled => "scheduled",
            PageState::LiveScheduled => "live_scheduled",
            PageState::Expired => "expired",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// As editors read it.
    pub fn label(self) -> &'static str {
        match self {
            PageState::Draft => "Draft",
            PageState::Live => "Live",
            PageState::LiveDraft => "Live + draft",
            PageState::Scheduled => "Scheduled",
            PageState::LiveScheduled => "Live + scheduled",
            PageState::Expired => "Expired",
        }
    }

    /// Visitors see it.
    pub fn is_live(self) -> bool {
        matches!(self, PageState::Live | PageState::LiveDraft | PageState::LiveScheduled)
    }
}

/// A few names, written as one text with commas, as addresses have it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(pub Vec<String>);

impl Names {
    /// Nothing is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is named.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|named| named == name)
    }

    /// With this one named, or not.
    #[must_use]
    pub fn with(&self, name: &str, named: bool) -> Self {
        let mut names: Vec<String> = self.0.iter().filter(|other| *other != name).cloned().collect();
        if named {
            names.push(name.to_owned());
        }
        names.sort();
        Names(names)
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.join(","))
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Names(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()))
    }
}

/// Which pages to list. Its fields are also the parameters of the explorer's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFilter {
    /// Below this page; none is where the explorer opens.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub parent: Option<i64>,
    /// Words of title, address or text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Search the whole tree instead of the branch.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub everywhere: bool,
    /// Only these kinds.
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub kind: Names,
    /// Only in these states, see [`PageState::name`].
    #[serde(skip_serializing_if = "Names::is_empty")]
    pub status: Names,
    /// Only pages that this person made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<i64>,
    /// Only pages that this person wrote last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<i64>,
    /// Written on or after this day, `YYYY-MM-DD` (UTC).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Written on or before this day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
    /// Only those with, or without, pages below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub children: Option<bool>,
    /// Only those that are, or are not, locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// None is by title, and by relevance where words are searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<PageSort>,
    /// The other way round.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub desc: bool,
}

impl PageFilter {
    /// The pages directly below one.
    pub fn below(parent: Option<i64>) -> Self {
        PageFilter { parent, ..PageFilter::default() }
    }

    /// It searches a branch instead of listing the pages directly below one.
    pub fn is_search(&self) -> bool {
        !self.q.trim().is_empty() || self.narrows() > 0
    }

    /// How many filters are set besides the words.
    pub fn narrows(&self) -> usize {
        [
            !self.kind.is_empty(),
            !self.status.is_empty(),
            self.owner.is_some(),
            self.editor.is_some(),
            !self.from.is_empty() || !self.until.is_empty(),
            self.children.is_some(),
            self.locked.is_some(),
        ]
        .into_iter()
        .filter(|set| *set)
        .count()
    }

    /// By what the list is ordered.
    pub fn order(&self) -> PageSort {
        let natural = if self.q.trim().is_empty() { PageSort::Title } else { PageSort::Relevance };
        self.sort.unwrap_or(natural)
    }

    /// The list in menu order, where pages can be put in another one.
    pub fn is_menu_order(&self) -> bool {
        !self.is_search() && self.order() == PageSort::Position && !self.desc
    }
}

/// A page in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageItem {
    /// Key.
    pub id: i64,
    /// The page above.
    pub parent: Option<i64>,
    /// Its newest title.
    pub parent_title: Option<String>,
    /// Machine name of its kind.
    pub kind: String,
    /// What editors call the kind.
    pub kind_label: String,
    /// Its newest title.
    pub title: String,
    /// Last part of its address.
    pub slug: String,
    /// Its address.
    pub url_path: String,
    /// Whether visitors could open it: index pages have no page of their own.
    pub has_address: bool,
    /// What visitors see of it.
    pub state: PageState,
    /// When it goes live.
    pub scheduled_at: Option<Instant>,
    /// When it goes off the site.
    pub expires_at: Option<Instant>,
    /// Who locked it.
    pub locked_by: Option<String>,
    /// Not for everybody.
    pub is_private: bool,
    /// Pages directly below.
    pub child_count: i64,
    /// Who made it.
    pub owner: Option<String>,
    /// Last written.
    pub updated_at: Instant,
    /// By whom; none for commands.
    pub updated_by: Option<String>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePart {
    /// The pages.
    pub rows: Vec<PageItem>,
    /// Give this back as the cursor to get the next part; none at the end.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: i64,
}

/// What the person may do to a page; the server asks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RowRights {
    /// Open it, drafts included.
    pub view: bool,
    /// Make pages below it.
    pub add: bool,
    /// Edit it.
    pub edit: bool,
    /// Publish and unpublish it.
    pub publish: bool,
    /// Lock it.
    pub lock: bool,
    /// Unlock it.
    pub unlock: bool,
    /// Delete it, with what is below it.
    pub delete: bool,
    /// Take it elsewhere.
    pub move_away: bool,
    /// Put the pages below it in another order.
    pub reorder: bool,
}

/// A kind of page that can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindChoice {
    /// Machine name.
    pub name: String,
    /// What editors read.
    pub label: String,
    /// What a page of this kind describes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub describes: Option<Target>,
}

/// A page by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceItem {
    /// Key.
    pub id: i64,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// What editors call its kind.
    pub kind_label: String,
    /// Visitors see it.
    pub live: bool,
}

/// A page with what hangs on it and what can be done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePlace {
    /// The page.
    pub item: PageItem,
    /// The pages above it, from the top down: key and title.
    pub above: Vec<(i64, String)>,
    /// What the person may do.
    pub rights: RowRights,
    /// What can be made below it.
    pub kinds: Vec<KindChoice>,
    /// It and all pages below it.
    pub pages: i64,
    /// Those of them that visitors see.
    pub live: i64,
    /// The first pages elsewhere that point at it or at a page below it.
    pub pointing: Vec<PlaceItem>,
    /// Typed to delete many pages.
    pub site_name: String,
}

/// Where a page could go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetItem {
    /// The page there.
    pub place: PlaceItem,
    /// Why it cannot go there; none when it can.
    pub refused: Option<String>,
}

/// A person to filter by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChoice {
    /// Key.
    pub id: i64,
    /// Their name.
    pub name: String,
}

/// What filters offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterChoices {
    /// Every kind of page.
    pub kinds: Vec<KindChoice>,
    /// Who made or wrote pages.
    pub people: Vec<PersonChoice>,
}

/// Where among its siblings a page goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", content = "page", rename_all = "snake_case")]
pub enum SiblingPlace {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Before this one.
    Before(i64),
    /// Behind this one.
    After(i64),
}

/// An act on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PageDeed {
    /// Make a page below it.
    Add {
        /// Machine name of the kind.
        kind: String,
        /// Its title.
        title: String,
        /// Course or program that it describes, as its kind says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        describes: Option<i64>,
    },
    /// Make drafts like it.
    Copy {
        /// Title of the copy.
        title: String,
        /// Last part of its address; empty makes one.
        slug: String,
        /// Below which page.
        to_parent: i64,
        /// And of everything below it.
        with_subpages: bool,
    },
    /// Take it elsewhere.
    Move {
        /// Below which page.
        to_parent: i64,
    },
    /// Put it in another place among its siblings.
    Reorder {
        /// Where.
        place: SiblingPlace,
    },
    /// Show its newest text to visitors.
    Publish,
    /// Take it off the site.
    Unpublish {
        /// And everything below it.
        with_descendants: bool,
    },
    /// Put it and everything below it into the trash.
    Delete {
        /// The site's name, from [`MANY_PAGES`] on.
        typed: String,
    },
    /// Keep others from editing.
    Lock {
        /// Why; may be empty.
        reason: String,
    },
    /// Let others edit again.
    Unlock,
    /// Back to where it was.
    MoveBack {
        /// Below which page.
        to_parent: i64,
        /// Before which sibling; none is behind all.
        before: Option<i64>,
    },
}

/// How an act is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "undo", rename_all = "snake_case")]
pub enum Undo {
    /// Out of the trash, live again.
    Trash {
        /// Key of the trash's entry.
        trash: i64,
    },
    /// Back to where it was.
    Move {
        /// The page.
        page: i64,
        /// Below which page.
        to_parent: i64,
        /// Before which sibling; none is behind all.
        before: Option<i64>,
    },
    /// On the site again, as it was.
    Publish {
        /// The pages.
        pages: Vec<i64>,
    },
}

/// What an act did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageDone {
    /// One sentence.
    pub message: String,
    /// The page that was made.
    pub made: Option<i64>,
    /// How it is taken back.
    pub undo: Option<Undo>,
}

/// Which entries of a page's history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LogFilter {
    /// Only this act, by its machine name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub act: String,
    /// Only by this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<i64>,
    /// On or after this day, `YYYY-MM-DD` (UTC).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// On or before this day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
}

/// Something that was done to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogItem {
    /// Key.
    pub id: i64,
    /// When.
    pub at: Instant,
    /// What, in words.
    pub act: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Who.
    pub by: String,
}

/// A page's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLog {
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Acts to filter by: machine name and words.
    pub acts: Vec<KindChoice>,
    /// People to filter by.
    pub people: Vec<PersonChoice>,
    /// What was done, newest first.
    pub items: Vec<LogItem>,
    /// Give this back to get older ones; none at the end.
    pub next: Option<i64>,
}
