//! Renditions, and files that nobody needs any more.

use super::JobState;
use xpro_cms::media::{self, DeleteFiles, RenderImage};
use xpro_platform::jobs::{JobContext, JobError};

pub(super) async fn run(state: JobState, context: JobContext, job: RenderImage) -> Result<(), JobError> {
    media::render_image(&context.db, &state.darkroom, &job).await
}

pub(super) async fn delete_files(state: JobState, _: JobContext, job: DeleteFiles) -> Result<(), JobError> {
    media::delete_files(state.darkroom.files(), &job).await
}
