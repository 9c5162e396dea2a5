//! How long a rendered page stays true.

use super::SiteData;
use time::OffsetDateTime;

/// The next instant at which something on a public page changes by itself: a run opens, closes, starts or ends, or an
/// offering of a program starts. None when nothing will.
pub fn next_change_after(site: &SiteData, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let runs = site.catalog.runs().iter().filter(|run| run.live);
    let of_runs = runs.flat_map(|run| [run.start_date, run.end_date, run.enrollment_start, run.enrollment_end]);
    let of_programs = site.catalog.program_runs().iter().map(|run| run.start_date);
    of_runs.chain(of_programs).flatten().filter(|at| *at > now).min()
}
