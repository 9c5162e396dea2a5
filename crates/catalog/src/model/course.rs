//! Courses and what follows from their runs (courseware.md 1.6, 1.15.2).

use super::CourseRun;
use serde::Serialize;
use time::OffsetDateTime;
use xpro_kernel::{CourseId, PlatformId, ProgramId};

/// Something to learn; it is taken by joining one of its runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Course {
    /// Key.
    pub id: CourseId,
    /// The program it belongs to, at most one.
    pub program_id: Option<ProgramId>,
    /// From 1; none sorts last.
    pub position_in_program: Option<i16>,
    /// At most 255 characters.
    pub title: String,
    /// Unique path id; by convention `course-v1:xPRO+<Tag>`.
    pub readable_id: String,
    /// Whether it is offered.
    pub live: bool,
    /// Sold on a vendor's site, never in our checkout.
    pub is_external: bool,
    /// The vendor's course code; empty for our own.
    pub external_course_id: String,
    /// Who runs it.
    pub platform_id: PlatformId,
}

/// Live runs with a start date that are unexpired, earliest start first.
pub fn unexpired_runs<'a>(runs: impl IntoIterator<Item = &'a CourseRun>, now: OffsetDateTime) -> Vec<&'a CourseRun> {
    let mut open: Vec<&CourseRun> =
        runs.into_iter().filter(|run| run.live && run.start_date.is_some() && run.is_unexpired(now)).collect();
    open.sort_by_key(|run| (run.start_date, run.id));
    open
}

/// The run that the enroll button sells; its start may lie in the past.
pub fn first_unexpired_run<'a>(
    runs: impl IntoIterator<Item = &'a CourseRun>,
    now: OffsetDateTime,
) -> Option<&'a CourseRun> {
    unexpired_runs(runs, now).first().copied()
}

/// The earliest future start among live runs.
pub fn next_run_date<'a>(runs: impl IntoIterator<Item = &'a CourseRun>, now: OffsetDateTime) -> Option<OffsetDateTime> {
    runs.into_iter().filter(|run| run.live).filter_map(|run| run.start_date).filter(|start| *start > now).min()
}

/// Whether the catalogue shows a course with these runs: some live run starts or closes its enrollment in the future.
pub fn is_catalog_visible<'a>(runs: impl IntoIterator<Item = &'a CourseRun>, now: OffsetDateTime) -> bool {
    runs.into_iter().any(|run| {
        run.live && (run.start_date.is_some_and(|start| start > now) || run.enrollment_end.is_some_and(|end| end > now))
    })
}
