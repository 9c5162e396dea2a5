//! The signature vectors of the commerce spec, section 4.4, and the judgment of forms.

use super::sign::{is_signed, sign, sign_fields};
use super::submission::{self, cents};
use crate::config::CyberSourceConfig;
use crate::fields::Fields;

const KEY: &str = "test-security-key-0001";

fn fields(lines: &str) -> Fields {
    lines
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn learner_order() -> Fields {
    fields(include_str!("tests/learner_order.txt"))
}

#[test]
fn minimal_vector() {
    let pairs = [("abc", "def"), ("x", "y"), ("key", "value")];

    let signature = sign("security", "abc,x", &pairs);

    assert_eq!(signature, "gV5OkUNLnBDT93xyzr+3VRb8yGaET0naR7YxGJyFRtc=");
}

#[test]
fn learner_order_vector() {
    let signature = sign_fields(KEY, &learner_order());

    assert_eq!(signature, "rnyidMyaX1AAatlAe4Ma1+ePBxIOhDACG5mrZTID8nE=");
}

#[test]
fn bulk_order_vector() {
    let form = fields(include_str!("tests/bulk_order.txt"));

    assert_eq!(sign_fields(KEY, &form), "JPIDzGFA8z7rvAXGGEIsfY8+ufqUzcGVdn7p9PjZtVc=");
}

#[test]
fn callback_vector_and_its_decline() {
    let accepted = include_str!("tests/callback.txt");
    let declined = accepted.replace("decision=ACCEPT", "decision=DECLINE");

    assert_eq!(sign_fields(KEY, &fields(accepted)), "18xx26oMdnVo2BsRz+d0AQZxIid2NqP57XjfK6dZmcM=");
    assert_eq!(sign_fields(KEY, &fields(&declined)), "vdGqJIv9t5xaCdl4y7K/9IrZ4CtIKp2TlF3ilVaao+4=");
}

#[test]
fn edge_vector_keeps_the_order_and_escapes_nothing() {
    let names = "b,a,signed_field_names";
    let pairs = [("b", "2"), ("a", "é, ="), ("signed_field_names", names)];

    assert_eq!(sign("k", names, &pairs), "jHtQsW+imfVFP5vvetqtpTMIizZmQc9XX6a5gxLQ6gA=");
}

fn config() -> CyberSourceConfig {
    CyberSourceConfig {
        access_key: "f00dfacef00dfacef00dfacef00dface".into(),
        profile_id: "0A1B2C3D-1111-2222-3333-444455556666".into(),
        secret_key: KEY.into(),
        notify_url: "http://127.0.0.1:1/".parse().expect("a valid address"),
    }
}

fn signed(mut form: Fields) -> Fields {
    let signature = sign_fields(KEY, &form);
    form.push("signature", signature);
    form
}

fn changed(name: &str, value: &str) -> Fields {
    learner_order()
        .iter()
        .map(|(key, old)| (key.to_owned(), if key == name { value } else { old }.to_owned()))
        .collect()
}

#[test]
fn both_order_vectors_are_acceptable_forms() {
    let bulk = fields(include_str!("tests/bulk_order.txt"));

    assert_eq!(submission::check(&config(), &signed(learner_order())), Ok(()));
    assert_eq!(submission::check(&config(), &signed(bulk)), Ok(()));
}

#[test]
fn a_changed_value_breaks_the_signature() {
    let mut form = changed("amount", "1.00");
    form.push("signature", sign_fields(KEY, &learner_order()));

    let refusal = submission::check(&config(), &form).expect_err("the amount was changed");

    assert!(!is_signed(KEY, &form));
    assert_eq!(refusal.reason_code, None);
}

#[test]
fn properly_signed_nonsense_is_refused_with_its_field() {
    let cases = [
        ("amount", "12,50", "amount"),
        ("amount", "", "amount"),
        ("currency", "usd", "currency"),
        ("signed_date_time", "2026-03-01 12:34:56", "signed_date_time"),
        ("transaction_type", "authorization", "transaction_type"),
        ("override_custom_receipt_page", "javascript:alert(1)", "override_custom_receipt_page"),
        ("line_item_count", "2", "item_1_unit_price"),
    ];
    for (name, value, blamed) in cases {
        let refusal = submission::check(&config(), &signed(changed(name, value))).expect_err("the value is nonsense");

        assert_eq!(refusal.reason_code, Some("102"), "{name}");
        assert!(refusal.text.contains(blamed), "{}", refusal.text);
    }
}

#[test]
fn a_field_outside_both_lists_is_refused() {
    let mut form = signed(learner_order());
    form.push("decision", "ACCEPT");

    let refusal = submission::check(&config(), &form).expect_err("the field is in no list");

    assert!(refusal.text.contains("decision"), "{}", refusal.text);
}

#[test]
fn amounts_are_read_in_cents() {
    assert_eq!(cents("810.00"), Some(81_000));
    assert_eq!(cents("5"), Some(500));
    assert_eq!(cents("5.5"), Some(550));
    assert_eq!(cents("5.555"), None);
    assert_eq!(cents("-5.00"), None);
    assert_eq!(cents("5."), None);
}
