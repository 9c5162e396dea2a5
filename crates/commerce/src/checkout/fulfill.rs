//! Fulfilling an order: once, with its effects in the same transaction (ecommerce.md 5.1, 5.2).

use super::{FrozenTerms, OpenEnrollments, SendReceipt, pending::write_line};
use crate::store::{self, order::OrderRow};
use xpro_kernel::{Actor, CouponId, OrderId, UserId};
use xpro_platform::{Subject, audit, db::Tx, jobs};

/// Locks what an order's transition touches: the buyer's basket, the code, the order, in the order that everybody keeps.
pub(super) async fn lock_order(
    tx: &mut Tx,
    order: OrderId,
    coupon: Option<CouponId>,
) -> Result<Option<OrderRow>, sqlx::Error> {
    let Some(purchaser) = store::order::find_purchaser(tx, order).await? else { return Ok(None) };
    store::basket::lock(tx, purchaser).await?;
    if let Some(coupon) = coupon {
        store::coupon::lock(tx, coupon).await?;
    }
    store::order::lock(tx, order).await
}

/// Moves the locked order to `fulfilled` with the terms that were paid for; `false` when it was past that already.
/// The order is flagged for staff when its code had no uses left (D-15), and stays flagged when `flag` says why.
///
/// # Errors
/// When the database refuses.
pub(super) async fn fulfill(
    tx: &mut Tx,
    actor: Actor,
    order: &OrderRow,
    terms: &FrozenTerms,
    flag: Option<String>,
) -> Result<bool, sqlx::Error> {
    let id = order.id;
    let before = store::order::find_document(tx, id).await?;
    let exhausted = exhausted(tx, order.purchaser, terms).await?;
    if !store::order::set_status(tx, id, &["created", "failed"], "fulfilled").await? {
        return Ok(false);
    }
    // The order may have been rewritten while the payer was away; what they paid for is what they get.
    store::order::update_amounts(tx, id, terms).await?;
    write_line(tx, id, terms).await?;
    store::order::set_review(tx, id, exhausted.or(flag).as_deref()).await?;
    if let Some(used) = &terms.coupon {
        let email = store::order::find_purchaser_email(tx, id).await?;
        store::assignment::redeem(tx, used.coupon, &email).await?;
    }
    store::basket::delete(tx, order.purchaser).await?;
    jobs::enqueue(tx, &OpenEnrollments { order_id: id }).await?;
    jobs::enqueue(tx, &SendReceipt { order_id: id }).await?;
    let after = store::order::find_document(tx, id).await?;
    let change =
        audit::Change { act: "fulfill_order", actor, subject: Subject::new("order", id.0), before, after, note: "" };
    audit::record(tx, change).await?;
    Ok(true)
}

/// Why staff must look at the code: somebody else took its last use while this buyer was paying. Only a paid order gets
/// this far; a free one is refused before.
async fn exhausted(tx: &mut Tx, purchaser: UserId, terms: &FrozenTerms) -> Result<Option<String>, sqlx::Error> {
    let Some(used) = &terms.coupon else { return Ok(None) };
    let current = store::coupon::list_terms(tx, &[used.coupon], terms.product, purchaser).await?;
    let is_spent = current.first().is_some_and(|code| {
        code.used.total >= code.max_redemptions || code.used.by_user >= code.max_redemptions_per_user
    });
    Ok(is_spent.then(|| format!("The code {} had no uses left when this order was paid.", used.code)))
}
