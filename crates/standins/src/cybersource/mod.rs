//! CyberSource Secure Acceptance Hosted Checkout as xPRO meets it (commerce spec, section 4): the
//! signed form, the hosted page, the server-to-server notice and the browser's way back.

mod action;
mod card;
mod control;
mod notice;
mod pages;
mod pay;
mod result;
mod routes;
mod sign;
mod state;
mod submission;
#[cfg(test)]
mod tests;

pub(crate) use routes::routes;
pub use sign::sign;
pub(crate) use state::PaymentBook;
