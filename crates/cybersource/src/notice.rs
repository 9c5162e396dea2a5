//! What the gateway told us, once verified. Every value here was signed by the gateway.

use rust_decimal::Decimal;
use time::OffsetDateTime;

use crate::card::{card_type_name, mask_card_number};
use crate::reference::{OrderReference, ReferenceError};
use crate::signature::Fields;

/// The gateway's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Paid, in full or (reason code 110) in part.
    Accept,
    /// Held for a person at the merchant to look at.
    Review,
    /// The payer's bank or the gateway's rules said no.
    Decline,
    /// The request was faulty or a system failed.
    Error,
    /// The payer gave up.
    Cancel,
    /// A word that the gateway's guide does not list.
    Unknown(String),
}

impl Decision {
    pub(crate) fn from_wire(word: &str) -> Self {
        match word {
            "ACCEPT" => Self::Accept,
            "REVIEW" => Self::Review,
            "DECLINE" => Self::Decline,
            "ERROR" => Self::Error,
            "CANCEL" => Self::Cancel,
            other => Self::Unknown(other.to_owned()),
        }
    }

    /// The gateway's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Review => "REVIEW",
            Self::Decline => "DECLINE",
            Self::Error => "ERROR",
            Self::Cancel => "CANCEL",
            Self::Unknown(word) => word,
        }
    }
}

/// A notice whose signature holds and covers everything that matters (D-33). Made by [`crate::Notice`] only.
#[derive(Debug, Clone)]
pub struct VerifiedNotice {
    pub(crate) decision: Decision,
    pub(crate) amount: Decimal,
    pub(crate) auth_amount: Option<Decimal>,
    pub(crate) reason_code: Option<u16>,
    pub(crate) signed_at: OffsetDateTime,
    /// The signed fields only.
    pub(crate) signed: Fields,
}

impl VerifiedNotice {
    /// The gateway's decision.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The reference number that we sent.
    pub fn reference_number(&self) -> &str {
        self.text("req_reference_number")
    }

    /// The order that the reference number names.
    ///
    /// # Errors
    /// [`ReferenceError`] when it is none of ours.
    pub fn order(&self, environment: &str) -> Result<OrderReference, ReferenceError> {
        OrderReference::parse(environment, self.reference_number())
    }

    /// The UUID of the form that was paid, as written in it.
    pub fn transaction_uuid(&self) -> &str {
        self.text("req_transaction_uuid")
    }

    /// The amount that the form asked for.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The amount that was authorized; differs from [`VerifiedNotice::amount`] for partial approvals.
    pub fn auth_amount(&self) -> Option<Decimal> {
        self.auth_amount
    }

    /// The currency that the form asked for, such as `USD`.
    pub fn currency(&self) -> &str {
        self.text("req_currency")
    }

    /// The gateway's reason, a three-digit code. Cancellations come without one.
    pub fn reason_code(&self) -> Option<u16> {
        self.reason_code
    }

    /// Reason code 110: only a part of the amount was approved, so the order must not be fulfilled (D-35).
    pub fn is_partial_approval(&self) -> bool {
        self.reason_code == Some(110)
    }

    /// The gateway's id of the transaction; always there for accepted and reviewed payments.
    pub fn transaction_id(&self) -> Option<&str> {
        self.value("transaction_id")
    }

    /// When the gateway signed the notice.
    pub fn signed_at(&self) -> OffsetDateTime {
        self.signed_at
    }

    /// The gateway's explanation, in English.
    pub fn message(&self) -> Option<&str> {
        self.value("message")
    }

    /// How it was paid, such as `card`.
    pub fn payment_method(&self) -> Option<&str> {
        self.value("req_payment_method")
    }

    /// The name of the card type, or its code when it is not a known one.
    pub fn card_type(&self) -> Option<&str> {
        let code = self.value("req_card_type")?;
        Some(card_type_name(code).unwrap_or(code))
    }

    /// The card number with at most the last four digits.
    pub fn masked_card_number(&self) -> Option<String> {
        self.value("req_card_number").map(mask_card_number)
    }

    /// The payer's first name as typed at the gateway.
    pub fn bill_to_forename(&self) -> Option<&str> {
        self.value("req_bill_to_forename")
    }

    /// The payer's last name as typed at the gateway.
    pub fn bill_to_surname(&self) -> Option<&str> {
        self.value("req_bill_to_surname")
    }

    /// The payer's e-mail address as typed at the gateway.
    pub fn bill_to_email(&self) -> Option<&str> {
        self.value("req_bill_to_email")
    }

    /// Any other signed value that is not empty. Unsigned fields are not kept.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.signed.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> &str {
        self.signed.get(name).map(String::as_str).unwrap_or_default()
    }
}
