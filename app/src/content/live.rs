//! The current generation, kept current: by notification, by the clock, and by a look now and then in case a
//! notification was lost.

use super::Generation;
use arc_swap::ArcSwap;
use sqlx::postgres::PgListener;
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use xpro_cms::delivery::SiteData;
use xpro_platform::{content, db::Database};

/// How often the version is looked up even though nobody notified.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The published content as of now; cheap to clone.
#[derive(Clone)]
pub struct LiveContent {
    db: Database,
    current: Arc<ArcSwap<Generation>>,
    /// Held by whoever loads, so that a publication is loaded once however many wait for it.
    loading: Arc<Mutex<()>>,
}

impl LiveContent {
    /// Loads what is published.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn load(db: Database) -> Result<Self, sqlx::Error> {
        let generation = load_generation(&db).await?;
        Ok(LiveContent { db, current: Arc::new(ArcSwap::from_pointee(generation)), loading: Arc::default() })
    }

    /// The generation to answer from. When time has moved past something on the pages, the same content is worked
    /// out anew; that needs no query.
    pub fn current(&self) -> Arc<Generation> {
        let generation = self.current.load_full();
        let now = self.db.now();
        if !generation.is_over(now) {
            return generation;
        }
        let next = Arc::new(Generation::new(generation.version(), generation.shared_site(), now));
        self.current.compare_and_swap(&generation, next);
        self.current.load_full()
    }

    /// Loads what is published now, if it differs from what is at hand.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn refresh(&self) -> Result<(), sqlx::Error> {
        let _loading = self.loading.lock().await;
        let version = content::version(&mut *self.db.read().await?).await?;
        if version != self.current.load().version() {
            self.current.store(Arc::new(load_generation(&self.db).await?));
        }
        Ok(())
    }

    /// Follows publications until `stop`. A lost connection is made again; nothing is missed for longer than half a minute.
    pub async fn follow(self, stop: CancellationToken) {
        let mut listener = None;
        while !stop.is_cancelled() {
            if listener.is_none() {
                listener = listen(&self.db).await;
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "published content could not be loaded; the pages at hand stay");
                listener = None;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = notified(&mut listener) => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}

impl std::fmt::Debug for LiveContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveContent").field("version", &self.current.load().version()).finish_non_exhaustive()
    }
}

async fn load_generation(db: &Database) -> Result<Generation, sqlx::Error> {
    let mut snapshot = db.snapshot().await?;
    let version = content::version(&mut snapshot).await?;
    let site = SiteData::load(&mut snapshot).await?;
    Ok(Generation::new(version, Arc::new(site), db.now()))
}

async fn listen(db: &Database) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(db.pool()).await.ok()?;
    listener.listen(content::CHANNEL).await.ok()?;
    Some(listener)
}

async fn notified(listener: &mut Option<PgListener>) {
    match listener {
        Some(live) => {
            if live.recv().await.is_err() {
                *listener = None;
            }
        }
        None => std::future::pending().await,
    }
}
