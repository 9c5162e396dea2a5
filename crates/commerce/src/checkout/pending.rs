//! The pending order: the basket as an order in the state `created` (ecommerce.md 3.6).

use super::{
    FrozenTerms,
    validate::{check_code, check_consents, check_item, unavailable},
};
use crate::{
    basket::{BasketError, BasketItem, Fault, find_code, load_consents, load_item, quote_item},
    pricing::{Quote, TaxRate},
    store::{self, basket::BasketRow},
};
use xpro_kernel::{Learner, OrderId};
use xpro_platform::db::Tx;

/// A basket that may be ordered.
pub(super) struct Orderable {
    /// The item.
    pub item: BasketItem,
    /// Its figures.
    pub quote: Quote,
    /// Both, frozen.
    pub terms: FrozenTerms,
}

/// Checks the basket against the whole table and prices it. Lock the basket, and its code where the code's uses matter,
/// before.
pub(super) async fn prepare(
    tx: &mut Tx,
    learner: &Learner,
    basket: &BasketRow,
    tax_rate: TaxRate,
) -> Result<Orderable, BasketError> {
    let now = tx.now();
    let product = basket.product.ok_or_else(Fault::empty_basket)?;
    let item = load_item(tx, learner.id, product, basket.program_run, basket.runs.clone(), now)
        .await?
        .ok_or_else(unavailable)?;
    check_item(&item, now)?;
    let code = find_code(tx, learner.id, &item, basket.coupon).await?;
    check_code(&item, code.as_ref(), now)?;
    check_consents(&load_consents(tx, learner.id, &item, basket.coupon).await?)?;
    let quote = quote_item(&item, code.as_ref(), tax_rate, now);
    let terms = FrozenTerms::of(&item, &quote);
    Ok(Orderable { item, quote, terms })
}

/// Who sent the buyer, and the browser's key of this checkout.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Origin<'a> {
    pub affiliate: Option<&'a str>,
    pub checkout_key: Option<&'a str>,
}

/// Writes the person's pending order for the product anew, or makes it; another product is another order. An order that
/// staff look into is left alone.
pub(super) async fn upsert_order(
    tx: &mut Tx,
    learner: &Learner,
    terms: &FrozenTerms,
    origin: Origin<'_>,
) -> Result<OrderId, sqlx::Error> {
    let order = match store::order::lock_pending(tx, learner.id, terms.product).await? {
        Some(order) => {
            store::order::update_amounts(tx, order, terms).await?;
            order
        }
        None => store::order::insert(tx, learner.id, terms).await?,
    };
    store::order::set_origin(tx, order, origin.affiliate, origin.checkout_key).await?;
    write_line(tx, order, terms).await?;
    Ok(order)
}

/// Writes the order's line, its runs and its code as the terms have them.
pub(super) async fn write_line(tx: &mut Tx, order: OrderId, terms: &FrozenTerms) -> Result<(), sqlx::Error> {
    store::order_line::upsert(tx, order, terms).await?;
    match &terms.coupon {
        Some(coupon) => store::coupon::upsert_redemption(tx, order, coupon.coupon, coupon.version).await,
        None => store::coupon::delete_redemption(tx, order).await,
    }
}

/// Keeps the pending order in step with a basket that could be ordered as it is; any other basket has none. Taxed by the
/// profile's country; the checkout knows better. The basket must be locked.
pub(crate) async fn sync_pending_order(tx: &mut Tx, learner: &Learner) -> Result<Option<OrderId>, sqlx::Error> {
    let Some(basket) = store::basket::find(tx, learner.id).await? else { return Ok(None) };
    let tax_rate = store::tax::find_rate(tx, learner.id, None, true).await?;
    match prepare(tx, learner, &basket, tax_rate).await {
        Ok(orderable) => upsert_order(tx, learner, &orderable.terms, Origin::default()).await.map(Some),
        Err(BasketError::Refused(_)) => Ok(None),
        Err(BasketError::Internal(error)) => Err(error),
    }
}
