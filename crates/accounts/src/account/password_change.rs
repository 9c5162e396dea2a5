//! Changing the password while signed in.

use super::ends::{end_everything, send_password_changed, subject};
use crate::{
    Call, FieldErrors, fields,
    password::{Checked, Password, hash_password, password_problem, verify_password},
    session::SignedInSession,
    store, throttles,
};
use xpro_kernel::{Actor, Learner};
use xpro_platform::{
    audit::{self, Change},
    throttle::Throttled,
};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordChangeError {
    /// `current_password` or `new_password`: HTTP 400.
    #[error("some fields are not filled in correctly")]
    Invalid(FieldErrors),
    /// Too many wrong passwords: HTTP 429.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Replaces the password and ends every other session: the door puts the answer into the present one
/// ([`crate::session::sign_in`]), which is the only one that goes on.
///
/// # Errors
/// See [`PasswordChangeError`].
pub async fn change_password(
    call: &Call<'_>,
    learner: &Learner,
    current: &Password,
    new: &Password,
) -> Result<SignedInSession, PasswordChangeError> {
    if let Some(message) = password_problem(new, learner.email.as_str(), &learner.username) {
        return Err(PasswordChangeError::Invalid(fields::one("new_password", message)));
    }
    let stored = require_password(call, learner, current, "current_password").await?;
    let password_hash = hash_password(new).await;

    let mut tx = call.db.begin(call.request_id).await?;
    let user = store::user::lock(&mut tx, learner.id).await?.filter(|user| user.password_hash == stored);
    let Some(user) = user else { return Err(PasswordChangeError::Invalid(wrong("current_password"))) };
    let auth_epoch = store::user::set_password(&mut tx, user.id, &password_hash).await?;
    end_everything(&mut tx, user.id).await?;
    throttles::forget_passwords(&mut tx, &user.id.to_string()).await?;
    let change = Change {
        act: "change_password",
        actor: Actor::from(learner),
        subject: subject(user.id),
        before: None,
        after: None,
        note: "",
    };
    audit::record(&mut tx, change).await?;
    send_password_changed(&mut tx, call.brand, &learner.email, user.id, auth_epoch).await?;
    tx.commit().await?;
    Ok(SignedInSession { user_id: user.id, auth_epoch })
}

/// Checks the present password of somebody signed in; wrong ones count like those at sign-in. Returns the stored hash,
/// for the caller to see that it is still the same.
pub(super) async fn require_password(
    call: &Call<'_>,
    learner: &Learner,
    password: &Password,
    field: &'static str,
) -> Result<Option<String>, PasswordChangeError> {
    let mut conn = call.db.read().await?;
    throttles::hit_password(&mut conn, &learner.id.to_string(), call.db.now()).await??;
    let stored = store::user::find(&mut conn, learner.id).await?.and_then(|user| user.password_hash);
    drop(conn);
    match verify_password(stored.as_deref(), password).await {
        Checked::Right { .. } => Ok(stored),
        Checked::Wrong => Err(PasswordChangeError::Invalid(wrong(field))),
    }
}

fn wrong(field: &'static str) -> FieldErrors {
    fields::one(field, "This is not your present password. Nothing was changed.")
}
