//! What follows whenever a password or an e-mail address is replaced.

use crate::store;
use xpro_kernel::{Email, UserId};
use xpro_platform::{
    Subject,
    db::Tx,
    mail::{self, Brand, Letter, Mail},
};

/// Ends every session, half-finished sign-in and open reset link of this person.
pub(super) async fn end_everything(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    store::session::delete_of_user(tx, user).await?;
    store::attempt::consume_of_user(tx, user).await?;
    store::password_reset::close_all(tx, user).await.map(drop)
}

/// Tells the person that their password was replaced; `auth_epoch` is the new one.
pub(super) async fn send_password_changed(
    tx: &mut Tx,
    brand: &Brand,
    to: &Email,
    user: UserId,
    auth_epoch: i32,
) -> Result<(), sqlx::Error> {
    let letter = Letter::new("Your password was changed")
        .heading("Your password was changed")
        .paragraph(format!(
            "The password of your {} account was just changed. You are signed out everywhere else.",
            brand.site_name
        ))
        .paragraph(format!("If that was not you, reset your password now and write to {}.", brand.support_email))
        .button("Reset password", format!("{}/signin/forgot-password/", brand.base_url));
    let mail = Mail {
        template: "password_changed_notice",
        to: to.clone(),
        letter,
        idempotency_key: format!("password_changed_notice:{user}:{auth_epoch}"),
        subject: Some(subject(user)),
    };
    mail::queue(tx, brand, mail).await.map(drop)
}

pub(super) fn subject(user: UserId) -> Subject {
    Subject::new("user", user.0)
}
