//! The gateway's word about a payment (ecommerce.md 1.5.1, 4.6): verified before it comes here, believed once.

use super::{
    FrozenTerms,
    fulfill::{fulfill, lock_order},
};
use crate::store::{self, order::OrderRow, payment::AttemptRow};
use rust_decimal::Decimal;
use xpro_kernel::{Actor, NoticeId, OrderId, System};
use xpro_platform::{Subject, audit, db::Tx, notices::Verdict};

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

/// Why an order is flagged that the gateway holds back (D-38).
pub(crate) const GATEWAY_REVIEW: &str = "The gateway put this payment under review.";
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
    /// What is kept for the receipt: [`crate::receipt::PaymentFacts::to_json`].
    pub data: serde_json::Value,
    /// The raw notice, when it came as one.
    pub notice: Option<NoticeId>,
}

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The order moved.
    Applied(OrderId),
    /// Known already, or nothing new; nothing moved.
    Duplicate(OrderId),
    /// Nothing moved; staff have to look, for this reason.
    NeedsReview(OrderId, String),
    /// No such attempt (D-34).
    Unknown,
}

impl Settlement {
    /// As the inbox of notices keeps it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Settlement::Applied(_) => Verdict::Applied,
            Settlement::Duplicate(_) => Verdict::Duplicate,
            Settlement::NeedsReview(..) => Verdict::NeedsReview,
            Settlement::Unknown => Verdict::Unknown,
        }
    }

    /// The order the notice is about.
    pub fn order(&self) -> Option<OrderId> {
        match self {
            Settlement::Applied(order) | Settlement::Duplicate(order) | Settlement::NeedsReview(order, _) => {
                Some(*order)
            }
            Settlement::Unknown => None,
        }
    }

    /// For staff; empty when there is nothing to say.
    pub fn reason(&self) -> &str {
        match self {
            Settlement::NeedsReview(_, reason) => reason,
            Settlement::Unknown => "No payment attempt has this reference number and transaction uuid.",
            Settlement::Applied(_) | Settlement::Duplicate(_) => "",
        }
    }
}

/// Applies a notice. A repeated one changes nothing, whatever else has happened since.
///
/// The legal moves are those of D-08: `created` and `failed` become `fulfilled` by an acceptance of the attempt's full
/// amount; `created` becomes `failed` by anything but an acceptance or a review. Whatever else arrives is stored, and staff
/// look at it, with one exception: a further refusal of a failed order is no news.
///
/// # Errors
/// When the database refuses; the notice can then be applied again.
pub async fn settle_payment(tx: &mut Tx, system: System, notice: &SettlementNotice) -> Result<Settlement, sqlx::Error> {
    let Some(attempt) = store::payment::find_attempt(tx, &notice.reference, &notice.transaction_uuid).await? else {
        return Ok(Settlement::Unknown);
    };
    let terms = serde_json::from_value::<FrozenTerms>(attempt.terms.clone()).ok();
    let coupon = terms.as_ref().and_then(|terms| terms.coupon.as_ref()).map(|used| used.coupon);
    // Copies of one notice queue up here; each sees what the one before it did.
    let Some(order) = lock_order(tx, attempt.order, coupon).await? else { return Ok(Settlement::Unknown) };
    if store::payment::has_receipt(tx, attempt.id, notice).await? {
        return Ok(Settlement::Duplicate(order.id));
    }
    let is_new = store::payment::insert_receipt(tx, &attempt, notice).await?;
    match notice.decision {
        Decision::Accept if !is_new => {
            review(tx, system, &order, "This transaction was accepted before, for another payment attempt.".to_owned())
                .await
        }
        Decision::Accept => accept(tx, system, &order, &attempt, terms, notice).await,
        Decision::Review => review(tx, system, &order, GATEWAY_REVIEW.to_owned()).await,
        Decision::Decline | Decision::Error | Decision::Cancel | Decision::Unknown(_) => {
            refuse(tx, system, &order, notice).await
        }
    }
}

async fn accept(
    tx: &mut Tx,
    system: System,
    order: &OrderRow,
    attempt: &AttemptRow,
    terms: Option<FrozenTerms>,
    notice: &SettlementNotice,
) -> Result<Settlement, sqlx::Error> {
    if let Some(reason) = mismatch(attempt, notice) {
        return review(tx, system, order, reason).await;
    }
    let Some(terms) = terms else {
        return review(tx, system, order, "The terms of this payment attempt cannot be read.".to_owned()).await;
    };
    // The acceptance answers the gateway's own review; money in a wrong amount stays a case for staff.
    let flag = order.needs_review.clone().filter(|reason| reason != GATEWAY_REVIEW);
    if fulfill(tx, Actor::from(system), order, &terms, flag).await? {
        return Ok(Settlement::Applied(order.id));
    }
    // A second, different payment for an order that is paid or refunded: money that somebody must give back.
    review(tx, system, order, format!("A further payment was accepted for an order that is {}.", order.status)).await
}

/// Why an acceptance must not fulfill (D-35).
fn mismatch(attempt: &AttemptRow, notice: &SettlementNotice) -> Option<String> {
    let due = attempt.amount.amount();
    if notice.transaction_id.is_none() {
        return Some("Accepted without a transaction id.".to_owned());
    }
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
    tracing::error!(order = order.id.0, status = order.status, reason, "a payment notice needs a person's decision");
    let before = store::order::find_document(tx, order.id).await?;
    store::order::set_review(tx, order.id, Some(&reason)).await?;
    note(tx, system, order, before, &reason).await?;
    Ok(Settlement::NeedsReview(order.id, reason))
}

async fn refuse(
    tx: &mut Tx,
    system: System,
    order: &OrderRow,
    notice: &SettlementNotice,
) -> Result<Settlement, sqlx::Error> {
    let word = notice.decision.as_str();
    let before = store::order::find_document(tx, order.id).await?;
    if store::order::set_status(tx, order.id, &["created"], "failed").await? {
        note(tx, system, order, before, word).await?;
        return Ok(Settlement::Applied(order.id));
    }
    if order.status == "failed" {
        return Ok(Settlement::Duplicate(order.id));
    }
    tracing::error!(
        order = order.id.0,
        status = order.status,
        decision = word,
        "a refusal came for an order that is past it"
    );
    Ok(Settlement::NeedsReview(
        order.id,
        format!("{word} came for an order that is {}; nothing was changed.", order.status),
    ))
}

async fn note(
    tx: &mut Tx,
    system: System,
    order: &OrderRow,
    before: Option<serde_json::Value>,
    note: &str,
) -> Result<(), sqlx::Error> {
    let after = store::order::find_document(tx, order.id).await?;
    let change = audit::Change {
        act: "settle_payment",
        actor: Actor::from(system),
        subject: Subject::new("order", order.id.0),
        before,
        after,
        note,
    };
    audit::record(tx, change).await
}
