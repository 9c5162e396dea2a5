//! Signing in: the e-mail address, then the password.

pub(super) mod email;
pub(super) mod password;
