//! Hands one message of the outbox to Mailgun.

use super::{JobState, decide};
use std::collections::BTreeMap;
use uuid::Uuid;
use xpro_mailgun::{Mailbox, Message, MessageId};
use xpro_platform::{
    jobs::{JobContext, JobError},
    mail::{SendMail, store, store::QueuedMail},
};

pub(super) async fn run(state: JobState, context: JobContext, job: SendMail) -> Result<(), JobError> {
    let Some(mail) = store::find_queued(&mut *context.db.read().await?, job.mail_id).await? else { return Ok(()) };
    let sent = hand_over(&state, mail).await;
    let mut conn = context.db.read().await?;
    match sent {
        Ok(id) => Ok(store::mark_sent(&mut conn, job.mail_id, id.as_str(), context.db.now()).await?),
        Err(error) => {
            let is_final = context.is_last || matches!(error, JobError::Fail { .. });
            store::mark_failed(&mut conn, job.mail_id, &error.to_string(), is_final).await?;
            Err(error)
        }
    }
}

async fn hand_over(state: &JobState, mail: QueuedMail) -> Result<MessageId, JobError> {
    let mailbox = |address: &str| address.parse::<Mailbox>().map_err(|error| JobError::fail("mail.address", error));
    let message = Message {
        from: mailbox(&state.settings.from_email)?.named(&state.app.brand().site_name),
        to: mailbox(&mail.recipient)?,
        reply_to: Some(mailbox(&state.settings.reply_to)?),
        subject: mail.subject,
        text: mail.text_body,
        html: mail.html_body,
        tags: vec![mail.template],
        variables: BTreeMap::new(),
        headers: BTreeMap::new(),
        idempotency: Uuid::new_v5(&Uuid::NAMESPACE_URL, mail.idempotency_key.as_bytes()),
    };
    state.gateways.mailgun.send(&message).await.map_err(|error| decide("mailgun.send", &error))
}
