//! The statements of `mail_message`.

use super::{Brand, Mail};
use crate::db::Tx;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::MailId;

/// A message that waits to be sent.
#[derive(Debug, Clone)]
pub struct QueuedMail {
    /// Recipient's address.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Text alternative.
    pub text_body: String,
    /// HTML alternative.
    pub html_body: String,
    /// Message key, sent along as a tag.
    pub template: String,
    /// Repeated sends carry the same key.
    pub idempotency_key: String,
}

pub(super) async fn insert(tx: &mut Tx, brand: &Brand, mail: &Mail) -> Result<Option<MailId>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"insert into mail_message (template, recipient, subject, text_body, html_body, idempotency_key, subject_type, subject_id, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (idempotency_key) do nothing returning id as "id: MailId""#,
        mail.template, mail.to.as_str(), mail.letter.subject_line(), mail.letter.text(brand), mail.letter.html(brand, now.year()),
        mail.idempotency_key, mail.subject.map(|s| s.kind), mail.subject.map(|s| s.id), now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The message, if it has not been sent yet.
///
/// # Errors
/// When the database refuses.
pub async fn find_queued(conn: &mut PgConnection, id: MailId) -> Result<Option<QueuedMail>, sqlx::Error> {
    sqlx::query_as!(
        QueuedMail,
        "select recipient, subject, text_body, html_body, template, idempotency_key from mail_message where id = $1 and state <> 'sent'",
        id.0,
    )
    .fetch_optional(conn)
    .await
}

/// Notes that the provider took the message.
///
/// # Errors
/// When the database refuses.
pub async fn mark_sent(
    conn: &mut PgConnection,
    id: MailId,
    provider_id: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update mail_message set state = 'sent', provider_id = $2, sent_at = $3, last_error = null where id = $1",
        id.0,
        provider_id,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Notes why the message has not left; `final_` when nobody will try again.
///
/// # Errors
/// When the database refuses.
pub async fn mark_failed(conn: &mut PgConnection, id: MailId, error: &str, final_: bool) -> Result<(), sqlx::Error> {
    let state = if final_ { "failed" } else { "queued" };
    sqlx::query!("update mail_message set state = $2, last_error = $3 where id = $1", id.0, state, error)
        .execute(conn)
        .await
        .map(drop)
}
