//! A message and the id that Mailgun gives it.

use std::collections::BTreeMap;
use std::fmt;

use uuid::Uuid;

use crate::mailbox::Mailbox;

/// A message to exactly one recipient.
#[derive(Debug, Clone)]
pub struct Message {
    /// Sender.
    pub from: Mailbox,
    /// Recipient.
    pub to: Mailbox,
    /// Where answers go.
    pub reply_to: Option<Mailbox>,
    /// Subject; line breaks become blanks.
    pub subject: String,
    /// Plain text body.
    pub text: String,
    /// HTML body.
    pub html: String,
    /// `o:tag`: labels by which delivery events can be asked for.
    pub tags: Vec<String>,
    /// `v:name`: values that come back with delivery events.
    pub variables: BTreeMap<String, String>,
    /// Further headers.
    pub headers: BTreeMap<String, String>,
    /// Names this message once and for all. It becomes the `Message-Id`, so that a message that was sent twice, because
    /// an answer was lost, is one message to most mail programs. Mailgun has no stronger means.
    pub idempotency: Uuid,
}

/// Mailgun's id of a message, without angle brackets as in its delivery events.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    pub(crate) fn from_wire(id: &str) -> Self {
        Self(id.trim_matches(['<', '>']).to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
