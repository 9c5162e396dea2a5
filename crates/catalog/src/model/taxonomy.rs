//! What sorts the catalogue: platforms, languages and topics (courseware.md 1.1, 1.2, 1.5).

use serde::Serialize;
use xpro_kernel::{LanguageId, PlatformId, TopicId};

/// Who runs the courseware: ourselves (`xPRO`) or a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Platform {
    /// Key.
    pub id: PlatformId,
    /// Unique whatever the letter case; the exact text is part of the export's contract (catalog_export.md 5).
    pub name: String,
    /// Whether the vendor's feed may change the catalogue.
    pub enable_sync: bool,
}

impl Platform {
    /// The platform of courses that we run ourselves.
    pub const OWN: &'static str = "xPRO";
}

/// A language that product pages are written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Language {
    /// Key.
    pub id: LanguageId,
    /// English name, unique whatever the letter case.
    pub name: String,
    /// Tag for the `lang` attribute, such as `pt`.
    pub bcp47: String,
    /// Lower sorts first; none sorts last.
    pub priority: Option<i16>,
    /// Only active languages are offered as a filter.
    pub is_active: bool,
}

/// A topic; two levels are used, parents and their children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topic {
    /// Key.
    pub id: TopicId,
    /// Unique over both levels. May be a served two-level name such as `Business:Leadership & Organizations`,
    /// kept whole so that the export gives back what was imported.
    pub name: String,
    /// The topic above; none for a parent.
    pub parent_id: Option<TopicId>,
}

impl Topic {
    /// What people read: the part after the last colon of a two-level name.
    pub fn label(&self) -> &str {
        self.name.rsplit_once(':').map_or(self.name.as_str(), |(_, label)| label.trim())
    }
}

/// Splits a served name `Parent:Child` into (`Parent`, the whole name); a plain name has no parent.
pub fn split_served_topic(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((parent, child)) if !parent.trim().is_empty() && !child.trim().is_empty() => (Some(parent.trim()), name),
        _ => (None, name),
    }
}
