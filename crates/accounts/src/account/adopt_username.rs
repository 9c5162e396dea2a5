//! Taking over the username that Open edX already knows somebody by (courseware.md 2.3, step 5).

use super::ends::subject;
use crate::store;
use xpro_kernel::{Actor, System, UserId};
use xpro_platform::{
    audit::{self, Change},
    db::{Tx, violated_constraint},
};

/// What the column takes.
const LONGEST: usize = 50;

/// Why the username was not taken over. The transaction cannot go on after it.
#[derive(Debug, thiserror::Error)]
pub enum AdoptUsernameError {
    /// Somebody else has it here: the two accounts must be sorted out by staff.
    #[error("the username that Open edX has for this person belongs to somebody else here")]
    Taken,
    /// Nobody here could have it: empty, longer than 50 characters, or with control characters.
    #[error("the username that Open edX has for this person cannot be used here")]
    Unusable,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Sets the username. It is the one way to change one, because Open edX knows people by it for ever.
///
/// # Errors
/// See [`AdoptUsernameError`].
pub async fn adopt_username(
    tx: &mut Tx,
    system: System,
    user_id: UserId,
    username: &str,
) -> Result<(), AdoptUsernameError> {
    let Some(user) = store::user::lock(tx, user_id).await? else { return Err(sqlx::Error::RowNotFound.into()) };
    if user.username == username {
        return Ok(());
    }
    if !(1..=LONGEST).contains(&username.chars().count()) || username.contains(char::is_control) {
        return Err(AdoptUsernameError::Unusable);
    }
    store::user::set_username(tx, user_id, username).await.map_err(|error| match violated_constraint(&error) {
        Some("users_username_key") => AdoptUsernameError::Taken,
        _ => AdoptUsernameError::Internal(error),
    })?;
    let (before, after) =
        (Some(serde_json::json!({ "username": user.username })), Some(serde_json::json!({ "username": username })));
    let change = Change {
        act: "adopt_username",
        actor: Actor::from(system),
        subject: subject(user_id),
        before,
        after,
        note: "Open edX knows this e-mail address by another username",
    };
    audit::record(tx, change).await?;
    Ok(())
}
