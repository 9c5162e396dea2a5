//! Acts on many pages.

use super::JobState;
use xpro_cms::bulk::{self, RunBulkAct};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(_: JobState, context: JobContext, job: RunBulkAct) -> Result<(), JobError> {
    Ok(bulk::run_bulk_act(&context.db, &context.request_id, job.run).await?)
}
