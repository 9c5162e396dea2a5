//! The vectors of ecommerce.md 4.4 that concern the bare signature.

use super::*;

#[test]
fn vector_0() {
    let text = message([("abc", "def"), ("x", "y")]);

    assert_eq!(text, "abc=def,x=y");
    let expected = "gV5OkUNLnBDT93xyzr+3VRb8yGaET0naR7YxGJyFRtc=";
    assert_eq!(signature(&Secret::from("security"), &text), expected);
}

#[test]
fn edge_vector() {
    let text = message([("b", "2"), ("a", "é, ="), (SIGNED_FIELD_NAMES, "b,a,signed_field_names")]);

    let expected = "jHtQsW+imfVFP5vvetqtpTMIizZmQc9XX6a5gxLQ6gA=";
    assert_eq!(signature(&Secret::from("k"), &text), expected);
    assert!(is_signature_of(&Secret::from("k"), &text, expected));
}

#[test]
fn anything_else_is_no_signature() {
    let key = Secret::from("k");
    let good = signature(&key, "a=1");

    assert!(is_signature_of(&key, "a=1", &good));
    for (key, message, given) in [
        ("k", "a=2", good.as_str()),
        ("other", "a=1", good.as_str()),
        ("k", "a=1", ""),
        ("k", "a=1", "not base64"),
        ("k", "a=1", &good[..20]),
    ] {
        assert!(!is_signature_of(&Secret::from(key), message, given));
    }
}
