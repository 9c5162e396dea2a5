//! Signing in: the e-mail address, then the password.

use super::{AuthError, AuthOutcome, AuthState, advance::advance, attempt};
use crate::{
    Call, fields,
    next::safe_next,
    password::{Checked, Password, verify_password},
    store, throttles,
};
use xpro_kernel::Email;

const WRONG: &str = "This password is not right. Check it and try again, or reset your password.";

/// Asks for the password of the person with this address.
///
/// # Errors
/// See [`AuthError`].
pub async fn start_login(call: &Call<'_>, email: &str, next: Option<&str>) -> Result<AuthOutcome, AuthError> {
    let email = parse_email(email)?;
    let mut tx = call.db.begin(call.request_id).await?;
    if let Err(throttled) = throttles::hit_ip(&mut tx, call, throttles::LOGIN_EMAIL_IP).await? {
        tx.commit().await?;
        return Err(throttled.into());
    }
    let outcome = match store::user::find_by_email(&mut tx, &email).await? {
        None => {
            let message = "There is no account with this email address. Check it, or create an account.";
            AuthOutcome { field_errors: fields::one("email", message), ..AuthOutcome::new(AuthState::RegisterRequired) }
        }
        Some(user) => {
            let next = next.and_then(|next| safe_next(next, &call.brand.base_url));
            let start = attempt::Start {
                flow: "login",
                email: &email,
                user_id: Some(user.id),
                next: next.as_deref(),
                affiliate_code: None,
            };
            let (_, token) = attempt::begin(&mut tx, call, attempt::PASSWORD, &start).await?;
            let name = call.settings.greets_by_name.then_some(user.name);
            AuthOutcome { name, ..AuthOutcome::with_token(AuthState::LoginPassword, token) }
        }
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Checks the password of the person whose attempt this is, and signs them in if nothing is missing.
///
/// # Errors
/// See [`AuthError`].
pub async fn login_with_password(
    call: &Call<'_>,
    attempt_token: &str,
    password: &Password,
) -> Result<AuthOutcome, AuthError> {
    if password.is_too_short() {
        return Err(AuthError::Invalid(fields::one("password", "Your password has at least 8 characters.")));
    }
    let Some(asked) = ask(call, attempt_token).await? else { return Ok(AuthOutcome::expired()) };
    let checked = verify_password(asked.password_hash.as_deref(), password).await;
    settle(call, attempt_token, asked, checked).await
}

/// What the check needs, read before it and compared after it.
#[derive(Debug)]
struct Asked {
    account: String,
    password_hash: Option<String>,
}

/// Counts the try and finds what to compare with. Nothing stays open while the password is hashed.
async fn ask(call: &Call<'_>, attempt_token: &str) -> Result<Option<Asked>, AuthError> {
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::LOGIN_PASSWORD_IP).await??;
    let attempt = attempt::find(&mut conn, attempt_token, attempt::PASSWORD, call.db.now()).await?;
    let Some(attempt) = attempt.filter(|attempt| attempt::is_same_browser(attempt, call)) else { return Ok(None) };
    let Some(user_id) = attempt.user_id else { return Ok(None) };
    let Some(user) = store::user::find(&mut conn, user_id).await? else { return Ok(None) };
    let account = user.id.to_string();
    throttles::hit_password(&mut conn, &account, call.db.now()).await??;
    Ok(Some(Asked { account, password_hash: user.password_hash }))
}

async fn settle(
    call: &Call<'_>,
    attempt_token: &str,
    asked: Asked,
    checked: Checked,
) -> Result<AuthOutcome, AuthError> {
    let mut tx = call.db.begin(call.request_id).await?;
    let Some(attempt) = attempt::lock(&mut tx, attempt_token, attempt::PASSWORD).await? else {
        return Ok(AuthOutcome::expired());
    };
    let Some(user_id) = attempt.user_id else { return Ok(AuthOutcome::expired()) };
    let Some(user) = store::user::lock(&mut tx, user_id).await? else { return Ok(AuthOutcome::expired()) };
    let rehashed = match checked {
        // A password changed while the old one was being checked makes the check void.
        Checked::Right { rehashed } if user.password_hash == asked.password_hash => rehashed,
        _ => {
            let token = crate::Token::of_visitor(attempt_token);
            return Ok(AuthOutcome {
                field_errors: fields::one("password", WRONG),
                ..AuthOutcome::with_token(AuthState::Error, token)
            });
        }
    };
    throttles::forget_passwords(&mut tx, &asked.account).await?;
    if let Some(hash) = rehashed {
        store::user::rehash(&mut tx, user.id, &hash).await?;
    }
    let outcome = advance(&mut tx, call, &attempt, &user).await?;
    tx.commit().await?;
    Ok(outcome)
}

pub(super) fn parse_email(text: &str) -> Result<Email, AuthError> {
    text.parse().map_err(|error: xpro_kernel::InvalidEmail| AuthError::Invalid(fields::one("email", error.to_string())))
}
