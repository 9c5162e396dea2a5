//! The jobs.

use super::LinkId;
use serde::{Deserialize, Serialize};
use xpro_platform::jobs::{Backoff, Job};

/// The outside systems of these jobs, all together: sites that hang hold up no other jobs.
const SYSTEM: &str = "links";

/// Asks the links that are due.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckLinks {}

impl Job for CheckLinks {
    const KIND: &'static str = "check_links";
    // Nobody waits for it.
    const PRIORITY: i16 = 200;
    const WAITS_FOR: Option<&'static str> = Some(SYSTEM);

    fn unique_key(&self) -> Option<String> {
        Some(Self::KIND.to_owned())
    }
}

/// Asks one link, because somebody wants to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckLink {
    /// Which.
    pub link: LinkId,
}

impl Job for CheckLink {
    const KIND: &'static str = "check_link";
    const WAITS_FOR: Option<&'static str> = Some(SYSTEM);
    // Its host may be asked for other links just now.
    const BACKOFF: Backoff = Backoff::STANDARD;

    fn unique_key(&self) -> Option<String> {
        Some(format!("check_link:{}", self.link.0))
    }
}
