//! Random secrets that people hold and of which we keep only the hash.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// 128 random bits as 32 hex digits. `Debug` hides it; [`Token::as_str`] is for links, forms and cookies.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    /// A fresh one.
    pub fn random() -> Self {
        Token(hex(&rand::random::<[u8; 16]>()))
    }

    /// A fresh one of 256 bits, for tokens that live long.
    pub fn random_long() -> Self {
        Token(hex(&rand::random::<[u8; 32]>()))
    }

    /// What a visitor sent back to us, to be shown again as it was.
    pub(crate) fn of_visitor(text: &str) -> Self {
        Token(text.to_owned())
    }

    /// The secret itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

/// What is stored of a secret. The secrets are random, so a plain hash cannot be searched back.
pub(crate) fn sha256(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_hex_differ_and_do_not_show_in_debug() {
        let token = Token::random();
        assert_eq!(token.as_str().len(), 32);
        assert!(token.as_str().bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(token, Token::random());
        assert_eq!(format!("{token:?}"), "Token(***)");
        assert_eq!(Token::random_long().as_str().len(), 64);
    }
}
