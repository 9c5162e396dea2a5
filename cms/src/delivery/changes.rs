//! How long a rendered page stays true.

use super::SiteData;
use time::{Date, Month, OffsetDateTime, UtcOffset};

/// The next instant at which something on a public page changes by itself: a run opens, closes, starts or ends, or an
/// offering of a program starts; a webinar is over; a notice begins or ends; or the year of the copyright line ends.
pub fn next_change_after(site: &SiteData, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let runs = site.catalog.runs().iter().filter(|run| run.live);
    let of_runs = runs.flat_map(|run| [run.start_date, run.end_date, run.enrollment_start, run.enrollment_end]);
    let of_programs = site.catalog.program_runs().iter().map(|run| run.start_date);
    of_runs
        .chain(of_programs)
        .flatten()
        .chain(super::webinars::ends(site))
        .chain(site.notice_changes())
        .filter(|at| *at > now)
        .chain(next_year(now))
        .min()
}

fn next_year(now: OffsetDateTime) -> Option<OffsetDateTime> {
    let year = now.to_offset(UtcOffset::UTC).year().checked_add(1)?;
    Some(Date::from_calendar_date(year, Month::January, 1).ok()?.midnight().assume_utc())
}
