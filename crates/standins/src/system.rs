//! The systems that are stood in for, and which path belongs to which.

use serde::{Deserialize, Serialize};

/// One outside system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum System {
    OpenEdx,
    CyberSource,
    Mailgun,
    Feed,
}

impl System {
    /// All systems, in the order in which they are listed for people.
    pub(crate) const ALL: [Self; 4] = [Self::OpenEdx, Self::CyberSource, Self::Mailgun, Self::Feed];

    /// The word used in the control API.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::OpenEdx => "openedx",
            Self::CyberSource => "cybersource",
            Self::Mailgun => "mailgun",
            Self::Feed => "feed",
        }
    }

    /// The product's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenEdx => "Open edX",
            Self::CyberSource => "CyberSource",
            Self::Mailgun => "Mailgun",
            Self::Feed => "Feed of the blog",
        }
    }

    /// Reads the word used in the control API.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.key() == key)
    }

    /// The system that a request path belongs to; `None` for our own pages and the control API,
    /// which are never made to fail.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        const EDX: [&str; 7] = ["/user_api/", "/api/", "/auth/", "/oauth2/", "/courses/", "/login", "/dashboard"];
        if EDX.iter().any(|prefix| path.starts_with(prefix)) {
            Some(Self::OpenEdx)
        } else if path == "/pay" || path.starts_with("/pay/") {
            Some(Self::CyberSource)
        } else if path.starts_with("/v3/") {
            Some(Self::Mailgun)
        } else if path == "/rss.xml" || path.starts_with("/feed/") {
            Some(Self::Feed)
        } else {
            None
        }
    }
}
