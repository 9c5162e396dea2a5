//! Changing the e-mail address: asked for with the password, confirmed from the new mailbox.

use super::{
    ends::{end_everything, subject},
    password_change::{PasswordChangeError, require_password},
};
use crate::{
    Call, FieldErrors, Token, fields, jobs::RefreshCoursewareEmail, password::Password, store, throttles, token::sha256,
};
use xpro_kernel::{Actor, Email, Learner, UserId};
use xpro_platform::{
    audit::{self, Change},
    db::{Tx, violated_constraint},
    jobs,
    mail::{self, Brand, Letter, Mail},
    throttle::{self, Throttled},
};

/// Requests that one person may have open at a time.
const OPEN_MAX: i64 = 5;

/// Why the address was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EmailChangeError {
    /// `email`, or `non_field_errors` for a wrong password: HTTP 400.
    #[error("some fields are not filled in correctly")]
    Invalid(FieldErrors),
    /// The code is unknown, used or expired: HTTP 404.
    #[error("This link is not valid any more. Your email address was not changed.")]
    UnknownCode,
    /// Too many tries: HTTP 429.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl From<PasswordChangeError> for EmailChangeError {
    fn from(error: PasswordChangeError) -> Self {
        match error {
            PasswordChangeError::Invalid(errors) => EmailChangeError::Invalid(errors),
            PasswordChangeError::Throttled(throttled) => EmailChangeError::Throttled(throttled),
            PasswordChangeError::Internal(error) => EmailChangeError::Internal(error),
        }
    }
}

/// Mails a link to the new address; nothing changes before it is opened. Returns the address as it will be stored.
///
/// # Errors
/// See [`EmailChangeError`].
pub async fn change_email(
    call: &Call<'_>,
    learner: &Learner,
    new_email: &str,
    password: &Password,
) -> Result<Email, EmailChangeError> {
    let new_email: Email = new_email.parse().map_err(|error: xpro_kernel::InvalidEmail| invalid(error.to_string()))?;
    if new_email == learner.email {
        return Err(invalid("This is your email address already."));
    }
    let mut conn = call.db.read().await?;
    throttle::hit(&mut conn, &throttles::CHANGE_EMAIL, &learner.id.to_string(), call.db.now()).await??;
    drop(conn);
    require_password(call, learner, password, "non_field_errors").await?;

    let mut tx = call.db.begin(call.request_id).await?;
    throttles::forget_passwords(&mut tx, &learner.id.to_string()).await?;
    store::user::lock(&mut tx, learner.id).await?;
    if store::user::email_is_taken(&mut tx, &new_email).await?
        || store::blocked_email::exists(&mut tx, &new_email).await?
    {
        return Err(invalid("We cannot use this email address. Try another one."));
    }
    if store::email_change::count_open(&mut tx, learner.id).await? >= OPEN_MAX {
        return Err(invalid(
            "Five changes wait to be confirmed already. Open one of the links in your mail, or try again tomorrow.",
        ));
    }
    let code = Token::random();
    let expires_at = tx.now() + call.settings.email_change_ttl;
    let id = store::email_change::insert(&mut tx, learner.id, &new_email, &code.hash(), expires_at).await?;
    send_link(&mut tx, call.brand, learner.id, &new_email, id, &code).await?;
    let change = Change {
        act: "change_email",
        actor: Actor::from(learner),
        subject: subject(learner.id),
        before: None,
        after: Some(serde_json::json!({ "new_email": new_email })),
        note: "",
    };
    audit::record(&mut tx, change).await?;
    tx.commit().await?;
    Ok(new_email)
}

/// Redeems the mailed link; nobody needs to be signed in. Every session ends, and the old address is told.
///
/// # Errors
/// See [`EmailChangeError`]; nothing has been changed then.
pub async fn confirm_email_change(call: &Call<'_>, code: &str) -> Result<(), EmailChangeError> {
    let mut conn = call.db.read().await?;
    throttles::hit_ip(&mut conn, call, throttles::REGISTER_STEPS_IP).await??;
    drop(conn);
    let mut tx = call.db.begin(call.request_id).await?;
    let Some(request) = store::email_change::lock_open(&mut tx, &sha256(code.trim())).await? else {
        return Err(EmailChangeError::UnknownCode);
    };
    let user =
        store::user::lock(&mut tx, request.user_id).await?.filter(|user| user.is_active && user.retired_at.is_none());
    let (Some(user), Ok(new_email)) = (user, request.new_email.parse::<Email>()) else {
        return Err(EmailChangeError::UnknownCode);
    };
    store::email_change::confirm(&mut tx, request.id).await?;
    let auth_epoch = match store::user::set_email(&mut tx, user.id, &new_email).await {
        Err(error) if violated_constraint(&error) == Some("users_email_key") => {
            return Err(invalid("This email address is used by another account by now. Yours was not changed."));
        }
        other => other?,
    };
    end_everything(&mut tx, user.id).await?;
    jobs::enqueue(&mut tx, &RefreshCoursewareEmail { user_id: user.id }).await?;
    if let Ok(old) = user.email.parse() {
        send_notice(&mut tx, call.brand, user.id, old, &new_email, auth_epoch).await?;
    }
    let (before, after) =
        (Some(serde_json::json!({ "email": user.email })), Some(serde_json::json!({ "email": new_email })));
    audit::record(
        &mut tx,
        Change {
            act: "confirm_email_change",
            actor: Actor::Learner(user.id, user.username),
            subject: subject(user.id),
            before,
            after,
            note: "",
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn send_link(
    tx: &mut Tx,
    brand: &Brand,
    user: UserId,
    to: &Email,
    id: i64,
    code: &Token,
) -> Result<(), sqlx::Error> {
    let letter = Letter::new("Confirm email change")
        .heading("Confirm your new email address")
        .paragraph(format!("Press the button to use this address for your {} account.", brand.site_name))
        .button(
            "Confirm email change",
            format!("{}/account/confirm-email/?verification_code={}", brand.base_url, code.as_str()),
        )
        .paragraph(format!("The {} team", brand.site_name));
    let mail = Mail {
        template: "change_email",
        to: to.clone(),
        letter,
        idempotency_key: format!("change_email:{id}"),
        subject: Some(subject(user)),
    };
    mail::queue(tx, brand, mail).await.map(drop)
}

async fn send_notice(
    tx: &mut Tx,
    brand: &Brand,
    user: UserId,
    old: Email,
    new: &Email,
    auth_epoch: i32,
) -> Result<(), sqlx::Error> {
    let letter = Letter::new("Your email address was changed")
        .heading("Your email address was changed")
        .paragraph(format!(
            "Your {} account now uses {new}. You are signed out everywhere; sign in with the new address.",
            brand.site_name
        ))
        .paragraph(format!("If that was not you, write to {} at once.", brand.support_email));
    let mail = Mail {
        template: "email_changed_notice",
        to: old,
        letter,
        idempotency_key: format!("email_changed_notice:{user}:{auth_epoch}"),
        subject: Some(subject(user)),
    };
    mail::queue(tx, brand, mail).await.map(drop)
}

fn invalid(message: impl Into<String>) -> EmailChangeError {
    EmailChangeError::Invalid(fields::one("email", message))
}
