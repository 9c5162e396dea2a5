//! Mailgun as xPRO meets it (accounts spec, section 5.1): taking messages, listing events, and an
//! inbox in which people and tests read what was sent.

mod address;
mod events;
mod inbox;
mod links;
mod routes;
mod send;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use routes::routes;
pub(crate) use state::Mailbox;
