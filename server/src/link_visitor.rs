//! The way to other people's sites, to see whether a link still works. Asks as little as possible: the head alone, the whole
//! answer only where the head is refused, and never reads a body. One gateway for each host, so that a site that hangs opens
//! its own circuit and nobody else's.

use reqwest::{
    Method,
    cookie::Jar,
    header::{ACCEPT, USER_AGENT},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use url::{Position, Url};
use xpro_cms::links::{DueLink, Seen};
use xpro_outbound::{
    BreakerPolicy, CallError, CallObserver, Fault, Gateway, GatewayConfig, Pace, Reach, Retry, WallPace,
};

/// Name of the outside world in logs.
const SYSTEM: &str = "links";
/// Most of a refusal that is read.
const MAX_ANSWER: usize = 16 * 1024;
/// More than browsers meet on sound sites.
const MAX_REDIRECTS: usize = 10;
/// Between two questions to one host.
const PAUSE: Duration = Duration::from_secs(2);
/// A site that failed this often in a row is left alone.
const BREAKER: BreakerPolicy = BreakerPolicy { failures: 3, cool_down: Duration::from_secs(600) };
/// Gateways kept; past this all are made anew.
const MOST: usize = 500;

/// Asks links. Clones share connections and circuits.
#[derive(Clone)]
pub struct LinkVisitor {
    observer: Arc<dyn CallObserver>,
    pace: Arc<dyn Pace>,
    reach: Reach,
    timeout: Duration,
    name: String,
    ways: Arc<Mutex<HashMap<String, Gateway>>>,
}

impl std::fmt::Debug for LinkVisitor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkVisitor").field("reach", &self.reach).finish_non_exhaustive()
    }
}

impl LinkVisitor {
    /// A visitor who says that they come from the site at `origin`; with `allow_private` also to our own network, for tests
    /// and development.
    pub fn new(observer: Arc<dyn CallObserver>, origin: &str, timeout: Duration, allow_private: bool) -> Self {
        let reach = if allow_private { Reach::Anywhere } else { Reach::Public };
        let name = format!("xPRO-link-check/1.0 (+{origin})");
        LinkVisitor { observer, pace: Arc::new(WallPace), reach, timeout, name, ways: Arc::default() }
    }

    /// The same with another sense of time.
    #[must_use]
    pub fn paced(self, pace: Arc<dyn Pace>) -> Self {
        LinkVisitor { pace, ..self }
    }

    /// Takes the pause between two questions to one host.
    pub async fn pause(&self) {
        self.pace.pause(PAUSE).await;
    }

    /// Asks a link. None when its host is left alone at present.
    pub async fn visit(&self, link: &DueLink) -> Option<Seen> {
        let Ok(url) = link.url.parse::<Url>() else { return Some(Seen::Nothing("address")) };
        let Ok(gateway) = self.way(&url) else { return Some(Seen::Nothing("address")) };
        let head = self.ask(&gateway, Method::HEAD, &url).await;
        let refused_for_being_a_head = matches!(head, Some(Seen::Refused(400 | 403 | 404 | 405 | 410 | 501)));
        if !refused_for_being_a_head {
            return head;
        }
        self.pause().await;
        self.ask(&gateway, Method::GET, &url).await
    }

    async fn ask(&self, gateway: &Gateway, method: Method, url: &Url) -> Option<Seen> {
        let request = gateway
            .request(method, &url[Position::BeforePath..])
            .header(USER_AGENT, &self.name)
            .header(ACCEPT, "text/html,*/*;q=0.8");
        match gateway.execute("visit_link", request, Retry::Never).await {
            Ok(reply) => Some(Seen::Works(reply.status.as_u16())),
            Err(error) => seen(&error),
        }
    }

    fn way(&self, url: &Url) -> Result<Gateway, xpro_outbound::SetupError> {
        let origin = &url[..Position::BeforePath];
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if ways.len() >= MOST {
            ways.clear();
        }
        if let Some(way) = ways.get(origin) {
            return Ok(way.clone());
        }
        let mut base = url.clone();
        base.set_path("/");
        base.set_query(None);
        let mut config = GatewayConfig::new(SYSTEM, base);
        config.timeout = self.timeout;
        config.connect_timeout = self.timeout.min(config.connect_timeout);
        config.breaker = BREAKER;
        config.max_body_bytes = MAX_ANSWER;
        config.max_redirects = MAX_REDIRECTS;
        config.reach = self.reach;
        // Some sites go in circles without cookies.
        let gateway = Gateway::with_pace(config, self.observer.clone(), self.pace.clone())?;
        let way = gateway.walker(Arc::new(Jar::default()))?;
        ways.insert(origin.to_owned(), way.clone());
        Ok(way)
    }
}

/// What a failed call says about the link; none when it was not made.
fn seen(error: &CallError) -> Option<Seen> {
    Some(match &error.fault {
        Fault::Status(answer) => Seen::Refused(answer.status.as_u16()),
        Fault::Timeout => Seen::Nothing("timeout"),
        Fault::OutOfReach => Seen::Nothing("reach"),
        Fault::Request(_) => Seen::Nothing("loop"),
        Fault::CircuitOpen { .. } => return None,
        Fault::Connect(_) | Fault::Body(_) | Fault::Decode(_) => Seen::Nothing("connect"),
    })
}
