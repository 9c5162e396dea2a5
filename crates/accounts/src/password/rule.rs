//! The rule for new passwords (accounts_ops.md 1.10), the same for registration, reset and change.

use super::Password;

/// Shortest password, in characters.
pub const MIN_LENGTH: usize = 8;
/// Longest password, in bytes: more would only make hashing slow.
const MAX_BYTES: usize = 1024;

/// What is wrong with a new password of the person with this e-mail address and username; none: nothing.
pub fn password_problem(password: &Password, email: &str, username: &str) -> Option<&'static str> {
    let text = password.reveal();
    if password.is_too_short() {
        return Some("Use at least 8 characters.");
    }
    if text.len() > MAX_BYTES {
        return Some("Use at most 1024 characters.");
    }
    if !text.chars().any(char::is_alphabetic) || !text.chars().any(char::is_numeric) {
        return Some("Use at least one letter and at least one number.");
    }
    let lower = text.to_lowercase();
    if lower == email.to_lowercase() || (!username.is_empty() && lower == username.to_lowercase()) {
        return Some("Your password cannot be your email address or your username.");
    }
    None
}
