//! Writes the mails about a review or a comment into the outbox.

use super::JobState;
use xpro_cms::collaboration::notices::{self, TellPeople};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, job: TellPeople) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    notices::tell_people(&mut tx, &state.app.brand(), job.notice).await?;
    Ok(tx.commit().await?)
}
