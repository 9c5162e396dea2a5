//! Resetting a forgotten password by a mailed link. Tokens die after three days, on use, on the next sign-in, and when the
//! password or the e-mail address changes.

use super::ends::{end_everything, send_password_changed, subject};
use crate::{
    Call, FieldErrors, Token,
    auth::{AuthError, can_sign_in},
    fields,
    password::{Password, hash_password, password_problem},
    store::{self, user::UserRow},
    throttles,
    token::sha256,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use time::Duration;
use xpro_kernel::{Actor, Email, UserId};
use xpro_platform::{
    audit::{self, Change},
    db::Tx,
    mail::{self, Letter, Mail},
    throttle::{self, Throttled},
};

const TTL: Duration = Duration::days(3);

/// Why the password was not reset.
#[derive(Debug, thiserror::Error)]
pub enum PasswordResetError {
    /// `uid`, `token`, `new_password`, or `non_field_errors` when the two passwords differ: HTTP 400.
    #[error("some fields are not filled in correctly")]
    Invalid(FieldErrors),
    /// Too many tries: HTTP 429.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Mails a reset link if an active person with a usable password has this address. The answer is the same otherwise.
///
/// # Errors
/// See [`AuthError`].
pub async fn request_password_reset(call: &Call<'_>, email: &str) -> Result<(), AuthError> {
    let email: Email = email
        .parse()
        .map_err(|error: xpro_kernel::InvalidEmail| AuthError::Invalid(fields::one("email", error.to_string())))?;
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::PASSWORD_RESET_IP).await??;
    throttle::hit(&mut conn, &throttles::PASSWORD_RESET, email.as_str(), call.db.now()).await??;
    drop(conn);
    let mut tx = call.db.begin(call.request_id).await?;
    if let Some(user) = store::user::find_by_email(&mut tx, &email).await?.filter(can_sign_in) {
        send_link(&mut tx, call, &user, email).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn send_link(tx: &mut Tx, call: &Call<'_>, user: &UserRow, to: Email) -> Result<(), sqlx::Error> {
    let token = Token::random();
    let expires_at = tx.now() + TTL;
    let id = store::password_reset::insert(tx, user.id, &token.hash(), user.auth_epoch, expires_at).await?;
    let url =
        format!("{}/signin/forgot-password/confirm/{}/{}/", call.brand.base_url, reset_uid(user.id), token.as_str());
    let letter = Letter::new("Your Password Reset Link")
        .heading("Reset your password")
        .paragraph(format!("You, or somebody who knows your email address, asked for a new password at {}. The link works once, for three days.", call.brand.site_name))
        .button("Choose a new password", url)
        .small("If you did not ask for this, ignore this letter: your password stays as it is.");
    let mail = Mail {
        template: "password_reset",
        to,
        letter,
        idempotency_key: format!("password_reset:{id}"),
        subject: Some(subject(user.id)),
    };
    mail::queue(tx, call.brand, mail).await?;
    let change = Change {
        act: "request_password_reset",
        actor: Actor::Visitor,
        subject: subject(user.id),
        before: None,
        after: None,
        note: "",
    };
    audit::record(tx, change).await
}

/// How a person is named in a reset link.
pub fn reset_uid(user: UserId) -> String {
    URL_SAFE_NO_PAD.encode(user.to_string())
}

/// Sets the new password and ends every session. It signs nobody in.
///
/// # Errors
/// See [`PasswordResetError`].
pub async fn confirm_password_reset(
    call: &Call<'_>,
    uid: &str,
    token: &str,
    new: &Password,
    repeated: &Password,
) -> Result<(), PasswordResetError> {
    let user = find_open(call, uid, token).await?;
    if new != repeated {
        return Err(invalid("non_field_errors", "The two passwords are not the same."));
    }
    if let Some(message) = password_problem(new, &user.email, &user.username) {
        return Err(invalid("new_password", message));
    }
    let password_hash = hash_password(new).await;

    let mut tx = call.db.begin(call.request_id).await?;
    let Some(user) = store::user::lock(&mut tx, user.id).await? else { return Err(bad_uid()) };
    let now = tx.now();
    if !store::password_reset::is_open(&mut tx, user.id, &sha256(token), user.auth_epoch, now).await? {
        return Err(bad_token());
    }
    let auth_epoch = store::user::set_password(&mut tx, user.id, &password_hash).await?;
    store::user::note_login(&mut tx, user.id).await?;
    end_everything(&mut tx, user.id).await?;
    throttles::forget_passwords(&mut tx, &user.id.to_string()).await?;
    let change = Change {
        act: "reset_password",
        actor: Actor::Visitor,
        subject: subject(user.id),
        before: None,
        after: None,
        note: "",
    };
    audit::record(&mut tx, change).await?;
    if let Ok(to) = user.email.parse() {
        send_password_changed(&mut tx, call.brand, &to, user.id, auth_epoch).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn find_open(call: &Call<'_>, uid: &str, token: &str) -> Result<UserRow, PasswordResetError> {
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::REGISTER_STEPS_IP).await??;
    let id = URL_SAFE_NO_PAD
        .decode(uid.trim_end_matches('='))
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.parse().ok());
    let Some(id) = id else { return Err(bad_uid()) };
    let user = store::user::find(&mut conn, id).await?.ok_or_else(bad_uid)?;
    if !can_sign_in(&user)
        || !store::password_reset::is_open(&mut conn, id, &sha256(token), user.auth_epoch, call.db.now()).await?
    {
        return Err(bad_token());
    }
    Ok(user)
}

fn bad_uid() -> PasswordResetError {
    invalid("uid", "This link is not valid. Ask for a new one.")
}

fn bad_token() -> PasswordResetError {
    invalid("token", "This link was used or has expired. Your password was not changed; ask for a new link.")
}

fn invalid(field: &'static str, message: &str) -> PasswordResetError {
    PasswordResetError::Invalid(fields::one(field, message))
}
