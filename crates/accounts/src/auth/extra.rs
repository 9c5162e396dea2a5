//! Step 2 of 2 of the registration: the profile. It signs in whoever holds the attempt, in any browser.

use super::{
    AuthError, AuthOutcome, AuthState,
    advance::{advance, subject},
    attempt,
};
use crate::{Call, person::ProfileInput, store, throttles};
use xpro_kernel::Actor;
use xpro_platform::audit::{self, Change};

/// Saves the profile and signs in.
///
/// # Errors
/// See [`AuthError`].
pub async fn submit_extra(
    call: &Call<'_>,
    attempt_token: &str,
    input: &ProfileInput,
) -> Result<AuthOutcome, AuthError> {
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::REGISTER_STEPS_IP).await??;
    drop(conn);
    let missing = input.missing();
    if !missing.is_empty() {
        return Err(AuthError::Invalid(missing));
    }
    let mut tx = call.db.begin(call.request_id).await?;
    let Some(attempt) = attempt::lock(&mut tx, attempt_token, attempt::EXTRA).await? else {
        return Ok(AuthOutcome::expired());
    };
    let Some(user_id) = attempt.user_id else { return Ok(AuthOutcome::expired()) };
    let Some(user) = store::user::lock(&mut tx, user_id).await? else { return Ok(AuthOutcome::expired()) };
    let outcome = match input.check(tx.now().year()) {
        Ok(profile) => {
            store::profile::upsert(&mut tx, user_id, &profile).await?;
            let actor = Actor::Learner(user_id, user.username.clone());
            audit::record(
                &mut tx,
                Change {
                    act: "complete_profile",
                    actor,
                    subject: subject(user_id),
                    before: None,
                    after: None,
                    note: "",
                },
            )
            .await?;
            advance(&mut tx, call, &attempt, &user).await?
        }
        Err(field_errors) => {
            let token = attempt::carry_on(&mut tx, call, &attempt, attempt::EXTRA, Some(user_id)).await?;
            AuthOutcome { field_errors, ..AuthOutcome::with_token(AuthState::RegisterExtra, token) }
        }
    };
    tx.commit().await?;
    Ok(outcome)
}
