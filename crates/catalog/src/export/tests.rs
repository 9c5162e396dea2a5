//! Spelling of numbers, instants and texts in the published JSON.

use super::value::{Number, Stamp, json};
use rust_decimal::Decimal;
use time::macros::datetime;

#[test]
fn numbers_are_spelled_like_floats() {
    for (exact, spelled) in [
        ("1000.00", "1000.0"),
        ("2419", "2419.0"),
        ("1999.99", "1999.99"),
        ("0.00", "0.0"),
        ("4.50", "4.5"),
        ("100000.00", "100000.0"),
        ("0.1", "0.1"),
    ] {
        let number: Decimal = exact.parse().expect("a decimal");
        assert_eq!(json(&Number(number)), spelled.as_bytes(), "{exact}");
    }
}

#[test]
fn instants_end_in_z_and_show_fractions_only_when_there_are_any() {
    assert_eq!(Stamp(datetime!(2026-01-31 05:00 UTC)).to_string(), "2026-01-31T05:00:00Z");
    assert_eq!(Stamp(datetime!(2026-01-31 05:00:00.25 UTC)).to_string(), "2026-01-31T05:00:00.250000Z");
    assert_eq!(Stamp(datetime!(2026-01-31 05:00 -05:00)).to_string(), "2026-01-31T10:00:00Z");
}

#[test]
fn texts_are_compact_utf8() {
    assert_eq!(json(&["<p>Niño</p>"]), "[\"<p>Niño</p>\"]".as_bytes());
    assert_eq!(json(&["a\u{2028}b"]), br#"["a\u2028b"]"#);
}
