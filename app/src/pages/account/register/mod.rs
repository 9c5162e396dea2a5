//! Creating an account: the e-mail address, the mailed link, two steps of forms (accounts_ops.md 1.6).

pub(super) mod confirm;
pub(super) mod confirm_sent;
pub(super) mod details;
pub(super) mod email;
pub(super) mod extra;
pub(super) mod refused;

/// Title of these pages.
const TITLE: &str = "Register";
/// Session key of the address a letter was sent to, so that a reload of the thanks says the same.
const SENT_TO: &str = "verification_sent_to";
