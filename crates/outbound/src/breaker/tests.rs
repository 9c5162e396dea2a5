//! The breaker's state machine under a hand-moved clock.

use super::*;

const POLICY: BreakerPolicy = BreakerPolicy { failures: 3, cool_down: Duration::from_secs(30) };

fn opened(now: Instant) -> Arc<Breaker> {
    let breaker = Breaker::new(POLICY);
    for _ in 0..3 {
        breaker.admit(now).expect("closed").failed(now);
    }
    breaker
}

#[test]
fn opens_after_failures_in_a_row_only() {
    let now = Instant::now();
    let breaker = Breaker::new(POLICY);
    for _ in 0..2 {
        breaker.admit(now).expect("closed").failed(now);
    }
    breaker.admit(now).expect("closed").succeeded();
    for _ in 0..2 {
        breaker.admit(now).expect("still closed").failed(now);
    }
    assert_eq!(breaker.state(now), CircuitState::Closed);

    breaker.admit(now).expect("closed").failed(now);

    assert_eq!(breaker.state(now), CircuitState::Open);
    let wait = breaker.admit(now + Duration::from_secs(10)).expect_err("open");
    assert_eq!(wait, Duration::from_secs(20));
}

#[test]
fn one_probe_closes_it() {
    let start = Instant::now();
    let breaker = opened(start);
    let later = start + Duration::from_secs(30);

    let probe = breaker.admit(later).expect("cooled down");
    assert_eq!(breaker.state(later), CircuitState::HalfOpen);
    assert!(breaker.admit(later).is_err(), "only one probe at a time");
    probe.succeeded();

    assert_eq!(breaker.state(later), CircuitState::Closed);
    assert!(breaker.admit(later).is_ok());
}

#[test]
fn a_failed_probe_opens_it_again() {
    let start = Instant::now();
    let breaker = opened(start);
    let later = start + Duration::from_secs(31);

    breaker.admit(later).expect("probe").failed(later);

    assert_eq!(breaker.state(later), CircuitState::Open);
    assert_eq!(breaker.admit(later).expect_err("open"), Duration::from_secs(30));
}

#[test]
fn a_cancelled_probe_frees_its_place() {
    let start = Instant::now();
    let breaker = opened(start);
    let later = start + Duration::from_secs(30);

    drop(breaker.admit(later).expect("probe"));

    breaker.admit(later).expect("the next caller probes").succeeded();
    assert_eq!(breaker.state(later), CircuitState::Closed);
}

#[test]
fn a_late_verdict_from_before_the_opening_is_ignored() {
    let start = Instant::now();
    let breaker = Breaker::new(POLICY);
    let slow = breaker.admit(start).expect("closed");
    for _ in 0..3 {
        breaker.admit(start).expect("closed").failed(start);
    }

    slow.succeeded();

    assert_eq!(breaker.state(start), CircuitState::Open);
}
