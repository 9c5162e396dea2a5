//! What staff decide about an order that was flagged (D-38, D-35).

use super::{
    FrozenTerms,
    fulfill::{fulfill, lock_order},
};
use crate::store::{self, order::OrderRow};
use xpro_kernel::{Actor, OrderId, Staff};
use xpro_platform::{Subject, audit, db::Tx};

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The money is good: an unpaid order is fulfilled with the terms of the payment that is held. For an order that is
    /// paid already, the flag alone goes.
    Accept,
    /// The money is not: an unpaid order fails.
    Reject,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum ResolveReviewError {
    /// Needs the permission `orders.review`.
    #[error("You may not decide about orders.")]
    Forbidden,
    /// Decisions about money carry a reason.
    #[error("Say in a few words why you decide so.")]
    NoteRequired,
    /// No such order, or nothing to decide: perhaps a colleague was faster.
    #[error("This order is not waiting for a decision.")]
    NotUnderReview,
    /// The gateway has not sent a payment that could be accepted.
    #[error("There is no payment of this order that could be accepted.")]
    NothingToAccept,
    /// The order is fulfilled or refunded.
    #[error("This order is paid. Refund it instead.")]
    AlreadyPaid,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Decides about a flagged order; a second decision finds nothing to decide.
///
/// # Errors
/// See [`ResolveReviewError`]; nothing was changed then.
pub async fn resolve_review(
    tx: &mut Tx,
    staff: &Staff,
    order: OrderId,
    resolution: Resolution,
    note: &str,
) -> Result<(), ResolveReviewError> {
    if !staff.may("orders.review") {
        return Err(ResolveReviewError::Forbidden);
    }
    let note = note.trim();
    if note.is_empty() {
        return Err(ResolveReviewError::NoteRequired);
    }
    let held = store::payment::find_held_terms(tx, order)
        .await?
        .and_then(|terms| serde_json::from_value::<FrozenTerms>(terms).ok());
    let coupon = held.as_ref().and_then(|terms| terms.coupon.as_ref()).map(|used| used.coupon);
    let row = lock_order(tx, order, coupon)
        .await?
        .filter(|row| row.needs_review.is_some())
        .ok_or(ResolveReviewError::NotUnderReview)?;
    let before = store::order::find_document(tx, order).await?;
    store::order::set_review(tx, order, None).await?;
    match (resolution, is_paid(&row)) {
        (Resolution::Accept, true) => {}
        (Resolution::Reject, true) => return Err(ResolveReviewError::AlreadyPaid),
        (Resolution::Accept, false) => {
            let terms = held.ok_or(ResolveReviewError::NothingToAccept)?;
            fulfill(tx, Actor::from(staff), &row, &terms, None).await?;
        }
        (Resolution::Reject, false) => {
            store::order::set_status(tx, order, &["created"], "failed").await?;
        }
    }
    let after = store::order::find_document(tx, order).await?;
    let change = audit::Change {
        act: "resolve_review",
        actor: Actor::from(staff),
        subject: Subject::new("order", order.0),
        before,
        after,
        note,
    };
    Ok(audit::record(tx, change).await?)
}

fn is_paid(order: &OrderRow) -> bool {
    matches!(order.status.as_str(), "fulfilled" | "refunded")
}
