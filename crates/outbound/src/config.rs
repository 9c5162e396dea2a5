//! What a gateway is told: where the system is, how long to wait, how often to try.

use std::time::Duration;

use url::Url;

use crate::reach::Reach;

/// Settings of one gateway. Build with [`GatewayConfig::new`] and change the fields that differ.
#[derive(Debug, Clone)]
pub struct GatewayConfig {
    /// Name of the outside system in logs, records and errors, such as `openedx`.
    pub system: &'static str,
    /// Where the system answers. Request paths are appended to it.
    pub base_url: Url,
    /// Longest time for one attempt, from connecting to the last byte of the answer.
    pub timeout: Duration,
    /// Longest time for connecting alone.
    pub connect_timeout: Duration,
    /// How often and how fast to try again.
    pub retry: RetryPolicy,
    /// When to stop calling for a while.
    pub breaker: BreakerPolicy,
    /// Largest answer that is read, in bytes.
    pub max_body_bytes: usize,
    /// Redirects that a walker follows before giving up.
    pub max_redirects: usize,
    /// Where calls may go.
    pub reach: Reach,
    /// Whether paths are kept out of records and logs, because they may hold secrets of the other side.
    pub secret_path: bool,
}

impl GatewayConfig {
    /// The house defaults: 10 s per attempt, 5 s to connect, two retries, 4 MiB.
    pub fn new(system: &'static str, base_url: Url) -> Self {
        Self {
            system,
            base_url,
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            retry: RetryPolicy::default(),
            breaker: BreakerPolicy::default(),
            max_body_bytes: 4 * 1024 * 1024,
            max_redirects: 20,
            reach: Reach::Anywhere,
            secret_path: false,
        }
    }
}

/// Bounded retries: pause `n` is drawn evenly from zero to `base_delay * 2^(n-1)`, at most `max_delay`.
#[derive(Debug, Clone, Copy)]
pub struct RetryPolicy {
    /// Attempts after the first one.
    pub retries: u32,
    /// Upper end of the first pause.
    pub base_delay: Duration,
    /// Upper end of every pause. An answer that asks for a longer one (`Retry-After`) ends the attempts.
    pub max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { retries: 2, base_delay: Duration::from_millis(250), max_delay: Duration::from_secs(5) }
    }
}

/// When the circuit opens and for how long.
#[derive(Debug, Clone, Copy)]
pub struct BreakerPolicy {
    /// Failures in a row that open the circuit. Answers below 500 count as success: the system is alive.
    pub failures: u32,
    /// How long no call is let through before one probe may go.
    pub cool_down: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self { failures: 5, cool_down: Duration::from_secs(30) }
    }
}

/// Whether a call may be repeated. Only the caller knows: a POST can be harmless to repeat and a GET need not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Repeating the call has the effect of making it once.
    Safe,
    /// One attempt only.
    Never,
}
