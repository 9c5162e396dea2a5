//! Programs and their dated offerings (courseware.md 1.3, 1.4).

use serde::Serialize;
use time::OffsetDateTime;
use xpro_kernel::{PlatformId, ProgramId, ProgramRunId};

/// Several courses sold together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Program {
    /// Key.
    pub id: ProgramId,
    /// At most 255 characters.
    pub title: String,
    /// Unique path id; by convention `program-v1:xPRO+<Code>`.
    pub readable_id: String,
    /// Whether it is offered.
    pub live: bool,
    /// Sold on a vendor's site, never in our checkout.
    pub is_external: bool,
    /// Who runs it.
    pub platform_id: PlatformId,
}

/// A named offering of a program; it gives a program a dated id and is used only for selling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgramRun {
    /// Key.
    pub id: ProgramRunId,
    /// Offering of what.
    pub program_id: ProgramId,
    /// Unique within the program; by convention `R<number>`.
    pub run_tag: String,
    /// First day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_date: Option<OffsetDateTime>,
}

impl ProgramRun {
    /// `program-v1:xPRO+SysEngx+R2`.
    pub fn full_readable_id(&self, program: &Program) -> String {
        format!("{}+{}", program.readable_id, self.run_tag)
    }
}

/// The offering that starts next (cms.md 3.1); offerings without a start never do.
pub fn soonest_future_run<'a>(
    runs: impl IntoIterator<Item = &'a ProgramRun>,
    now: OffsetDateTime,
) -> Option<&'a ProgramRun> {
    runs.into_iter()
        .filter(|run| run.start_date.is_some_and(|start| start > now))
        .min_by_key(|run| (run.start_date, run.id))
}
