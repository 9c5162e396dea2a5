//! Step 1 of 2 of the registration: name, password, legal address. It creates the account.

use super::{
    AuthError, AuthOutcome, AuthState,
    advance::{advance, subject},
    attempt,
    insert::{Inserted, insert_user},
};
use crate::{
    Call, FieldErrors, Token,
    password::{Password, hash_password, password_problem},
    person::{self, AddressInput, LegalAddress, Profile},
    store::{self, attempt::AttemptRow},
    throttles,
    token::sha256,
};
use serde::Deserialize;
use xpro_kernel::{Actor, Email};
use xpro_platform::{
    audit::{self, Change},
    db::Tx,
};

/// What the form of this step sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Full name, printed on certificates.
    pub name: String,
    /// The new password.
    pub password: Password,
    /// Home address.
    pub legal_address: AddressInput,
}

/// Creates the account and carries on: usually to the profile, which is the second step.
///
/// # Errors
/// See [`AuthError`].
pub async fn submit_details(call: &Call<'_>, attempt_token: &str, details: &Details) -> Result<AuthOutcome, AuthError> {
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::REGISTER_STEPS_IP).await??;
    let Some(attempt) = attempt::find(&mut conn, attempt_token, attempt::DETAILS, call.db.now()).await? else {
        return Ok(ended(&mut conn, attempt_token).await?);
    };
    drop(conn);
    let checked = match check(details, &attempt.email) {
        Ok(checked) => checked,
        Err(errors) if is_malformed(details) => return Err(AuthError::Invalid(errors)),
        Err(field_errors) => {
            let token = Token::of_visitor(attempt_token);
            return Ok(AuthOutcome { field_errors, ..AuthOutcome::with_token(AuthState::RegisterDetails, token) });
        }
    };
    let password_hash = hash_password(&details.password).await;

    let mut tx = call.db.begin(call.request_id).await?;
    let Some(attempt) = attempt::lock(&mut tx, attempt_token, attempt::DETAILS).await? else {
        return Ok(ended(&mut tx, attempt_token).await?);
    };
    let outcome = create(&mut tx, call, &attempt, &checked, &password_hash).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Checked details.
#[derive(Debug)]
struct Checked {
    name: String,
    address: LegalAddress,
}

fn check(details: &Details, email: &str) -> Result<Checked, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = person::check_full_name(&details.name);
    if let Err(message) = &name {
        errors.insert("name", message.clone());
    }
    let local_part = email.split('@').next().unwrap_or_default();
    if let Some(message) = password_problem(&details.password, email, &person::username_base(&details.name, local_part))
    {
        errors.insert("password", message.to_owned());
    }
    match (name, details.legal_address.check()) {
        (Ok(name), Ok(address)) if errors.is_empty() => Ok(Checked { name, address }),
        (_, address) => {
            errors.extend(address.err().unwrap_or_default());
            Err(errors)
        }
    }
}

/// A name or password that the form itself would not have sent is HTTP 400 (accounts_ops.md 1.2).
fn is_malformed(details: &Details) -> bool {
    details.name.trim().is_empty() || details.password.is_too_short()
}

/// A double submit finds the account of the first one.
async fn ended(conn: &mut sqlx::PgConnection, attempt_token: &str) -> Result<AuthOutcome, sqlx::Error> {
    let email = store::attempt::find_consumed_email(conn, &sha256(attempt_token), attempt::DETAILS).await?;
    let Some(Ok(email)) = email.map(|email| email.parse::<Email>()) else { return Ok(AuthOutcome::expired()) };
    let taken = store::user::email_is_taken(conn, &email).await?;
    Ok(if taken { AuthOutcome::new(AuthState::ExistingAccount) } else { AuthOutcome::expired() })
}

async fn create(
    tx: &mut Tx,
    call: &Call<'_>,
    attempt: &AttemptRow,
    checked: &Checked,
    password_hash: &str,
) -> Result<AuthOutcome, AuthError> {
    let Ok(email) = attempt.email.parse::<Email>() else { return Ok(AuthOutcome::expired()) };
    let user_id = match insert_user(tx, &email, &checked.name, Some(password_hash)).await? {
        Inserted::User(id) => id,
        Inserted::EmailTaken => {
            store::attempt::consume(tx, attempt.id).await?;
            return Ok(AuthOutcome::new(AuthState::ExistingAccount));
        }
        Inserted::NoUsername => {
            tracing::error!("no free username was found for a registration");
            let errors =
                vec!["We could not create your account. Nothing was saved; please contact support.".to_owned()];
            return Ok(AuthOutcome {
                errors,
                ..AuthOutcome::with_token(
                    AuthState::Error,
                    attempt::carry_on(tx, call, attempt, attempt::DETAILS, None).await?,
                )
            });
        }
    };
    store::legal_address::upsert(tx, user_id, &checked.address).await?;
    store::profile::upsert(tx, user_id, &Profile::default()).await?;
    let Some(user) = store::user::lock(tx, user_id).await? else { return Ok(AuthOutcome::expired()) };
    let after = serde_json::json!({ "username": user.username, "email": user.email, "name": user.name });
    audit::record(
        tx,
        Change {
            act: "register_user",
            actor: Actor::Visitor,
            subject: subject(user_id),
            before: None,
            after: Some(after),
            note: "",
        },
    )
    .await?;
    Ok(advance(tx, call, attempt, &user).await?)
}
