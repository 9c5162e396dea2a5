//! The mailbox: every message that was accepted.

use std::collections::BTreeMap;

use serde::Serialize;
use time::OffsetDateTime;

use super::address;

/// One message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Mail {
    /// Counts from 1 in the order of arrival.
    pub(crate) id: u64,
    /// The id given to the sender, `<…@domain>`.
    pub(crate) message_id: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) cc: Vec<String>,
    pub(crate) bcc: Vec<String>,
    pub(crate) subject: String,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    /// From `h:` fields, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// From `o:tag` fields.
    pub(crate) tags: Vec<String>,
    /// From `v:` fields.
    pub(crate) variables: BTreeMap<String, String>,
    /// From the other `o:` fields.
    pub(crate) options: BTreeMap<String, String>,
    pub(crate) attachments: Vec<Attachment>,
}

/// An attached file; its content is not kept.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attachment {
    pub(crate) name: String,
    pub(crate) bytes: usize,
}

impl Mail {
    /// Everybody who gets it.
    pub(crate) fn recipients(&self) -> impl Iterator<Item = &str> {
        self.to.iter().chain(&self.cc).chain(&self.bcc).filter_map(|recipient| address::bare(recipient))
    }

    /// Whether it went to an address, or with less than an address, to one that contains the text.
    pub(crate) fn is_to(&self, wanted: &str) -> bool {
        let wanted = wanted.trim().to_lowercase();
        self.recipients().any(|recipient| {
            let recipient = recipient.to_lowercase();
            if wanted.contains('@') { recipient == wanted } else { recipient.contains(&wanted) }
        })
    }
}

/// All messages, oldest first.
#[derive(Default)]
pub(crate) struct Mailbox {
    mails: Vec<Mail>,
}

impl Mailbox {
    /// Stores a message under the next id.
    pub(crate) fn add(&mut self, mut mail: Mail) {
        mail.id = self.mails.last().map_or(0, |last| last.id) + 1;
        self.mails.push(mail);
    }

    /// A message.
    pub(crate) fn find(&self, id: u64) -> Option<&Mail> {
        self.mails.iter().find(|mail| mail.id == id)
    }

    /// All messages, oldest first.
    pub(crate) fn oldest(&self) -> impl DoubleEndedIterator<Item = &Mail> {
        self.mails.iter()
    }
}
