//! Fulfilling an order: once, with its effects in the same transaction (ecommerce.md 5.1, 5.2).

use super::{FrozenTerms, OpenEnrollments, SendReceipt};
use crate::store::{self, order::NewLine};
use xpro_kernel::{Actor, OrderId};
use xpro_platform::{Subject, audit, db::Tx, jobs};

/// Moves the order to `fulfilled` with the terms that were paid for; `false` when it was past that already.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn fulfill(tx: &mut Tx, actor: Actor, order: OrderId, terms: &FrozenTerms) -> Result<bool, sqlx::Error> {
    let Some(before) = store::order::lock(tx, order).await? else { return Ok(false) };
    if !store::order::set_status(tx, order, &["created", "failed"], "fulfilled").await? {
        return Ok(false);
    }
    restore_terms(tx, order, terms).await?;
    if let Some((coupon, version, _)) = &terms.coupon {
        store::coupon::lock(tx, *coupon).await?;
        store::coupon::upsert_redemption(tx, order, *coupon, *version).await?;
        let email = purchaser_email(tx, order).await?;
        store::coupon::redeem_assignments(tx, *coupon, &email).await?;
    } else {
        store::coupon::delete_redemption(tx, order).await?;
    }
    store::basket::delete(tx, before.purchaser).await?;
    jobs::enqueue(tx, &OpenEnrollments { order_id: order }).await?;
    jobs::enqueue(tx, &SendReceipt { order_id: order }).await?;
    let after = serde_json::json!({ "status": "fulfilled", "amount_due": terms.total, "text_id": terms.text_id });
    let before = serde_json::to_value(&before).ok();
    audit::record(tx, audit::Change { act: "fulfill_order", actor, subject: Subject::new("order", order.0), before, after: Some(after), note: "" }).await?;
    Ok(true)
}

/// The order may have been rewritten while the payer was away; what they paid for is what they get.
async fn restore_terms(tx: &mut Tx, order: OrderId, terms: &FrozenTerms) -> Result<(), sqlx::Error> {
    let quote = terms.quote();
    store::order::update_amounts(tx, order, &quote).await?;
    let line = NewLine { product: terms.product, version: terms.version, program_run: terms.program_run, title: &terms.title, text_id: &terms.text_id, quote: &quote, runs: &terms.runs };
    store::order::upsert_line(tx, order, &line).await?;
    store::order::set_line_code(tx, order, terms.coupon.as_ref().map(|(_, _, code)| code.as_str())).await
}

async fn purchaser_email(tx: &mut Tx, order: OrderId) -> Result<String, sqlx::Error> {
    store::order::find_purchaser_email(tx, order).await
}
