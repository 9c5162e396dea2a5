//! Putting a letter into the outbox.

use super::{Brand, Letter, store};
use crate::{
    Subject,
    db::Tx,
    jobs::{self, Backoff, Job},
};
use serde::{Deserialize, Serialize};
use xpro_kernel::{Email, MailId};

/// A letter with its envelope.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Key of the message in accounts_ops.md 5.4, such as `verification`.
    pub template: &'static str,
    /// One recipient.
    pub to: Email,
    /// Content.
    pub letter: Letter,
    /// The same key is sent once, however often the act is retried: `receipt:17:ada@example.com`.
    pub idempotency_key: String,
    /// What it is about; shows on that row's timeline.
    pub subject: Option<Subject>,
}

/// Sends one message of the outbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendMail {
    /// The message.
    pub mail_id: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "send_mail";
    const MAX_ATTEMPTS: i32 = 14;
    const PRIORITY: i16 = 50;
    const BACKOFF: Backoff = Backoff::MAIL;
    const WAITS_FOR: Option<&'static str> = Some("mailgun");

    fn unique_key(&self) -> Option<String> {
        Some(format!("send_mail:{}", self.mail_id))
    }
}

/// Writes the letter and the job that sends it; `None` when that key is in the outbox already.
///
/// # Errors
/// When the database refuses.
pub async fn queue(tx: &mut Tx, brand: &Brand, mail: Mail) -> Result<Option<MailId>, sqlx::Error> {
    let Some(mail_id) = store::insert(tx, brand, &mail).await? else { return Ok(None) };
    jobs::enqueue(tx, &SendMail { mail_id }).await?;
    Ok(Some(mail_id))
}
