//! Tells Open edX about an enrollment (courseware.md 2.6), and writes down how that went.

use super::{
    JobState, decide,
    provision_courseware_user::{ensure_token, ensure_user, ensure_user_anew, is_token_over, replace_token},
};
use xpro_kernel::System;
use xpro_learning::enrollment::{
    PushEnrollment, PushFailure, PushTarget, RetryEnrollments, enqueue_unpushed, find_push_target, record_push,
    record_push_failure,
};
use xpro_openedx::{EnrollError, EnrollRequest, Mode, ModeRule, Retryable as _};
use xpro_platform::jobs::{JobContext, JobError};

const ACTOR: System = System("push_enrollment");
const CLASS: &str = "openedx.enroll";

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

/// Makes sure of the person, then enrolls; returns the mode that Open edX gave. A refusal is checked against what Open
/// edX already holds before it counts.
async fn push(state: &JobState, context: &JobContext, target: &PushTarget) -> Result<String, JobError> {
    let username = if target.has_courseware_user {
        target.username.clone()
    } else {
        ensure_user(state, context, target.user).await?
    };
    let error = match enroll(state, &username, target).await {
        Ok(mode) => return Ok(mode),
        Err(error) => error,
    };
    if error.is_unknown_user() {
        let username = ensure_user_anew(state, context, target.user).await?;
        return enroll(state, &username, target).await.map_err(|error| decide(CLASS, &error));
    }
    let is_last_word = context.is_last || error.is_permanent();
    if is_last_word && let EnrollError::Refused { .. } = error {
        match find_held(state, context, target).await {
            Ok(Some(mode)) => {
                tracing::warn!(%error, "Open edX refused an enrollment that it already holds");
                return Ok(mode);
            }
            Ok(None) => {}
            // The refusal is what matters; that it could not be checked is only told.
            Err(error) => tracing::warn!(%error, "Open edX did not say which enrollments it holds"),
        }
    }
    Err(decide(CLASS, &error))
}

async fn enroll(state: &JobState, username: &str, target: &PushTarget) -> Result<String, EnrollError> {
    let request = EnrollRequest {
        username,
        course_key: &target.courseware_id,
        mode: ModeRule::ProfessionalElseAudit,
        force: true,
    };
    Ok(state.gateways.openedx.enroll(request).await?.mode)
}

/// The mode of the learner's active enrollment in the run, in a mode that we ask for (courseware.md 2.8).
async fn find_held(state: &JobState, context: &JobContext, target: &PushTarget) -> Result<Option<String>, JobError> {
    let openedx = &state.gateways.openedx;
    let mut listed = openedx.list_enrollments(&ensure_token(state, context, target.user).await?).await;
    if is_token_over(&listed) {
        listed = openedx.list_enrollments(&replace_token(state, context, target.user).await?).await;
    }
    let list = listed.map_err(|error| decide("openedx.list_enrollments", &error))?;
    let is_ours = |mode: &str| [Mode::NoIdProfessional, Mode::Audit].iter().any(|ours| ours.as_str() == mode);
    let held =
        list.into_iter().find(|one| one.course_key == target.courseware_id && one.is_active && is_ours(&one.mode));
    Ok(held.map(|one| one.mode))
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
