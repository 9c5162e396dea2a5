//! The signed result of a payment: what the notice carries, and the browser too.

use uuid::Uuid;

use super::action::Action;
use super::card::Card;
use super::sign::sign_fields;
use super::submission::cents;
use crate::clock;
use crate::fields::Fields;

const ACCEPTED: &str = "Request was processed successfully.";

/// The gateway's decision in its own terms.
#[derive(Default)]
struct Verdict {
    decision: &'static str,
    reason_code: &'static str,
    message: &'static str,
    /// Reported instead of the amount that was asked for.
    amount: Option<String>,
    /// Reported instead of the currency that was asked for.
    currency: Option<&'static str>,
    /// Approved instead of the reported amount.
    approved: Option<String>,
}

/// The result of pressing a button, signed; for forgeries, signed badly.
pub(crate) fn of_action(secret_key: &str, action: Action, form: &Fields, card: &Card) -> Fields {
    match action {
        Action::Cancel => cancelled(secret_key, form),
        Action::ForgedEcho => echoed(form),
        Action::Forged => decided(&format!("not-{secret_key}"), action, form, card),
        _ => decided(secret_key, action, form, card),
    }
}

fn verdict(action: Action, form: &Fields) -> Verdict {
    let accepted = Verdict { decision: "ACCEPT", reason_code: "100", message: ACCEPTED, ..Verdict::default() };
    let asked = cents(form.text("amount")).unwrap_or(0);
    match action {
        Action::Decline => Verdict {
            decision: "DECLINE",
            reason_code: "202",
            message: "Decline - Expired card.",
            ..Verdict::default()
        },
        Action::Review => Verdict {
            decision: "REVIEW",
            reason_code: "201",
            message: "The issuing bank has questions about the request.",
            ..Verdict::default()
        },
        Action::WrongAmount => Verdict { amount: Some(money(if asked == 100 { 200 } else { 100 })), ..accepted },
        Action::WrongCurrency => Verdict { currency: Some("EUR"), ..accepted },
        Action::Partial => Verdict {
            reason_code: "110",
            message: "Only a partial amount was approved.",
            approved: Some(money(asked / 2)),
            ..accepted
        },
        _ => accepted,
    }
}

fn decided(key: &str, action: Action, form: &Fields, card: &Card) -> Fields {
    let verdict = verdict(action, form);
    let amount = verdict.amount.as_deref().unwrap_or(form.text("amount"));
    let currency = verdict.currency.unwrap_or(form.text("currency"));
    let mut result = Fields::default();
    result.push("transaction_id", transaction_id());
    result.push("decision", verdict.decision);
    echo_request(&mut result, form, amount, currency);
    result.push("req_payment_method", "card");
    result.push("req_card_type", &card.kind);
    result.push("req_card_number", &card.masked_number);
    result.push("req_card_expiry_date", &card.expiry);
    result.push("req_bill_to_forename", &card.forename);
    result.push("req_bill_to_surname", &card.surname);
    result.push("req_bill_to_email", &card.email);
    if verdict.decision == "ACCEPT" {
        let approved = verdict.approved.as_deref().unwrap_or(amount);
        result.push("auth_amount", approved);
        result.push("auth_code", "888888");
        result.push("auth_response", verdict.reason_code);
        result.push("auth_time", clock::stamp().replace(':', ""));
        result.push("auth_avs_code", "X");
    }
    result.push("reason_code", verdict.reason_code);
    result.push("message", verdict.message);
    finish(key, result, form)
}

/// A real cancellation carries neither a transaction id nor a reason code, only a decision, a
/// message and what had been asked for.
fn cancelled(key: &str, form: &Fields) -> Fields {
    let mut result = Fields::default();
    result.push("decision", "CANCEL");
    result.push("message", "The consumer cancelled the transaction");
    echo_request(&mut result, form, form.text("amount"), form.text("currency"));
    result.push("req_payment_method", "card");
    finish(key, result, form)
}

/// The result for a form whose transaction id was used before.
pub(crate) fn duplicate(key: &str, form: &Fields) -> Fields {
    let mut result = Fields::default();
    result.push("decision", "ERROR");
    result.push("reason_code", "104");
    result.push(
        "message",
        "The access_key and transaction_uuid fields for this authorization request match those \
         of another authorization request that you sent within the past 15 minutes.",
    );
    echo_request(&mut result, form, form.text("amount"), form.text("currency"));
    finish(key, result, form)
}

/// The merchant's own signed form with unsigned fields that say it was paid. Its signature is
/// genuine, for form and result are signed with the same key.
fn echoed(form: &Fields) -> Fields {
    let mut result = form.clone();
    result.push("decision", "ACCEPT");
    result.push("reason_code", "100");
    result.push("message", ACCEPTED);
    result.push("transaction_id", transaction_id());
    result.push("auth_amount", form.text("amount"));
    for name in ["reference_number", "transaction_uuid", "amount", "currency"] {
        result.push(format!("req_{name}"), form.text(name));
    }
    result
}

/// `req_` echoes of all submitted fields but the signature's own and the merchant's addresses,
/// which [`finish`] adds unsigned.
fn echo_request(result: &mut Fields, form: &Fields, amount: &str, currency: &str) {
    for (name, value) in form.iter() {
        let own = matches!(name, "signature" | "signed_field_names" | "unsigned_field_names" | "signed_date_time");
        if own || name.starts_with("override_") {
            continue;
        }
        let value = match name {
            "amount" => amount,
            "currency" => currency,
            _ => value,
        };
        result.push(format!("req_{name}"), value);
    }
}

fn finish(key: &str, mut result: Fields, form: &Fields) -> Fields {
    let mut names: Vec<&str> = result.iter().map(|(name, _)| name).collect();
    names.extend(["signed_field_names", "signed_date_time"]);
    let names = names.join(",");
    result.push("signed_field_names", names);
    result.push("signed_date_time", clock::stamp());
    let signature = sign_fields(key, &result);
    result.push("signature", signature);
    for (name, value) in form.iter() {
        if name.starts_with("override_") {
            result.push(format!("req_{name}"), value);
        }
    }
    result
}

/// 22 digits, like the gateway's.
fn transaction_id() -> String {
    let digits = Uuid::new_v4().as_u128() % 1_000_000_000_000_000_000_000;
    format!("6{digits:021}")
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
