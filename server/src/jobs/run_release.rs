//! Makes releases live by the clock.

use super::JobState;
use xpro_cms::release::{RanRelease, RunRelease, run_release};
use xpro_kernel::System;
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, job: RunRelease) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let ran = run_release(&mut tx, &state.app.brand(), System("run_release"), job.release).await?;
    tx.commit().await?;
    if let RanRelease::Failed(report) = ran {
        // Written down at the release, and its owner has a mail; trying again would end the same way.
        tracing::warn!(release = job.release.0, why = ?report.reasons(), "a release did not go live");
    }
    Ok(())
}
