//! Registering: the e-mail address, and the proof that somebody reads it.

use super::{
    AuthError, AuthOutcome, AuthState, attempt,
    letters::{self, Link},
    login::parse_email,
};
use crate::{
    Call, Token,
    next::safe_next,
    store::{self, user::UserRow},
    throttles,
    token::sha256,
};
use xpro_kernel::Email;
use xpro_platform::{db::Tx, throttle};

/// Longest code of an affiliate.
const AFFILIATE_MAX: usize = 20;

/// Mails a verification link to a new address; a known one is asked for its password. `affiliate_code` is what the
/// visitor's session holds of an earlier `?aid=`.
///
/// # Errors
/// See [`AuthError`].
pub async fn start_registration(
    call: &Call<'_>,
    email: &str,
    next: Option<&str>,
    affiliate_code: Option<&str>,
) -> Result<AuthOutcome, AuthError> {
    let email = parse_email(email)?;
    let mut tx = call.db.begin(call.request_id).await?;
    if let Err(throttled) = throttles::hit_ip(&mut tx, call, throttles::REGISTER_EMAIL_IP).await? {
        tx.commit().await?;
        return Err(throttled.into());
    }
    let next = next.and_then(|next| safe_next(next, &call.brand.base_url));
    let start = attempt::Start {
        flow: "register",
        email: &email,
        user_id: None,
        next: next.as_deref(),
        affiliate_code: affiliate_code.filter(|code| !code.is_empty() && code.chars().count() <= AFFILIATE_MAX),
    };
    let outcome = begin(&mut tx, call, start).await;
    // A refused letter must still be counted.
    if matches!(outcome, Ok(_) | Err(AuthError::Throttled(_))) {
        tx.commit().await?;
    }
    outcome
}

async fn begin(tx: &mut Tx, call: &Call<'_>, start: attempt::Start<'_>) -> Result<AuthOutcome, AuthError> {
    if store::blocked_email::exists(tx, start.email).await? {
        let errors = vec!["We cannot create an account with this email address. Please contact support.".to_owned()];
        return Ok(AuthOutcome { errors, ..AuthOutcome::new(AuthState::RegisterEmail) });
    }
    if let Some(user) = store::user::find_by_email(tx, start.email).await? {
        return ask_for_password(tx, call, start, user).await;
    }
    throttle::hit(tx, &throttles::REGISTER_EMAIL, start.email.as_str(), call.db.now()).await??;
    let (attempt_id, token) = attempt::begin(tx, call, attempt::CONFIRM, &start).await?;
    let code = Token::random();
    let expires_at = tx.now() + call.settings.verification_ttl;
    let id = store::verification::insert(tx, start.email, &code.hash(), attempt_id, expires_at).await?;
    letters::send_verification(
        tx,
        call,
        start.email,
        id,
        &Link { code: &code, attempt: &token, affiliate_code: start.affiliate_code },
    )
    .await?;
    // The token travels in the letter only: whoever asked has not proven that the address is theirs.
    Ok(AuthOutcome::new(AuthState::RegisterConfirmSent))
}

async fn ask_for_password(
    tx: &mut Tx,
    call: &Call<'_>,
    start: attempt::Start<'_>,
    user: UserRow,
) -> Result<AuthOutcome, AuthError> {
    let start = attempt::Start { user_id: Some(user.id), ..start };
    let (_, token) = attempt::begin(tx, call, attempt::PASSWORD, &start).await?;
    let name = call.settings.greets_by_name.then_some(user.name);
    let errors = vec!["An account with this email address exists already. Enter its password to sign in.".to_owned()];
    Ok(AuthOutcome { errors, name, ..AuthOutcome::with_token(AuthState::LoginPassword, token) })
}

/// Redeems the mailed link. It works once, and in any browser.
///
/// # Errors
/// See [`AuthError`].
pub async fn confirm_email(call: &Call<'_>, attempt_token: &str, code: &str) -> Result<AuthOutcome, AuthError> {
    let mut tx = call.db.begin(call.request_id).await?;
    if let Err(throttled) = throttles::hit_ip(&mut tx, call, throttles::REGISTER_STEPS_IP).await? {
        tx.commit().await?;
        return Err(throttled.into());
    }
    let outcome = confirm(&mut tx, call, attempt_token, code).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn confirm(tx: &mut Tx, call: &Call<'_>, attempt_token: &str, code: &str) -> Result<AuthOutcome, AuthError> {
    let Some(verification) = store::verification::lock(tx, &sha256(code.trim())).await? else {
        return Ok(invalid_link());
    };
    // Somebody who holds a link for an address that has an account by now just signs in.
    let account_exists = match verification.email.parse::<Email>() {
        Ok(email) => store::user::email_is_taken(tx, &email).await?,
        Err(_) => false,
    };
    if verification.used_at.is_some() || verification.expires_at <= tx.now() {
        return Ok(if account_exists { AuthOutcome::new(AuthState::ExistingAccount) } else { invalid_link() });
    }
    let Some(attempt) = attempt::lock(tx, attempt_token.trim(), attempt::CONFIRM).await? else {
        return Ok(invalid_link());
    };
    if attempt.email != verification.email {
        return Ok(invalid_link());
    }
    store::verification::use_up(tx, verification.id).await?;
    if account_exists {
        store::attempt::consume(tx, attempt.id).await?;
        return Ok(AuthOutcome::new(AuthState::ExistingAccount));
    }
    let token = attempt::carry_on(tx, call, &attempt, attempt::DETAILS, None).await?;
    Ok(AuthOutcome::with_token(AuthState::RegisterDetails, token))
}

fn invalid_link() -> AuthOutcome {
    let errors = vec!["This link is not valid any more: it was used, it is older than a day, or it was cut off. Register again to get a new one.".to_owned()];
    AuthOutcome { errors, ..AuthOutcome::new(AuthState::InvalidLink) }
}
