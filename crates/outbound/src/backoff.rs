//! Pauses between attempts: exponential, drawn from the whole range ("full jitter"), so that callers that failed
//! together do not come back together.

use std::time::Duration;

use crate::config::RetryPolicy;

/// The pause after attempt number `attempt` (counted from 1).
pub(crate) fn pause_after(policy: &RetryPolicy, attempt: u32) -> Duration {
    let ceiling = ceiling_after(policy, attempt);
    rand::random_range(Duration::ZERO..=ceiling)
}

/// The upper end of the pause after attempt number `attempt`.
fn ceiling_after(policy: &RetryPolicy, attempt: u32) -> Duration {
    let doubled = 2_u32
        .checked_pow(attempt.saturating_sub(1))
        .and_then(|factor| policy.base_delay.checked_mul(factor))
        .unwrap_or(policy.max_delay);
    doubled.min(policy.max_delay)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RetryPolicy =
        RetryPolicy { retries: 9, base_delay: Duration::from_millis(250), max_delay: Duration::from_secs(5) };

    #[test]
    fn ceiling_doubles_and_stops_at_the_cap() {
        let ceilings: Vec<u128> = [1, 2, 3, 4, 5, 6, 40, u32::MAX]
            .iter()
            .map(|attempt| ceiling_after(&POLICY, *attempt).as_millis())
            .collect();

        assert_eq!(ceilings, [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    }

    #[test]
    fn pauses_use_the_whole_range() {
        let pauses: Vec<Duration> = (0..400).map(|_| pause_after(&POLICY, 3)).collect();

        assert!(pauses.iter().all(|pause| *pause <= Duration::from_secs(1)));
        assert!(pauses.iter().any(|pause| *pause < Duration::from_millis(250)));
        assert!(pauses.iter().any(|pause| *pause > Duration::from_millis(750)));
    }
}
