//! The mail outbox: a letter is written in the transaction of the act that causes it and sent by a job.

mod letter;
mod outbox;
pub mod store;

pub use letter::{Brand, Letter};
pub use outbox::{Mail, SendMail, queue};

#[cfg(test)]
mod tests;
