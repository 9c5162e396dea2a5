//! Comparing, making and masking secrets.

use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Compares two secrets without leaking where they differ.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// A new unguessable identifier of 64 hex digits.
pub(crate) fn random() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// An `Authorization` value that can be shown: the scheme, and of a long bearer token the last
/// four characters, enough to tell two tokens apart.
pub(crate) fn mask_authorization(value: &str) -> String {
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    let rest = rest.trim();
    if rest.is_empty() {
        return format!("{} (empty)", scheme.trim());
    }
    let shown: String = if scheme.eq_ignore_ascii_case("bearer") && rest.chars().count() >= 12 {
        let tail: Vec<char> = rest.chars().rev().take(4).collect();
        tail.into_iter().rev().collect()
    } else {
        String::new()
    };
    format!("{scheme} ****{shown}")
}
