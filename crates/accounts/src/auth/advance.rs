//! The common end of signing in and registering (accounts_ops.md 1.5, steps 9 to 15): export check, activation,
//! profile, session.

use super::{AuthOutcome, AuthState, attempt};
use crate::{
    Call,
    jobs::ProvisionCoursewareUser,
    session::SignedInSession,
    store::{self, attempt::AttemptRow, user::UserRow},
};
use xpro_kernel::{Actor, UserId};
use xpro_platform::{
    Subject,
    audit::{self, Change},
    db::Tx,
    jobs,
};

/// Takes a person whose password (or possession of the attempt) is proven as far as they can go. `user` is locked.
pub(super) async fn advance(
    tx: &mut Tx,
    call: &Call<'_>,
    attempt: &AttemptRow,
    user: &UserRow,
) -> Result<AuthOutcome, sqlx::Error> {
    if let Some(refusal) = refusal(user) {
        store::attempt::consume(tx, attempt.id).await?;
        return Ok(refusal);
    }
    if !user.is_active {
        activate(tx, user).await?;
    }
    if !store::profile::find(tx, user.id).await?.is_some_and(|profile| profile.is_complete()) {
        let token = attempt::carry_on(tx, call, attempt, attempt::EXTRA, Some(user.id)).await?;
        return Ok(AuthOutcome::with_token(AuthState::RegisterExtra, token));
    }
    store::attempt::consume(tx, attempt.id).await?;
    let signed_in = note_sign_in(tx, user).await?;
    Ok(AuthOutcome {
        next: attempt.next_url.clone(),
        signed_in: Some(signed_in),
        ..AuthOutcome::new(AuthState::Success)
    })
}

/// Why this person may not sign in although the password is right (GAP-10: staff's decision is never undone here;
/// GAP-16: the export check blocks whenever its latest word is denied or unknown).
fn refusal(user: &UserRow) -> Option<AuthOutcome> {
    if user.deactivated_at.is_some() || user.retired_at.is_some() {
        let errors = vec!["This account is not active. Please contact support.".to_owned()];
        return Some(AuthOutcome { errors, ..AuthOutcome::new(AuthState::Inactive) });
    }
    if matches!(user.compliance_status.as_str(), "denied" | "unknown") {
        let errors = vec!["We cannot give you access to this site. Please contact support.".to_owned()];
        return Some(AuthOutcome { errors, ..AuthOutcome::new(AuthState::UserBlocked) });
    }
    None
}

/// Whether nothing but a password stands between this person and a session.
pub(crate) fn can_sign_in(user: &UserRow) -> bool {
    user.is_active && user.password_hash.is_some() && refusal(user).is_none()
}

/// Nobody checks exports yet, so whoever is not refused becomes active; the courseware account follows.
async fn activate(tx: &mut Tx, user: &UserRow) -> Result<(), sqlx::Error> {
    store::user::activate(tx, user.id).await?;
    record(
        tx,
        user,
        "activate_user",
        Some(serde_json::json!({ "is_active": false })),
        Some(serde_json::json!({ "is_active": true })),
    )
    .await?;
    jobs::enqueue(tx, &ProvisionCoursewareUser { user_id: user.id }).await?;
    Ok(())
}

async fn note_sign_in(tx: &mut Tx, user: &UserRow) -> Result<SignedInSession, sqlx::Error> {
    store::user::note_login(tx, user.id).await?;
    store::password_reset::close_all(tx, user.id).await?;
    record(tx, user, "sign_in", None, None).await?;
    Ok(SignedInSession { user_id: user.id, auth_epoch: user.auth_epoch })
}

async fn record(
    tx: &mut Tx,
    user: &UserRow,
    act: &'static str,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) -> Result<(), sqlx::Error> {
    let actor = Actor::Learner(user.id, user.username.clone());
    audit::record(tx, Change { act, actor, subject: subject(user.id), before, after, note: "" }).await
}

pub(super) fn subject(user: UserId) -> Subject {
    Subject::new("user", user.0)
}
