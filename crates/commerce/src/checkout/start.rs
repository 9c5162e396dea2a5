//! Placing the order: the basket becomes an order, and a payment attempt with the very terms that are signed (D-25).

use super::{
    FormCoupon, LearnerOrderForm,
    fulfill::fulfill,
    pending::{Orderable, Origin, prepare, upsert_order},
    reference::reference_number,
};
use crate::{basket::BasketError, store};
use std::net::IpAddr;
use uuid::Uuid;
use xpro_catalog::model::ProductTarget;
use xpro_kernel::{Actor, Learner, OrderId, is_plain_text};
use xpro_platform::{Subject, audit, db::Tx};

/// Longest affiliate code (ecommerce.md 1.8).
const AFFILIATE: usize = 20;
/// Longest idempotency key.
pub(super) const KEY: usize = 100;

/// What a checkout knows of its request.
#[derive(Debug, Clone, Default)]
pub struct CheckoutContext {
    /// The payer's address.
    pub ip: Option<IpAddr>,
    /// Tax by the profile's country only.
    pub force_profile_country: bool,
    /// Affiliate who sent the person; the first one keeps the order.
    pub affiliate: Option<String>,
    /// `dev`, `rc`, `production`: part of the reference number.
    pub environment: String,
    /// The browser's key of this checkout, from the form or the header `Idempotency-Key` (D-26): a repeated checkout whose
    /// order is paid by then finds that order instead of an empty basket.
    pub idempotency_key: Option<String>,
}

/// Why no order was placed; nothing was changed or charged.
pub type CheckoutError = BasketError;

/// What happens next.
#[derive(Debug, Clone)]
pub enum StartPayment {
    /// Nothing was due, or is any more: the order is fulfilled.
    Free {
        /// The order.
        order: OrderId,
        /// Text id of what was bought.
        text_id: String,
    },
    /// The payer goes to the gateway with this form.
    Gateway(Box<LearnerOrderForm>),
}

/// Places the order of the learner's basket.
///
/// # Errors
/// A [`crate::basket::Fault`] that names its field; nothing was changed or charged.
pub async fn start_payment(
    tx: &mut Tx,
    learner: &Learner,
    context: &CheckoutContext,
) -> Result<StartPayment, CheckoutError> {
    let basket = store::basket::lock_or_insert(tx, learner.id).await?;
    let key =
        context.idempotency_key.as_deref().filter(|key| !key.is_empty() && key.len() <= KEY && is_plain_text(key));
    if let Some(key) = key
        && let Some((order, text_id)) = store::order::find_paid_by_key(tx, learner.id, key).await?
    {
        return Ok(StartPayment::Free { order, text_id });
    }
    if let Some(coupon) = basket.coupon {
        store::coupon::lock(tx, coupon).await?;
    }
    let tax_rate = store::tax::find_rate(tx, learner.id, context.ip, context.force_profile_country).await?;
    let ready = prepare(tx, learner, &basket, tax_rate).await?;
    let affiliate =
        context.affiliate.as_deref().filter(|code| !code.is_empty() && code.len() <= AFFILIATE && is_plain_text(code));
    let order = upsert_order(tx, learner, &ready.terms, Origin { affiliate, checkout_key: key }).await?;
    if ready.quote.net.is_zero() {
        let Some(row) = store::order::lock(tx, order).await? else { return Err(sqlx::Error::RowNotFound.into()) };
        fulfill(tx, Actor::from(learner), &row, &ready.terms, None).await?;
        return Ok(StartPayment::Free { order, text_id: ready.terms.text_id });
    }
    Ok(StartPayment::Gateway(Box::new(attempt(tx, learner, context, &ready, order).await?)))
}

/// Writes the attempt down, so that the notice about this very form is recognized.
async fn attempt(
    tx: &mut Tx,
    learner: &Learner,
    context: &CheckoutContext,
    ready: &Orderable,
    order: OrderId,
) -> Result<LearnerOrderForm, sqlx::Error> {
    let transaction_uuid = Uuid::new_v4();
    let reference = reference_number(&context.environment, order);
    let id =
        store::payment::insert_attempt(tx, order, &transaction_uuid.simple().to_string(), &reference, &ready.terms)
            .await?;
    // The attempt is the subject, not the order: the order's own history shows its changes of state.
    let after = serde_json::json!({ "order": order, "amount_due": ready.terms.total, "text_id": ready.terms.text_id, "runs": ready.terms.runs });
    let change = audit::Change {
        act: "start_payment",
        actor: Actor::from(learner),
        subject: Subject::new("payment_attempt", id.0),
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    let target = ready.item.sellable.product.target;
    Ok(LearnerOrderForm {
        order: order.0,
        transaction_uuid,
        amount: ready.quote.total,
        tax_amount: ready.quote.tax,
        username: learner.username.clone(),
        customer_ip: context.ip,
        is_program: matches!(target, ProductTarget::Program(_)),
        object_id: target.object_id(),
        text_id: ready.terms.text_id.clone(),
        description: ready.item.sellable.latest.description.clone(),
        net: ready.quote.net,
        coupon: form_coupon(tx, ready).await?,
    })
}

async fn form_coupon(tx: &mut Tx, ready: &Orderable) -> Result<Option<FormCoupon>, sqlx::Error> {
    let Some(used) = &ready.terms.coupon else { return Ok(None) };
    let payment = store::coupon::find_payment(tx, used.coupon).await?.unwrap_or_default();
    Ok(Some(FormCoupon {
        code: used.code.clone(),
        company: payment.company,
        payment_transaction: payment.payment_transaction,
        payment_type: payment.payment_type,
    }))
}
