//! Passwords: the rule for new ones, hashing off the async threads, and hashes of the former site.

mod django;
mod hash;
mod rule;

pub use hash::{Checked, hash_password, verify_password};
pub use rule::{MIN_LENGTH, password_problem};

use serde::Deserialize;

/// What somebody typed as a password. `Debug` hides it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The text as typed.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_too_short(&self) -> bool {
        self.0.chars().count() < MIN_LENGTH
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Password(text.to_owned())
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Password(text)
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(***)")
    }
}

#[cfg(test)]
mod tests;
