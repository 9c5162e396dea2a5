//! A page in a list.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// What of a page visitors see, and what is to come (cms.md 5.3, X5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStatus {
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

impl PageStatus {
    /// All of them.
    pub const ALL: [PageStatus; 6] = [
        PageStatus::Draft,
        PageStatus::Live,
        PageStatus::LiveDraft,
        PageStatus::Scheduled,
        PageStatus::LiveScheduled,
        PageStatus::Expired,
    ];

    /// Machine name; the statements work it out by the same names.
    pub fn name(self) -> &'static str {
        match self {
            PageStatus::Draft => "draft",
            PageStatus::Live => "live",
            PageStatus::LiveDraft => "live_draft",
            PageStatus::Scheduled => "scheduled",
            PageStatus::LiveScheduled => "live_scheduled",
            PageStatus::Expired => "expired",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// What editors read.
    pub fn label(self) -> &'static str {
        match self {
            PageStatus::Draft => "Draft",
            PageStatus::Live => "Live",
            PageStatus::LiveDraft => "Live + draft",
            PageStatus::Scheduled => "Scheduled",
            PageStatus::LiveScheduled => "Live + scheduled",
            PageStatus::Expired => "Expired",
        }
    }
}

/// A page in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSummary {
    /// Key.
    pub id: PageId,
    /// The page above.
    pub parent_id: Option<PageId>,
    /// Its newest title.
    pub parent_title: Option<String>,
    /// Machine name of its kind.
    pub kind: String,
    /// Its newest title.
    pub title: String,
    /// Last part of its address.
    pub slug: String,
    /// Its address.
    pub url_path: String,
    /// The ids from the root to it.
    pub tree_path: String,
    /// Place among its siblings.
    pub position: i32,
    /// Public.
    pub live: bool,
    /// What editors read about that.
    pub status: PageStatus,
    /// Something is written that visitors do not see.
    pub has_draft: bool,
    /// When it goes live.
    pub scheduled_at: Option<OffsetDateTime>,
    /// When it goes off the site.
    pub expires_at: Option<OffsetDateTime>,
    /// Who locked it.
    pub locked_by: Option<UserId>,
    /// Their name.
    pub locked_by_name: Option<String>,
    /// Not for everybody (cms.md 5.5, L15).
    pub is_private: bool,
    /// Pages directly below.
    pub child_count: i64,
    /// Who made it.
    pub owner_id: Option<UserId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// Last written.
    pub updated_at: OffsetDateTime,
    /// By whom; none for commands.
    pub updated_by: Option<UserId>,
    /// Their name.
    pub updated_by_name: Option<String>,
    /// First public.
    pub first_published_at: Option<OffsetDateTime>,
    /// Last published.
    pub last_published_at: Option<OffsetDateTime>,
}

/// How much hangs on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubtreeCounts {
    /// The page and all below it.
    pub pages: i64,
    /// Those of them that are public.
    pub live: i64,
}
