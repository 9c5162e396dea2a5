//! Publishing and expiring by the clock (cms.md 5.5, L4): a row per intention, a job per row, exactly once.

mod acts;
mod run;

pub use crate::store::schedule::{ScheduleAction, ScheduleId, ScheduleRow, ScheduleState};
pub use acts::{
    ScheduleError, Upcoming, cancel_schedule, list_schedules, list_upcoming, move_schedule, schedule_expiry,
    schedule_publication, schedule_revision,
};
pub use run::{Ran, RunSchedule, RunScheduleError, run_schedule};

#[cfg(test)]
mod tests;
