//! The gateway's sense of time, so that tests move it by hand instead of sleeping.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// A pause that is being taken.
pub type Pause<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Tells the time for the circuit breaker and waits between attempts.
pub trait Pace: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;

    /// Waits for `delay`.
    fn pause(&self, delay: Duration) -> Pause<'_>;
}

/// Real time.
#[derive(Debug, Clone, Copy, Default)]
pub struct WallPace;

impl Pace for WallPace {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn pause(&self, delay: Duration) -> Pause<'_> {
        Box::pin(tokio::time::sleep(delay))
    }
}
