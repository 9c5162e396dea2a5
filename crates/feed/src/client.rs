//! Fetches the feed and its pictures.

use crate::{
    post::Feed,
    read::{NotAFeed, read},
};
use reqwest::Method;
use std::{collections::HashMap, sync::Arc, time::Duration};
use url::{Position, Url};
use xpro_outbound::{
    BreakerPolicy, CallError, CallObserver, Gateway, GatewayConfig, Reach, Retry, Retryable, SetupError,
};

/// Its name in logs and records.
pub const SYSTEM: &str = "blog_feed";
/// Longest time for one picture.
const PICTURE_TIMEOUT: Duration = Duration::from_secs(20);
/// Largest picture that is fetched, as for uploads (cms.md 2.3).
const MAX_PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// A host that failed this often is not asked for further pictures of the same reading.
const PICTURE_BREAKER: BreakerPolicy = BreakerPolicy { failures: 2, cool_down: Duration::from_secs(600) };

/// Where the feed is.
#[derive(Debug, Clone)]
pub struct FeedConfig {
    /// Its address.
    pub url: Url,
    /// Longest time for reading it.
    pub timeout: Duration,
}

/// The feed.
#[derive(Clone)]
pub struct BlogFeed {
    url: Url,
    way: Gateway,
    observer: Arc<dyn CallObserver>,
}

/// The feed was not read.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// It did not answer, or with a refusal.
    #[error(transparent)]
    Call(#[from] CallError),
    /// It answered with something else.
    #[error(transparent)]
    NotAFeed(#[from] NotAFeed),
}

impl Retryable for FeedError {
    /// A page of a proxy in the feed's place goes away as an outage does.
    fn is_retryable(&self) -> bool {
        match self {
            FeedError::Call(error) => error.is_retryable(),
            FeedError::NotAFeed(_) => true,
        }
    }
}

/// A picture was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The client could not be built.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// It did not come.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl BlogFeed {
    /// The feed at this address. An operator wrote it, so it may be anywhere.
    ///
    /// # Errors
    /// When the client cannot be built.
    pub fn new(config: FeedConfig, observer: Arc<dyn CallObserver>) -> Result<Self, SetupError> {
        let mut gateway = GatewayConfig::new(SYSTEM, config.url.clone());
        gateway.timeout = config.timeout;
        let way = Gateway::new(gateway, observer.clone())?;
        Ok(BlogFeed { url: config.url, way, observer })
    }

    /// Its address.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it does not come, or is no feed.
    pub async fn read(&self) -> Result<Feed, FeedError> {
        let reply = self.way.execute("read_feed", self.way.request(Method::GET, ""), Retry::Safe).await?;
        Ok(read(&reply.body, &self.url)?)
    }

    /// The way to its pictures, for one reading.
    pub fn pictures(&self) -> Pictures {
        Pictures { feed: self.url.clone(), observer: self.observer.clone(), ways: HashMap::new() }
    }
}

impl std::fmt::Debug for BlogFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlogFeed").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

/// Fetches the pictures of one reading: one gateway for each host, so that a host that hangs holds up only its own.
pub struct Pictures {
    feed: Url,
    observer: Arc<dyn CallObserver>,
    ways: HashMap<String, Gateway>,
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pictures").field("hosts", &self.ways.len()).finish_non_exhaustive()
    }
}

impl Pictures {
    /// The file at this address, whatever it is.
    ///
    /// # Errors
    /// When it does not come, is larger than 10 MB, or would come from inside our own network.
    pub async fn fetch(&mut self, url: &Url) -> Result<Vec<u8>, PictureError> {
        let way = self.way(url)?;
        let request = way.request(Method::GET, &url[Position::BeforePath..Position::AfterQuery]);
        Ok(way.execute("read_picture", request, Retry::Never).await?.body.to_vec())
    }

    fn way(&mut self, url: &Url) -> Result<Gateway, SetupError> {
        let origin = url.origin();
        let key = origin.ascii_serialization();
        if let Some(way) = self.ways.get(&key) {
            return Ok(way.clone());
        }
        let mut host = url.clone();
        host.set_path("/");
        host.set_query(None);
        host.set_fragment(None);
        let mut config = GatewayConfig::new(SYSTEM, host);
        config.timeout = PICTURE_TIMEOUT;
        config.breaker = PICTURE_BREAKER;
        config.max_body_bytes = MAX_PICTURE_BYTES;
        // What is written in the feed comes from strangers; only the feed's own host was chosen by an operator.
        config.reach = if origin == self.feed.origin() { Reach::Anywhere } else { Reach::Public };
        let way = Gateway::new(config, self.observer.clone())?;
        self.ways.insert(key, way.clone());
        Ok(way)
    }
}
