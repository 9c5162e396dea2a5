//! Notices: vector 3 of ecommerce.md 4.4, and everything that must not be believed (D-33).

use proptest::prelude::*;
use rust_decimal::Decimal;
use time::macros::datetime;
use xpro_cybersource::{
    Decision, Fields, Notice, OrderReference, ReferenceError, RejectReason, Secret, SecureAcceptance, VerifiedNotice,
};

type Pairs = Vec<(String, String)>;

const NAMES: &str = "transaction_id,decision,req_reference_number,req_transaction_uuid,req_amount,req_currency,\
req_payment_method,req_card_type,req_card_number,req_bill_to_forename,req_bill_to_surname,req_bill_to_email,\
auth_amount,auth_code,reason_code,message,signed_field_names,signed_date_time";

fn acceptance() -> SecureAcceptance {
    SecureAcceptance {
        access_key: "f00dfacef00dfacef00dfacef00dface".to_owned(),
        profile_id: "0A1B2C3D-1111-2222-3333-444455556666".to_owned(),
        secret_key: Secret::from("test-security-key-0001"),
        endpoint: "https://testsecureacceptance.cybersource.com/pay".parse().expect("a URL"),
    }
}

fn vector_3() -> Pairs {
    [
        ("transaction_id", "6789012345678901234567"),
        ("decision", "ACCEPT"),
        ("req_reference_number", "xpro-b2c-test-1001"),
        ("req_transaction_uuid", "0123456789abcdef0123456789abcdef"),
        ("req_amount", "810.00"),
        ("req_currency", "USD"),
        ("req_payment_method", "card"),
        ("req_card_type", "001"),
        ("req_card_number", "xxxxxxxxxxxx1111"),
        ("req_bill_to_forename", "Ada"),
        ("req_bill_to_surname", "Lövelace"),
        ("req_bill_to_email", "ada@example.com"),
        ("auth_amount", "810.00"),
        ("auth_code", "888888"),
        ("reason_code", "100"),
        ("message", "Request was processed successfully."),
        ("signed_date_time", "2026-03-01T12:36:10Z"),
        ("signed_field_names", NAMES),
        ("signature", "18xx26oMdnVo2BsRz+d0AQZxIid2NqP57XjfK6dZmcM="),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn set(pairs: &mut Pairs, name: &str, value: &str) {
    pairs.retain(|(key, _)| key != name);
    pairs.push((name.to_owned(), value.to_owned()));
}

fn without(mut pairs: Pairs, name: &str) -> Pairs {
    pairs.retain(|(key, _)| key != name);
    pairs
}

fn verify(pairs: Pairs) -> Result<VerifiedNotice, RejectReason> {
    Notice::parse_and_verify(pairs, &acceptance())
}

/// Signs as the gateway would: all fields of vector 3 with these changed, dropped or added.
fn gateway_says(changes: &[(&str, &str)], dropped: &[&str]) -> Pairs {
    let mut fields: Fields = vector_3().into_iter().collect();
    fields.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields.retain(|name, _| !dropped.contains(&name.as_str()));
    acceptance().sign(fields)
}

#[test]
fn vector_3_is_believed() {
    let notice = verify(vector_3()).expect("a genuine notice");

    assert_eq!(notice.decision(), &Decision::Accept);
    assert_eq!(notice.reference_number(), "xpro-b2c-test-1001");
    assert_eq!(notice.order("test"), Ok(OrderReference::Learner(1001)));
    assert_eq!(notice.order("tes"), Err(ReferenceError::WrongPrefix));
    assert_eq!(notice.transaction_uuid(), "0123456789abcdef0123456789abcdef");
    assert_eq!(notice.amount(), Decimal::new(81_000, 2));
    assert_eq!(notice.auth_amount(), Some(Decimal::new(81_000, 2)));
    assert_eq!((notice.currency(), notice.reason_code()), ("USD", Some(100)));
    assert_eq!(notice.transaction_id(), Some("6789012345678901234567"));
    assert_eq!(notice.signed_at(), datetime!(2026-03-01 12:36:10 UTC));
    assert_eq!((notice.payment_method(), notice.card_type()), (Some("card"), Some("Visa")));
    assert_eq!(notice.masked_card_number().as_deref(), Some("xxxxxxxxxxxx1111"));
    assert_eq!((notice.bill_to_forename(), notice.bill_to_surname()), (Some("Ada"), Some("Lövelace")));
    assert_eq!(notice.bill_to_email(), Some("ada@example.com"));
    assert_eq!(notice.message(), Some("Request was processed successfully."));
    assert!(!notice.is_partial_approval());
}

#[test]
fn vector_3_with_decline() {
    let mut pairs = vector_3();
    set(&mut pairs, "decision", "DECLINE");
    assert_eq!(verify(pairs.clone()).err(), Some(RejectReason::BadSignature));

    set(&mut pairs, "signature", "vdGqJIv9t5xaCdl4y7K/9IrZ4CtIKp2TlF3ilVaao+4=");

    assert_eq!(verify(pairs).expect("a genuine notice").decision(), &Decision::Decline);
}

#[test]
fn every_decision_is_understood() {
    for (word, decision) in [
        ("ACCEPT", Decision::Accept),
        ("REVIEW", Decision::Review),
        ("DECLINE", Decision::Decline),
        ("ERROR", Decision::Error),
        ("CANCEL", Decision::Cancel),
        ("accept", Decision::Unknown("accept".to_owned())),
    ] {
        let notice = verify(gateway_says(&[("decision", word)], &[])).expect("a genuine notice");

        assert_eq!((notice.decision(), notice.decision().as_str()), (&decision, word));
    }
}

#[test]
fn missing_signatures_are_rejected() {
    for name in ["signature", "signed_field_names"] {
        let missing = Some(RejectReason::Missing(name.to_owned()));
        let mut empty = vector_3();
        set(&mut empty, name, "");

        assert_eq!(verify(without(vector_3(), name)).err(), missing);
        assert_eq!(verify(empty).err(), missing);
    }
    assert_eq!(verify(Pairs::new()).err(), Some(RejectReason::Missing("signed_field_names".to_owned())));
}

#[test]
fn a_listed_field_that_is_missing_is_rejected() {
    let pairs = without(vector_3(), "auth_code");

    assert_eq!(verify(pairs).err(), Some(RejectReason::Missing("auth_code".to_owned())));
}

#[test]
fn unsigned_decisive_fields_are_rejected() {
    for name in [
        "decision",
        "req_reference_number",
        "req_transaction_uuid",
        "req_amount",
        "req_currency",
        "reason_code",
        "transaction_id",
        "signed_date_time",
    ] {
        let mut pairs = gateway_says(&[], &[name]);
        let absent = verify(pairs.clone()).err();
        let value = vector_3().into_iter().find(|(key, _)| key == name).expect("in the vector").1;
        set(&mut pairs, name, &value);

        assert_eq!(absent, Some(RejectReason::Missing(name.to_owned())));
        assert_eq!(verify(pairs).err(), Some(RejectReason::Unsigned(name)));
    }
}

#[test]
fn the_list_of_names_must_name_itself() {
    let mut pairs = gateway_says(&[], &[]);
    let names = "decision,req_reference_number,req_transaction_uuid,req_amount,req_currency,reason_code,\
                 transaction_id,signed_date_time";
    let mut fields: Fields = pairs.iter().filter(|(name, _)| names.split(',').any(|n| n == name)).cloned().collect();
    set(&mut pairs, "signed_field_names", names);
    // A signature over exactly these names, which the gateway would never make.
    let text: Vec<String> = names.split(',').map(|name| format!("{name}={}", fields[name])).collect();
    fields.clear();
    set(&mut pairs, "signature", &hmac_base64(&text.join(",")));

    assert_eq!(verify(pairs).err(), Some(RejectReason::Unsigned("signed_field_names")));
}

/// HMAC made without the crate under test.
fn hmac_base64(text: &str) -> String {
    use base64::Engine;
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"test-security-key-0001").expect("any key");
    mac.update(text.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn a_real_cancellation_has_neither_reason_nor_transaction() {
    let dropped = ["reason_code", "transaction_id", "auth_amount", "auth_code"];
    let cancelled = verify(gateway_says(&[("decision", "CANCEL")], &dropped)).expect("a genuine notice");
    let declined = verify(gateway_says(&[("decision", "DECLINE")], &["transaction_id"])).expect("a genuine notice");

    assert_eq!((cancelled.reason_code(), cancelled.transaction_id()), (None, None));
    assert_eq!(cancelled.auth_amount(), None);
    assert_eq!((declined.reason_code(), declined.transaction_id()), (Some(100), None));
    let missing = Some(RejectReason::Missing("reason_code".to_owned()));
    assert_eq!(verify(gateway_says(&[("decision", "DECLINE")], &dropped)).err(), missing);
}

#[test]
fn accepted_and_reviewed_payments_need_a_transaction() {
    for decision in ["ACCEPT", "REVIEW"] {
        let missing = Some(RejectReason::Missing("transaction_id".to_owned()));
        let absent = gateway_says(&[("decision", decision)], &["transaction_id"]);
        let empty = gateway_says(&[("decision", decision), ("transaction_id", "")], &[]);

        assert_eq!((verify(absent).err(), verify(empty).err()), (missing.clone(), missing));
    }
}

#[test]
fn another_account_is_rejected_even_unsigned() {
    let ours = [
        ("req_access_key", "f00dfacef00dfacef00dfacef00dface"),
        ("req_profile_id", "0A1B2C3D-1111-2222-3333-444455556666"),
    ];
    assert!(verify(gateway_says(&ours, &[])).is_ok());
    for name in ["req_access_key", "req_profile_id"] {
        let mut unsigned = vector_3();
        set(&mut unsigned, name, "theirs");

        assert_eq!(verify(gateway_says(&[(name, "theirs")], &[])).err(), Some(RejectReason::ForeignAccount(name)));
        assert_eq!(verify(unsigned).err(), Some(RejectReason::ForeignAccount(name)));
    }
}

#[test]
fn unsigned_values_are_not_kept() {
    let mut pairs = gateway_says(&[], &["req_bill_to_email", "auth_amount"]);
    set(&mut pairs, "req_bill_to_email", "thief@example.com");
    set(&mut pairs, "auth_amount", "1.00");

    let notice = verify(pairs).expect("a genuine notice");

    assert_eq!((notice.bill_to_email(), notice.auth_amount()), (None, None));
    assert!(!format!("{notice:?}").contains("thief"));
}

#[test]
fn partial_approvals_are_seen() {
    let notice = verify(gateway_says(&[("reason_code", "110"), ("auth_amount", "700.00")], &[])).expect("genuine");

    assert!(notice.is_partial_approval());
    assert_ne!(notice.auth_amount(), Some(notice.amount()));
}

#[test]
fn values_of_the_wrong_form_are_rejected() {
    for (name, value) in [
        ("req_amount", "eight"),
        ("req_amount", ""),
        ("req_amount", "-810.00"),
        ("req_amount", "8_10.00"),
        ("req_amount", "8e2"),
        ("auth_amount", "1,000.00"),
        ("reason_code", "none"),
        ("signed_date_time", "yesterday"),
    ] {
        let rejected = verify(gateway_says(&[(name, value)], &[])).err();
        assert_eq!(rejected, Some(RejectReason::Malformed(name)), "{name}={value}");
    }
}

#[test]
fn a_name_given_twice_is_rejected() {
    let mut pairs = vector_3();
    pairs.push(("decision".to_owned(), "ACCEPT".to_owned()));

    assert_eq!(verify(pairs).err(), Some(RejectReason::DuplicateField("decision".to_owned())));
}

/// The payer chooses a contract number that contains a whole notice, lets us sign the form, and posts the same text
/// back with other borders between its fields. The signature holds; the reading must not.
#[test]
fn a_form_cut_into_other_fields_is_rejected() {
    let listed = "access_key,decision,reason_code,req_amount,req_currency,req_reference_number,\
                  req_transaction_uuid,transaction_id,signed_date_time,signed_field_names,z";
    let forged = [
        ("decision", "ACCEPT"),
        ("reason_code", "100"),
        ("req_amount", "810.00"),
        ("req_currency", "USD"),
        ("req_reference_number", "xpro-b2c-test-1001"),
        ("req_transaction_uuid", "0123456789abcdef0123456789abcdef"),
        ("transaction_id", "1"),
        ("signed_date_time", "2026-03-01T12:36:10Z"),
        ("signed_field_names", listed),
    ];
    let planted: Vec<String> = forged.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let contract = format!("CN,{},z=", planted.join(","));
    let form: Fields = [("access_key", "f00d"), ("amount", "1.00"), ("merchant_defined_data1", &contract)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let signed = acceptance().sign(form);
    let signature = signed.iter().find(|(name, _)| name == "signature").expect("signed").1.clone();
    let text: Vec<String> = signed.iter().take(signed.len() - 1).map(|(n, v)| format!("{n}={v}")).collect();
    let text = text.join(",");
    let head = text.strip_prefix("access_key=").and_then(|text| text.split(",decision=").next()).expect("head");
    let tail = text.split(",z=").nth(1).expect("tail");
    let mut replayed: Pairs = forged.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    replayed.extend(
        [("access_key", head), ("z", tail), ("signature", &signature)].map(|(n, v)| (n.to_owned(), v.to_owned())),
    );
    assert_eq!(hmac_base64(&text), signature, "the signature of the text is genuine");

    let rejected = verify(replayed).err();

    assert!(matches!(rejected, Some(RejectReason::Ambiguous(_))), "{rejected:?}");
}

proptest! {
    #[test]
    fn any_changed_signed_value_breaks_the_signature(place in 0..17_usize, value in "\\PC{0,40}") {
        let mut pairs = vector_3();
        prop_assume!(pairs[place].1 != value);
        pairs[place].1 = value;

        prop_assert_eq!(verify(pairs).err(), Some(RejectReason::BadSignature));
    }

    #[test]
    fn another_list_of_names_is_never_believed(names in "[a-z_]{1,20}(,[a-z_]{1,20}){0,5}") {
        let mut pairs = vector_3();
        set(&mut pairs, "signed_field_names", &names);

        prop_assert!(verify(pairs).is_err());
    }

    #[test]
    fn another_key_signs_nothing(key in "\\PC{0,30}") {
        prop_assume!(key != "test-security-key-0001");
        let other = SecureAcceptance { secret_key: Secret::from(key.as_str()), ..acceptance() };

        let rejected = Notice::parse_and_verify(vector_3(), &other).err();

        prop_assert_eq!(rejected, Some(RejectReason::BadSignature));
    }

    #[test]
    fn an_outgoing_form_is_never_a_notice(
        amount in 1_u32..10_000_000,
        text in "\\PC{0,40}",
        unsigned in proptest::sample::subsequence(vector_3(), 0..18),
    ) {
        let amount = format!("{}.{:02}", amount / 100, amount % 100);
        let form: Fields = [
            ("access_key", acceptance().access_key.as_str()),
            ("amount", &amount),
            ("consumer_id", &text),
            ("reference_number", "xpro-b2c-test-1001"),
            ("transaction_uuid", "0123456789abcdef0123456789abcdef"),
            ("signed_date_time", "2026-03-01T12:34:56Z"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let mut pairs = acceptance().sign(form);
        for (name, value) in unsigned {
            if !pairs.iter().any(|(key, _)| *key == name) {
                pairs.push((name, value));
            }
        }

        let rejected = verify(pairs).err();

        prop_assert!(
            matches!(rejected, Some(RejectReason::Missing(_) | RejectReason::Unsigned(_))),
            "{:?}", rejected
        );
    }

    #[test]
    fn no_message_makes_it_panic(pairs in proptest::collection::vec(("\\PC{0,12}", "\\PC{0,12}"), 0..8)) {
        prop_assert!(verify(pairs).is_err());
    }
}
