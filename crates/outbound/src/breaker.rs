//! The circuit breaker: after several failures in a row a system is left alone for a while, then probed by one call.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::BreakerPolicy;

/// What the breaker lets through, for the staff page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircuitState {
    /// Every call.
    Closed,
    /// No call.
    Open,
    /// One call, whose outcome decides.
    HalfOpen,
}

#[derive(Debug)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant },
    HalfOpen { probing: bool },
}

#[derive(Debug)]
struct Inner {
    state: State,
    /// Counts changes of state. A verdict from an earlier epoch says nothing about the present one.
    epoch: u64,
}

impl Inner {
    fn change(&mut self, state: State) {
        self.state = state;
        self.epoch += 1;
    }
}

/// One breaker per outside system, shared by all its calls.
#[derive(Debug)]
pub(crate) struct Breaker {
    policy: BreakerPolicy,
    inner: Mutex<Inner>,
}

impl Breaker {
    pub(crate) fn new(policy: BreakerPolicy) -> Arc<Self> {
        let state = State::Closed { failures: 0 };
        Arc::new(Self { policy, inner: Mutex::new(Inner { state, epoch: 0 }) })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for leave to call. Refusal says how long it is worth waiting.
    pub(crate) fn admit(self: &Arc<Self>, now: Instant) -> Result<Permit, Duration> {
        let mut inner = self.lock();
        match inner.state {
            State::Closed { .. } => {}
            State::Open { until } if now < until => return Err(until - now),
            State::HalfOpen { probing: true } => return Err(self.policy.cool_down),
            State::Open { .. } => inner.change(State::HalfOpen { probing: true }),
            State::HalfOpen { probing: false } => inner.state = State::HalfOpen { probing: true },
        }
        Ok(Permit { breaker: Arc::clone(self), epoch: inner.epoch, settled: false })
    }

    pub(crate) fn state(&self, now: Instant) -> CircuitState {
        match self.lock().state {
            State::Closed { .. } => CircuitState::Closed,
            State::Open { until } if now < until => CircuitState::Open,
            State::Open { .. } | State::HalfOpen { .. } => CircuitState::HalfOpen,
        }
    }

    fn settle(&self, epoch: u64, verdict: Verdict) {
        let mut inner = self.lock();
        if inner.epoch != epoch {
            return;
        }
        match (&mut inner.state, verdict) {
            (State::Closed { failures }, Verdict::Success) => *failures = 0,
            (State::Closed { failures }, Verdict::Failure(now)) => {
                *failures += 1;
                if *failures >= self.policy.failures {
                    let until = now + self.policy.cool_down;
                    inner.change(State::Open { until });
                }
            }
            (State::HalfOpen { .. }, Verdict::Success) => inner.change(State::Closed { failures: 0 }),
            (State::HalfOpen { .. }, Verdict::Failure(now)) => {
                let until = now + self.policy.cool_down;
                inner.change(State::Open { until });
            }
            (State::HalfOpen { probing }, Verdict::Abandoned) => *probing = false,
            (State::Closed { .. }, Verdict::Abandoned) | (State::Open { .. }, _) => {}
        }
    }
}

#[derive(Clone, Copy)]
enum Verdict {
    Success,
    Failure(Instant),
    /// The caller went away before the outcome was known.
    Abandoned,
}

/// Leave for one call. Dropping it without a verdict (a cancelled call) frees the place of a probe.
#[derive(Debug)]
pub(crate) struct Permit {
    breaker: Arc<Breaker>,
    epoch: u64,
    settled: bool,
}

impl Permit {
    pub(crate) fn succeeded(mut self) {
        self.settled = true;
        self.breaker.settle(self.epoch, Verdict::Success);
    }

    pub(crate) fn failed(mut self, now: Instant) {
        self.settled = true;
        self.breaker.settle(self.epoch, Verdict::Failure(now));
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.settled {
            self.breaker.settle(self.epoch, Verdict::Abandoned);
        }
    }
}

#[cfg(test)]
mod tests;
