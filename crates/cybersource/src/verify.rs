//! Reading and verifying what claims to come from the gateway (ecommerce.md 4.4 and 4.6).
//!
//! Forms that we hand to browsers and notices that we receive are signed alike and with the same key. So a signature
//! proves only that somebody with the key once signed this *text*; what the text says must be pinned down here:
//! every decisive name must be among the signed ones (D-33), and the text must allow only one reading. The second
//! point matters because values are not escaped: a payer who may choose a value, such as a contract number, could
//! write `,decision=ACCEPT` into it, have us sign the form, and post it back with other borders between the fields.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use subtle::ConstantTimeEq;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::acceptance::SecureAcceptance;
use crate::notice::{Decision, VerifiedNotice};
use crate::signature::{Fields, SIGNATURE, SIGNED_FIELD_NAMES, is_signature_of, message};

/// Names without whose signature nothing is believed.
const DECISIVE: [&str; 7] = [
    "decision",
    "req_reference_number",
    "req_transaction_uuid",
    "req_amount",
    "req_currency",
    SIGNED_FIELD_NAMES,
    "signed_date_time",
];
const REASON_CODE: &str = "reason_code";
const TRANSACTION_ID: &str = "transaction_id";

/// Why a message is not believed. All mean 403; the message is stored as rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RejectReason {
    /// A name occurs twice, so that different readers may see different values.
    #[error("the field {0} occurs twice")]
    DuplicateField(String),
    /// A field that every notice has is missing or empty.
    #[error("the field {0} is missing")]
    Missing(String),
    /// A decisive field is there but not signed.
    #[error("the field {0} is not signed")]
    Unsigned(&'static str),
    /// The signature does not belong to the signed values.
    #[error("the signature is wrong")]
    BadSignature,
    /// The signed text could also be read in another way.
    #[error("the field {0} occurs twice in the signed text")]
    Ambiguous(String),
    /// The notice is about another gateway account.
    #[error("the field {0} is not ours")]
    ForeignAccount(&'static str),
    /// A signed value is not of the promised form.
    #[error("the field {0} cannot be read")]
    Malformed(&'static str),
}

/// Messages that claim to come from the gateway.
#[derive(Debug)]
pub enum Notice {}

impl Notice {
    /// Reads the fields of a message and believes them only if they are signed for this account (D-33).
    ///
    /// # Errors
    /// [`RejectReason`]; answer 403 and change nothing.
    pub fn parse_and_verify<N: Into<String>, V: Into<String>>(
        fields: impl IntoIterator<Item = (N, V)>,
        acceptance: &SecureAcceptance,
    ) -> Result<VerifiedNotice, RejectReason> {
        let fields = collect(fields)?;
        let (signed, text) = read_signed(&fields)?;
        let signature = required(&fields, SIGNATURE)?;
        if !is_signature_of(&acceptance.secret_key, &text, signature) {
            return Err(RejectReason::BadSignature);
        }
        check_single_reading(&signed, &text)?;
        check_account(&fields, acceptance)?;
        let decision = check_decisive(&fields, &signed)?;
        interpret(decision, signed)
    }
}

fn collect<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Fields, RejectReason> {
    let mut fields = Fields::new();
    for (name, value) in pairs {
        let name = name.into();
        if fields.contains_key(&name) {
            return Err(RejectReason::DuplicateField(name));
        }
        fields.insert(name, value.into());
    }
    Ok(fields)
}

fn required<'a>(fields: &'a Fields, name: &str) -> Result<&'a str, RejectReason> {
    let value = fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
    value.ok_or_else(|| RejectReason::Missing(name.to_owned()))
}

/// The signed fields, and the signed text in the order that the message gives.
fn read_signed(fields: &Fields) -> Result<(Fields, String), RejectReason> {
    let mut pairs = Vec::new();
    for name in required(fields, SIGNED_FIELD_NAMES)?.split(',') {
        let value = fields.get(name).ok_or_else(|| RejectReason::Missing(name.to_owned()))?;
        pairs.push((name, value.as_str()));
    }
    let text = message(pairs.iter().copied());
    let signed = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok((signed, text))
}

/// Each signed name must begin exactly one field of the text; then its fields cannot be cut in another way.
fn check_single_reading(signed: &Fields, text: &str) -> Result<(), RejectReason> {
    let text = format!(",{text}");
    for name in signed.keys() {
        if text.matches(&format!(",{name}=")).count() != 1 {
            return Err(RejectReason::Ambiguous(name.clone()));
        }
    }
    Ok(())
}

fn check_account(fields: &Fields, acceptance: &SecureAcceptance) -> Result<(), RejectReason> {
    for (name, ours) in [("req_access_key", &acceptance.access_key), ("req_profile_id", &acceptance.profile_id)] {
        let foreign = |theirs: &String| !bool::from(theirs.as_bytes().ct_eq(ours.as_bytes()));
        if fields.get(name).is_some_and(foreign) {
            return Err(RejectReason::ForeignAccount(name));
        }
    }
    Ok(())
}

/// The decisive fields must be there and signed. Cancellations have no reason code, and only accepted and reviewed
/// payments need a transaction id; where these two come nevertheless they must be signed as well.
fn check_decisive(fields: &Fields, signed: &Fields) -> Result<Decision, RejectReason> {
    let decision = Decision::from_wire(required(fields, "decision")?);
    let mut needed: BTreeSet<&'static str> = DECISIVE.into();
    if decision != Decision::Cancel || fields.contains_key(REASON_CODE) {
        needed.insert(REASON_CODE);
    }
    let settled = matches!(decision, Decision::Accept | Decision::Review);
    if settled || fields.contains_key(TRANSACTION_ID) {
        needed.insert(TRANSACTION_ID);
    }
    for name in needed {
        if !fields.contains_key(name) {
            return Err(RejectReason::Missing(name.to_owned()));
        }
        if !signed.contains_key(name) {
            return Err(RejectReason::Unsigned(name));
        }
    }
    if settled {
        required(signed, TRANSACTION_ID)?;
    }
    Ok(decision)
}

fn interpret(decision: Decision, signed: Fields) -> Result<VerifiedNotice, RejectReason> {
    let given = |name| signed.get(name).filter(|value| !value.is_empty());
    let amount = |name| given(name).map(|text| parse_amount(text).ok_or(RejectReason::Malformed(name))).transpose();
    let reason_code =
        given(REASON_CODE).map(|code| code.parse().map_err(|_| RejectReason::Malformed(REASON_CODE))).transpose()?;
    let signed_at = given("signed_date_time")
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
        .ok_or(RejectReason::Malformed("signed_date_time"))?;
    Ok(VerifiedNotice {
        amount: amount("req_amount")?.ok_or(RejectReason::Malformed("req_amount"))?,
        auth_amount: amount("auth_amount")?,
        reason_code,
        signed_at,
        decision,
        signed,
    })
}

/// Digits with at most one point; no sign, no exponent, no separators.
fn parse_amount(text: &str) -> Option<Decimal> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Decimal::from_str_exact(text).ok().filter(|_| plain)
}
