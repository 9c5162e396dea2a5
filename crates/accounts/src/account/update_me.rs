//! Editing one's own name, address and profile (accounts_ops.md 1.12). E-mail address, username and password have their
//! own ways and cannot be set here (GAP-1).

use super::ends::subject;
use crate::{
    FieldErrors,
    jobs::RenameCoursewareUser,
    person::{AddressInput, LegalAddress, Profile, ProfileInput, check_full_name},
    store,
};
use serde::Deserialize;
use sqlx::PgConnection;
use xpro_kernel::{Actor, Learner, UserId};
use xpro_platform::{
    audit::{self, Change},
    db::Tx,
    jobs,
};

/// What to change; none leaves a part as it is. Unknown fields are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct UpdateMe {
    /// Full name.
    pub name: Option<String>,
    /// Legal address, always as a whole.
    pub legal_address: Option<AddressInput>,
    /// Profile, always as a whole; blanks are allowed.
    pub profile: Option<ProfileInput>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateMeError {
    /// HTTP 400. Names of the address and of the profile do not overlap.
    #[error("some fields are not filled in correctly")]
    Invalid(FieldErrors),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Changes what is given. A name that differs is passed on to Open edX.
///
/// # Errors
/// See [`UpdateMeError`].
pub async fn update_me(tx: &mut Tx, learner: &Learner, input: &UpdateMe) -> Result<(), UpdateMeError> {
    let checked = check(input, tx.now().year()).map_err(UpdateMeError::Invalid)?;
    let Some(user) = store::user::lock(tx, learner.id).await? else { return Err(sqlx::Error::RowNotFound.into()) };
    let mut before = serde_json::Map::new();
    let mut after = serde_json::Map::new();
    if let Some(address) = &checked.address {
        store::legal_address::upsert(tx, user.id, address).await?;
        after.insert("legal_address".into(), "changed".into());
    }
    if let Some(profile) = &checked.profile {
        store::profile::upsert(tx, user.id, profile).await?;
        after.insert("profile".into(), "changed".into());
    }
    match checked.name {
        Some(name) if name != user.name => {
            store::user::set_name(tx, user.id, &name).await?;
            jobs::enqueue(tx, &RenameCoursewareUser { user_id: user.id }).await?;
            before.insert("name".into(), user.name.into());
            after.insert("name".into(), name.into());
        }
        _ => store::user::touch(tx, user.id).await?,
    }
    let change = Change {
        act: "update_me",
        actor: Actor::from(learner),
        subject: subject(user.id),
        before: Some(before.into()),
        after: Some(after.into()),
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(())
}

/// The address alone: what buying asks for.
///
/// # Errors
/// See [`UpdateMeError`].
pub async fn update_legal_address(tx: &mut Tx, learner: &Learner, address: &AddressInput) -> Result<(), UpdateMeError> {
    update_me(tx, learner, &UpdateMe { legal_address: Some(address.clone()), ..UpdateMe::default() }).await
}

/// The address as stored; blank for old accounts.
///
/// # Errors
/// When the database refuses.
pub async fn find_legal_address(conn: &mut PgConnection, user: UserId) -> Result<LegalAddress, sqlx::Error> {
    Ok(store::legal_address::find(conn, user).await?.unwrap_or_default())
}

#[derive(Debug)]
struct Checked {
    name: Option<String>,
    address: Option<LegalAddress>,
    profile: Option<Profile>,
}

fn check(input: &UpdateMe, current_year: i32) -> Result<Checked, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = input.name.as_deref().map(check_full_name).transpose().unwrap_or_else(|message| {
        errors.insert("name", message);
        None
    });
    let address = input.legal_address.as_ref().map(AddressInput::check).transpose().unwrap_or_else(|found| {
        errors.extend(found);
        None
    });
    let profile =
        input.profile.as_ref().map(|profile| profile.check(current_year)).transpose().unwrap_or_else(|found| {
            errors.extend(found);
            None
        });
    if errors.is_empty() { Ok(Checked { name, address, profile }) } else { Err(errors) }
}
