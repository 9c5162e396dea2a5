//! One state of the published content, and every page rendered from it so far.

use super::{Rendered, Snapshot};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};
use time::OffsetDateTime;
use tokio::sync::Semaphore;
use xpro_cms::delivery::{self, SiteData};

/// More different addresses than this are rendered without being kept: searches have no end.
const KEPT_PAGES: usize = 2_000;

/// Filled by the first request for its page; `None` when there is no such page.
type Slot = OnceLock<Option<Arc<Snapshot>>>;

/// Pages rendered from one state of the content at one stretch of time. Publishing makes a new generation, so a
/// render that began before can only be kept where it belongs.
#[derive(Debug)]
pub struct Generation {
    version: i64,
    site: Arc<SiteData>,
    /// From when on something time-dependent (a run opens, closes, begins) may look different.
    valid_until: Option<OffsetDateTime>,
    now: OffsetDateTime,
    pages: RwLock<HashMap<String, Arc<Slot>>>,
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
            pages: RwLock::default(),
            compressing: Arc::new(Semaphore::new(1)),
        }
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
        let known = self.pages.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        if let Some(filled) = known.as_ref().and_then(|slot| slot.get()) {
            return filled.clone();
        }
        let render = || render(self).map(|rendered| Arc::new(Snapshot::new(rendered)));
        let Some(slot) = known.or_else(|| self.make_room(key)) else { return render() };
        let mut is_new = false;
        let snapshot = slot
            .get_or_init(|| {
                is_new = true;
                render()
            })
            .clone();
        match &snapshot {
            Some(page) if is_new => self.improve(page.clone()),
            // Addresses that do not exist are endless too.
            None => drop(self.pages.write().unwrap_or_else(PoisonError::into_inner).remove(key)),
            Some(_) => {}
        }
        snapshot
    }

    fn make_room(&self, key: &str) -> Option<Arc<Slot>> {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= KEPT_PAGES && !pages.contains_key(key) {
            return None;
        }
        Some(pages.entry(key.to_owned()).or_default().clone())
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
