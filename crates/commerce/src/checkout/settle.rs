//! The gateway's word about a payment (ecommerce.md 1.5.1, 4.6): verified before it comes here, believed once.

use super::{FrozenTerms, fulfill};
use crate::store::{self, order::OrderRow, payment::AttemptRow};
use rust_decimal::Decimal;
use xpro_kernel::{Actor, NoticeId, OrderId, System};
use xpro_platform::{Subject, audit, db::Tx};

/// What the gateway decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Paid.
    Accept,
    /// Somebody has to look at it over there.
    Review,
    /// Refused.
    Decline,
    /// Went wrong over there.
    Error,
    /// The payer turned back.
    Cancel,
    /// A word we do not know.
    Unknown(String),
}

impl Decision {
    /// As the gateway writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Decision::Accept => "ACCEPT",
            Decision::Review => "REVIEW",
            Decision::Decline => "DECLINE",
            Decision::Error => "ERROR",
            Decision::Cancel => "CANCEL",
            Decision::Unknown(word) => word,
        }
    }
}

/// Reason code for "only part of the amount was approved".
const PARTIAL_APPROVAL: u16 = 110;

/// A verified notice, every value from inside its signature.
#[derive(Debug, Clone)]
pub struct SettlementNotice {
    /// Reference number, `xpro-b2c-…`.
    pub reference: String,
    /// Names the attempt.
    pub transaction_uuid: String,
    /// Decision.
    pub decision: Decision,
    /// Amount asked for.
    pub amount: Decimal,
    /// Amount approved.
    pub auth_amount: Option<Decimal>,
    /// Currency asked for.
    pub currency: String,
    /// Reason code.
    pub reason_code: Option<u16>,
    /// The gateway's own id of the transaction.
    pub transaction_id: Option<String>,
    /// What is kept for the receipt: masked card, payer's name and address.
    pub data: serde_json::Value,
    /// The raw notice, when it came as one.
    pub notice: Option<NoticeId>,
}

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The order moved.
    Applied(OrderId),
    /// Known already; nothing moved.
    Duplicate(OrderId),
    /// Nothing moved; staff have to look.
    NeedsReview(OrderId, String),
    /// No such attempt.
    Unknown,
}

/// Applies a notice. A repeated one changes nothing, whatever else has happened since.
///
/// # Errors
/// When the database refuses; the notice can then be applied again.
pub async fn settle_payment(tx: &mut Tx, system: System, notice: &SettlementNotice) -> Result<Settlement, sqlx::Error> {
    let Some(attempt) = store::payment::find_attempt(tx, &notice.reference, &notice.transaction_uuid).await? else { return Ok(Settlement::Unknown) };
    // Copies of one notice queue up here; each sees what the one before it did.
    let Some(order) = store::order::lock(tx, attempt.order).await? else { return Ok(Settlement::Unknown) };
    let is_new = store::payment::insert_receipt(tx, &attempt, notice).await?;
    match notice.decision {
        Decision::Accept if !is_new => Ok(Settlement::Duplicate(order.id)),
        Decision::Accept => accept(tx, system, &order, &attempt, notice).await,
        Decision::Review => review(tx, system, &order, "The gateway put this payment under review.".to_owned()).await,
        Decision::Decline | Decision::Error | Decision::Cancel | Decision::Unknown(_) => refuse(tx, system, &order, notice).await,
    }
}

async fn accept(tx: &mut Tx, system: System, order: &OrderRow, attempt: &AttemptRow, notice: &SettlementNotice) -> Result<Settlement, sqlx::Error> {
    if let Some(reason) = mismatch(attempt, notice) {
        return review(tx, system, order, reason).await;
    }
    let Ok(terms) = serde_json::from_value::<FrozenTerms>(attempt.terms.clone()) else {
        return review(tx, system, order, "The terms of this payment attempt cannot be read.".to_owned()).await;
    };
    if fulfill(tx, Actor::from(system), order.id, &terms).await? {
        return Ok(Settlement::Applied(order.id));
    }
    // A second, different payment for an order that is paid or refunded: money that somebody must give back.
    review(tx, system, order, format!("A further payment was accepted for an order that is {}.", order.status)).await
}

/// Why an acceptance must not fulfill (D-35).
fn mismatch(attempt: &AttemptRow, notice: &SettlementNotice) -> Option<String> {
    let due = attempt.amount.amount();
    if notice.currency != attempt.currency {
        return Some(format!("Accepted in {} instead of {}.", notice.currency, attempt.currency));
    }
    if notice.reason_code == Some(PARTIAL_APPROVAL) {
        return Some("Only part of the amount was approved.".to_owned());
    }
    if notice.amount != due || notice.auth_amount != Some(due) {
        let approved = notice.auth_amount.map_or_else(|| "no amount".to_owned(), |amount| amount.to_string());
        return Some(format!("Accepted for {approved} (asked for {}) while {due} was due.", notice.amount));
    }
    None
}

async fn review(tx: &mut Tx, system: System, order: &OrderRow, reason: String) -> Result<Settlement, sqlx::Error> {
    if order.needs_review.as_deref() == Some(&reason) {
        return Ok(Settlement::Duplicate(order.id));
    }
    store::order::set_review(tx, order.id, &reason).await?;
    note(tx, system, order, &order.status, &reason).await?;
    Ok(Settlement::NeedsReview(order.id, reason))
}

async fn refuse(tx: &mut Tx, system: System, order: &OrderRow, notice: &SettlementNotice) -> Result<Settlement, sqlx::Error> {
    if !store::order::set_status(tx, order.id, &["created"], "failed").await? {
        return Ok(Settlement::Duplicate(order.id));
    }
    note(tx, system, order, "failed", notice.decision.as_str()).await?;
    Ok(Settlement::Applied(order.id))
}

async fn note(tx: &mut Tx, system: System, order: &OrderRow, status: &str, note: &str) -> Result<(), sqlx::Error> {
    let after = serde_json::json!({ "status": status });
    let change = audit::Change { act: "settle_payment", actor: Actor::from(system), subject: Subject::new("order", order.id.0), before: serde_json::to_value(order).ok(), after: Some(after), note };
    audit::record(tx, change).await
}
