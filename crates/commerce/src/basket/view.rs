//! The basket as a page shows it.

use super::{BasketItem, load_item};
use crate::{
    pricing::{self, CouponTerms, Quote, TaxRate, best_coupon},
    store,
};
use sqlx::PgConnection;
use std::net::IpAddr;
use time::OffsetDateTime;
use xpro_kernel::{CouponId, Learner, UserId};

/// A person's basket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasketView {
    /// The item, unless the basket is empty or what was in it is no longer sold.
    pub item: Option<BasketItem>,
    /// What it costs; with the item.
    pub quote: Option<Quote>,
}

/// The person's basket with its figures; `ip` decides the tax together with the address of the profile.
///
/// # Errors
/// When the database refuses.
pub async fn load_basket(conn: &mut PgConnection, learner: &Learner, ip: Option<IpAddr>, force_profile_country: bool, now: OffsetDateTime) -> Result<BasketView, sqlx::Error> {
    let empty = BasketView { item: None, quote: None };
    let Some(basket) = store::basket::find(conn, learner.id).await? else { return Ok(empty) };
    let Some(product) = basket.product else { return Ok(empty) };
    let selected = store::basket::list_runs(conn, basket.id).await?;
    let Some(item) = load_item(conn, learner.id, product, basket.program_run, selected, now).await? else { return Ok(empty) };
    let tax = store::tax::find_rate(conn, learner.id, ip, force_profile_country).await?;
    let quote = price_item(conn, learner.id, &item, basket.coupon, tax, now).await?;
    Ok(BasketView { item: Some(item), quote: Some(quote) })
}

/// What the item costs with this code, as far as the code counts.
pub(crate) async fn price_item(conn: &mut PgConnection, user: UserId, item: &BasketItem, coupon: Option<CouponId>, tax: TaxRate, now: OffsetDateTime) -> Result<Quote, sqlx::Error> {
    let terms = match coupon {
        Some(coupon) => valid_terms(conn, user, item, &[coupon], now).await?,
        None => None,
    };
    Ok(pricing::quote(item.sellable.latest.price, terms, tax))
}

/// The best of these codes that counts for the item.
pub(crate) async fn valid_terms(conn: &mut PgConnection, user: UserId, item: &BasketItem, coupons: &[CouponId], now: OffsetDateTime) -> Result<Option<CouponTerms>, sqlx::Error> {
    let latest = &item.sellable.latest;
    let candidates = store::coupon::list_terms(conn, coupons, item.sellable.product.id, user).await?;
    Ok(best_coupon(candidates, latest.price, latest.requires_enrollment_code, now))
}
