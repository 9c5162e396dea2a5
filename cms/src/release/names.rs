//! Keys and states.

use serde::{Deserialize, Serialize};

/// Key of a `release`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct ReleaseId(pub i64);

impl std::fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How far a release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
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

impl ReleaseState {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            ReleaseState::Draft => "draft",
            ReleaseState::Ready => "ready",
            ReleaseState::Scheduled => "scheduled",
            ReleaseState::Published => "published",
            ReleaseState::Failed => "failed",
            ReleaseState::Canceled => "canceled",
        }
    }

    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "draft" => ReleaseState::Draft,
            "ready" => ReleaseState::Ready,
            "scheduled" => ReleaseState::Scheduled,
            "published" => ReleaseState::Published,
            "failed" => ReleaseState::Failed,
            _ => ReleaseState::Canceled,
        }
    }

    /// Whether it came to an end; a failed one can be put right and tried again.
    pub fn is_over(self) -> bool {
        matches!(self, ReleaseState::Published | ReleaseState::Failed | ReleaseState::Canceled)
    }

    /// Whether nothing can be done to it any more.
    pub fn is_closed(self) -> bool {
        matches!(self, ReleaseState::Published | ReleaseState::Canceled)
    }
}
