//! The way to the webhooks: one gateway for each endpoint, so that a target that hangs opens its own circuit and nobody else's.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use url::Url;
use xpro_cms::content_api::{Outgoing, WEBHOOKS};
use xpro_outbound::{BreakerPolicy, CallError, CallObserver, Gateway, GatewayConfig, Reach, Reply, Retry};

/// Longest time for one delivery.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest answer that is read.
const MAX_ANSWER: usize = 16 * 1024;
/// A target that failed this often in a row is left alone for a while.
const BREAKER: BreakerPolicy = BreakerPolicy { failures: 3, cool_down: Duration::from_secs(60) };
/// Gateways kept; past this all are made anew.
const MOST: usize = 500;

/// Sends deliveries. Clones share connections and circuits.
#[derive(Clone)]
pub struct WebhookSender {
    observer: Arc<dyn CallObserver>,
    reach: Reach,
    timeout: Duration,
    ways: Arc<Mutex<HashMap<(i64, String), Gateway>>>,
}

impl std::fmt::Debug for WebhookSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSender").field("reach", &self.reach).finish_non_exhaustive()
    }
}

/// Why nothing was sent, or not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The address or a header cannot be used.
    #[error("the address cannot be used")]
    Address,
    /// The client could not be built.
    #[error(transparent)]
    Setup(#[from] xpro_outbound::SetupError),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl WebhookSender {
    /// A sender; with `allow_private` also to our own network, for tests and development.
    pub fn new(observer: Arc<dyn CallObserver>, allow_private: bool) -> Self {
        let reach = if allow_private { Reach::Anywhere } else { Reach::Public };
        WebhookSender { observer, reach, timeout: TIMEOUT, ways: Arc::default() }
    }

    /// The same with another patience.
    #[must_use]
    pub fn waiting(self, timeout: Duration) -> Self {
        WebhookSender { timeout, ..self }
    }

    /// Sends a delivery, once.
    ///
    /// # Errors
    /// For anything but an answer from 200 to 299.
    pub async fn send(&self, delivery: &Outgoing) -> Result<Reply, SendError> {
        let gateway = self.way(delivery)?;
        let mut request = gateway.request(reqwest::Method::POST, "").body(delivery.body.clone());
        for (name, value) in &delivery.headers {
            request = request.header(*name, value);
        }
        Ok(gateway.execute("deliver_webhook", request, Retry::Never).await?)
    }

    fn way(&self, delivery: &Outgoing) -> Result<Gateway, SendError> {
        let url: Url = delivery.url.parse().map_err(|_| SendError::Address)?;
        let mut ways = self.ways.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if ways.len() >= MOST {
            ways.clear();
        }
        let key = (delivery.endpoint, delivery.url.clone());
        if let Some(way) = ways.get(&key) {
            return Ok(way.clone());
        }
        let mut config = GatewayConfig::new(WEBHOOKS, url);
        config.timeout = self.timeout;
        config.connect_timeout = self.timeout.min(config.connect_timeout);
        config.breaker = BREAKER;
        config.max_body_bytes = MAX_ANSWER;
        config.reach = self.reach;
        config.secret_path = true;
        let way = Gateway::new(config, self.observer.clone())?;
        ways.insert(key, way.clone());
        Ok(way)
    }
}
