//! Why a message was not handed over.

use xpro_outbound::{CallError, Fault, Retryable};

/// A message was not handed over, as far as is known.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// A header has an impossible name or a value of several lines.
    #[error("the header {name:?} cannot be sent")]
    InvalidHeader {
        /// Name of the header.
        name: String,
    },
    /// Mailgun does not accept the key or the domain. The message is sound; an operator must mend the settings.
    #[error("Mailgun does not accept the key or domain: {}", .0.summary())]
    Unauthorized(#[source] CallError),
    /// Mailgun refused the message or could not be asked.
    #[error("{}", .0.summary())]
    Call(#[source] CallError),
}

impl SendError {
    pub(crate) fn from_call(error: CallError) -> Self {
        if matches!(error.status(), Some(401 | 403)) {
            return Self::Unauthorized(error);
        }
        Self::Call(error)
    }
}

impl Retryable for SendError {
    /// A refused key is worth trying again, so that a wrong setting does not lose the messages of an hour; so is a proxy's
    /// page in Mailgun's place: a letter that comes twice is better than one that never comes.
    fn is_retryable(&self) -> bool {
        match self {
            Self::InvalidHeader { .. } => false,
            Self::Unauthorized(_) => true,
            Self::Call(error) => error.is_retryable() || matches!(error.fault, Fault::Decode(_)),
        }
    }
}
