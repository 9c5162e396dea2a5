//! Addresses.

use super::*;

#[test]
fn slugs_keep_letters_and_digits() {
    for (title, slug) in
        [("Terms of Service", "terms-of-service"), ("  Ünïcode & more! ", "ünïcode-more"), ("--", ""), ("A--B", "a-b")]
    {
        assert_eq!(slugify(title), slug);
    }
}
