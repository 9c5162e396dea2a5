//! Mailgun: hands one message at a time to its HTTP API (accounts_ops.md 5.1 and 5.2).
//!
//! A development system's recipient override is applied here, below everyone who sends, so that no message can slip
//! past it.

mod client;
mod config;
mod error;
mod mailbox;
mod message;

pub use client::Mailgun;
pub use config::MailgunConfig;
pub use error::SendError;
pub use mailbox::{InvalidMailbox, Mailbox};
pub use message::{Message, MessageId};
pub use xpro_outbound::{CallError, Retryable, Secret, SetupError};
