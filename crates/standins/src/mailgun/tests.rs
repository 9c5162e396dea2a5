//! Addresses and links.

use super::address;
use super::links::{Piece, cut};

#[test]
fn recipients_split_at_commas_outside_quotes() {
    let parts = address::split("\"Doe, Jane\" <jane@x.org>, bob@x.org ,");

    assert_eq!(parts, ["\"Doe, Jane\" <jane@x.org>", "bob@x.org"]);
}

#[test]
fn bare_addresses_are_found_and_bad_ones_refused() {
    assert_eq!(address::bare("Jane <jane@x.org>"), Some("jane@x.org"));
    assert_eq!(address::bare("bob@x.org"), Some("bob@x.org"));
    assert_eq!(address::bare("bob"), None);
    assert_eq!(address::bare("two words@x.org"), None);
    assert_eq!(address::bare("Jane <jane@x.org"), None);
}

#[test]
fn links_end_before_the_punctuation_of_the_sentence() {
    let pieces = cut("Go to http://a.example/x?y=1&z=2, or (https://b.example/).");

    assert_eq!(
        pieces,
        [
            Piece::Text("Go to "),
            Piece::Link("http://a.example/x?y=1&z=2"),
            Piece::Text(", or ("),
            Piece::Link("https://b.example/"),
            Piece::Text(")."),
        ]
    );
}
