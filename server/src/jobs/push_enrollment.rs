//! Tells Open edX about an enrollment (courseware.md 2.6), and writes down how that went.

use super::{JobState, decide, provision_courseware_user};
use xpro_kernel::System;
use xpro_learning::enrollment::{
    PushEnrollment, PushFailure, PushTarget, RetryEnrollments, enqueue_unpushed, find_push_target, record_push,
    record_push_failure,
};
use xpro_openedx::{EnrollRequest, ModeRule};
use xpro_platform::jobs::{JobContext, JobError};

const ACTOR: System = System("push_enrollment");

pub(super) async fn run(state: JobState, context: JobContext, job: PushEnrollment) -> Result<(), JobError> {
    let Some(target) = find_push_target(&mut *context.db.read().await?, job.enrollment_id).await? else {
        return Ok(());
    };
    match push(&state, &context, &target).await {
        Ok(mode) => {
            let mut tx = context.db.begin(&context.request_id).await?;
            record_push(&mut tx, ACTOR, target.enrollment, &mode).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            let is_final = context.is_last || matches!(error, JobError::Fail { .. });
            let mut tx = context.db.begin(&context.request_id).await?;
            record_push_failure(
                &mut tx,
                &state.app.brand(),
                ACTOR,
                &target,
                &PushFailure { error: &error.to_string(), is_final },
            )
            .await?;
            tx.commit().await?;
            Err(error)
        }
    }
}

/// Makes sure of the person, then enrolls; returns the mode that Open edX gave.
async fn push(state: &JobState, context: &JobContext, target: &PushTarget) -> Result<String, JobError> {
    let username = if target.has_courseware_user {
        target.username.clone()
    } else {
        provision_courseware_user::ensure_user(state, context, target.user).await?
    };
    let request = EnrollRequest {
        username: &username,
        course_key: &target.courseware_id,
        mode: ModeRule::ProfessionalElseAudit,
        force: true,
    };
    let enrollment = state.gateways.openedx.enroll(request).await.map_err(|error| decide("openedx.enroll", &error))?;
    Ok(enrollment.mode)
}

pub(super) async fn retry_all(_: JobState, context: JobContext, _: RetryEnrollments) -> Result<(), JobError> {
    let mut tx = context.db.begin(&context.request_id).await?;
    let enqueued = enqueue_unpushed(&mut tx).await?;
    tx.commit().await?;
    if enqueued > 0 {
        tracing::info!(enqueued, "asked again for enrollments that Open edX does not know");
    }
    Ok(())
}
