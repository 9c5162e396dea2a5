//! When the runs of the demo happen, counted in days from today, and every state a run can be in.

use super::plan::DemoRun;
use crate::model::RunDates;
use time::{Duration, OffsetDateTime};
use xpro_kernel::Money;

/// Where a run stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Over for years; its classroom has closed.
    Archived,
    /// Started so many days ago and is over; no longer sold.
    Ended(i64),
    /// Started so many days ago and is over, but somebody forgot to take its product off the shelf.
    SoldOutOfDate(i64),
    /// Running; enrollment has closed.
    Started,
    /// Running since a few days; late enrollment is possible.
    Enrolling,
    /// Starts in so many days; can be bought already.
    Future(i64),
    /// Starts in so many days; enrollment opens three weeks before.
    NotYetOpen(i64),
    /// Prepared by staff, not shown; starts in so many days.
    NotLive(i64),
}

/// A run of `weeks` weeks.
pub(super) fn run(today: OffsetDateTime, number: usize, state: State, weeks: i64, dollars: Option<i64>) -> DemoRun {
    let day = |days: i64| today + Duration::days(days);
    let length = weeks * 7;
    let starts = match state {
        State::Archived => -760,
        State::Ended(days) | State::SoldOutOfDate(days) => -days,
        State::Started => -10,
        State::Enrolling => -3,
        State::Future(days) | State::NotYetOpen(days) | State::NotLive(days) => days,
    };
    let start = day(starts) + Duration::hours(14);
    let end = day(starts + length) + Duration::hours(23) + Duration::minutes(30);
    let enrollment_start = match state {
        State::NotYetOpen(days) => day((days - 21).max(1)),
        _ => day(starts.min(0) - 90),
    };
    let enrollment_end = match state {
        State::Started => day(-2),
        _ => day(starts + 7),
    };
    DemoRun {
        tag: format!("R{number}"),
        dates: RunDates {
            start_date: Some(start),
            end_date: Some(end),
            enrollment_start: Some(enrollment_start),
            enrollment_end: Some(enrollment_end),
            expiration_date: (state == State::Archived).then(|| end + Duration::days(180)),
        },
        live: !matches!(state, State::NotLive(_)),
        price: dollars.map(|dollars| Money::from_cents(dollars * 100)),
        sold: !matches!(state, State::Archived | State::Ended(_)),
    }
}

/// Runs `R1`, `R2`, … in these states.
pub(super) fn runs(today: OffsetDateTime, weeks: i64, dollars: Option<i64>, states: &[State]) -> Vec<DemoRun> {
    states.iter().zip(1..).map(|(state, number)| run(today, number, *state, weeks, dollars)).collect()
}
