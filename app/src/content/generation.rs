//! One state of the published content, and every page rendered from it so far.

use super::{
    Rendered, Snapshot,
    shelf::{Shelf, WhenFull},
};
use std::sync::Arc;
use time::OffsetDateTime;
use tokio::sync::Semaphore;
use xpro_cms::delivery::{self, SiteData};

/// Pages that a site has a countable number of.
const LASTING_BYTES: usize = 48 << 20;
/// Searches, and other addresses that anybody may make up.
const PASSING_BYTES: usize = 12 << 20;

/// Pages rendered from one state of the content at one stretch of time. Publishing makes a new generation, so a
/// render that began before can only be kept where it belongs.
#[derive(Debug)]
pub struct Generation {
    version: i64,
    site: Arc<SiteData>,
    /// From when on something time-dependent (a run opens, closes, begins) may look different.
    valid_until: Option<OffsetDateTime>,
    now: OffsetDateTime,
    pages: Shelf,
    passing: Shelf,
    compressing: Arc<Semaphore>,
}

impl Generation {
    pub(super) fn new(version: i64, site: Arc<SiteData>, now: OffsetDateTime) -> Self {
        let valid_until = delivery::next_change_after(&site, now);
        Generation {
            version,
            site,
            valid_until,
            now,
            pages: Shelf::new(LASTING_BYTES, WhenFull::Refuse),
            passing: Shelf::new(PASSING_BYTES, WhenFull::StartOver),
            compressing: Arc::new(Semaphore::new(1)),
        }
    }

    /// Content that nobody else sees, for one look at it.
    pub fn for_preview(site: SiteData, now: OffsetDateTime) -> Self {
        Self::new(0, Arc::new(site), now)
    }

    /// The content version it was loaded at.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The published content.
    pub fn site(&self) -> &SiteData {
        &self.site
    }

    pub(super) fn shared_site(&self) -> Arc<SiteData> {
        self.site.clone()
    }

    /// The instant its pages are worked out for.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    pub(super) fn is_over(&self, now: OffsetDateTime) -> bool {
        self.valid_until.is_some_and(|until| now >= until)
    }

    /// The page at `key`, rendered by `render` unless it has been: by one request, while others for it wait.
    /// `None` from `render` means that there is no such page, which is not kept.
    pub fn page(&self, key: &str, render: impl FnOnce(&Self) -> Option<Rendered>) -> Option<Arc<Snapshot>> {
        let (page, is_new) = self.pages.page(key, || render(self));
        if let Some(page) = page.as_ref().filter(|_| is_new) {
            self.improve(page.clone());
        }
        page
    }

    /// The same for addresses without end. They take no room from the pages above, and no pains are taken over them.
    pub fn passing_page(&self, key: &str, render: impl FnOnce(&Self) -> Option<Rendered>) -> Option<Arc<Snapshot>> {
        self.passing.page(key, || render(self)).0
    }

    /// Compresses thoroughly, in the background, one page at a time.
    fn improve(&self, snapshot: Arc<Snapshot>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let turn = self.compressing.clone();
        runtime.spawn(async move {
            let Ok(_turn) = turn.acquire().await else { return };
            // A cancelled runtime is the only way this fails, and then nobody waits for the result.
            let _ = tokio::task::spawn_blocking(move || snapshot.compress_thoroughly()).await;
        });
    }
}
