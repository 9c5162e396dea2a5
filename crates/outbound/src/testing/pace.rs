//! Time that moves only when told, or when someone pauses.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::pace::{Pace, Pause};

/// A pace under the control of a test. Pauses end at once, move the time, and are kept.
#[derive(Debug)]
pub struct ManualPace {
    start: Instant,
    pauses: Mutex<Vec<Duration>>,
    passed: Mutex<Duration>,
}

impl ManualPace {
    /// A pace that stands at the present instant.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { start: Instant::now(), pauses: Mutex::default(), passed: Mutex::default() })
    }

    /// Moves the time on.
    pub fn advance(&self, by: Duration) {
        *self.passed.lock().expect("no test panics while holding it") += by;
    }

    /// The pauses taken so far.
    pub fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().expect("no test panics while holding it").clone()
    }
}

impl Pace for ManualPace {
    fn now(&self) -> Instant {
        self.start + *self.passed.lock().expect("no test panics while holding it")
    }

    fn pause(&self, delay: Duration) -> Pause<'_> {
        self.pauses.lock().expect("no test panics while holding it").push(delay);
        self.advance(delay);
        Box::pin(std::future::ready(()))
    }
}
