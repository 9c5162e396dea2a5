//! How long to wait before the next attempt.

use time::Duration;

/// Doubling pauses with a ceiling, spread by jitter so that what failed together does not come back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Pause after the first failure.
    pub first: Duration,
    /// Longest pause.
    pub ceiling: Duration,
}

impl Backoff {
    /// 5 s, 10 s, 20 s … up to an hour.
    pub const STANDARD: Backoff = Backoff { first: Duration::seconds(5), ceiling: Duration::hours(1) };
    /// 5 s, 10 s, 20 s … up to eight hours: for mail (accounts_ops.md 5.1), where the first ones are for people who
    /// wait for a code.
    pub const MAIL: Backoff = Backoff { first: Duration::seconds(5), ceiling: Duration::hours(8) };

    /// The pause after failed attempt number `attempt` (from 1); `jitter` in 0..1 moves it between 75 % and 125 %.
    pub fn pause(self, attempt: i32, jitter: f64) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(30);
        let pause = self.first.checked_mul(1_i32 << doublings.min(20)).unwrap_or(self.ceiling).min(self.ceiling);
        pause * (0.75 + jitter.clamp(0.0, 1.0) / 2.0)
    }
}
