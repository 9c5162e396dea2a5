//! From the shop to learning: a fulfilled order's enrollments are opened.

use super::JobState;
use xpro_commerce::checkout::{OpenEnrollments, order_facts};
use xpro_kernel::System;
use xpro_learning::enrollment::{OpenOrder, open_enrollments};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(_: JobState, context: JobContext, job: OpenEnrollments) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let Some(facts) = order_facts(&mut tx, job.order_id).await? else { return Ok(()) };
    let order = OpenOrder {
        order: job.order_id,
        user: facts.purchaser,
        runs: facts.runs,
        program: facts.program,
        company: facts.company,
    };
    open_enrollments(&mut tx, System("open_enrollments"), &order).await?;
    Ok(tx.commit().await?)
}
