//! Publishing and expiring by the clock.

use super::JobState;
use xpro_cms::schedule::{Ran, RunSchedule, run_schedule};
use xpro_kernel::System;
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(_: JobState, context: JobContext, job: RunSchedule) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let ran =
        run_schedule(&mut tx, System("run_schedule"), job.schedule).await.map_err(|error| JobError::from(error.0))?;
    tx.commit().await?;
    if let Ran::Failed(why) = ran {
        // Written down at the schedule and in the page's history; trying again would end the same way.
        tracing::warn!(schedule = job.schedule.0, why, "a schedule could not be kept");
    }
    Ok(())
}
