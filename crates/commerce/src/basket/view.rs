//! The basket as a page shows it.

use super::{BasketItem, Consent, consent::load_consents, load_item};
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
    /// What it costs; with the item. Its code is the basket's as long as it counts.
    pub quote: Option<Quote>,
    /// The code in the basket, even when it does not count any more.
    pub code: Option<CouponTerms>,
    /// What must be agreed to before ordering, signed ones included.
    pub consents: Vec<Consent>,
    /// The tax where the person is.
    pub tax_rate: TaxRate,
    /// When all this was so.
    pub at: OffsetDateTime,
}

/// The person's basket with its figures; `ip` decides the tax together with the address of the profile.
///
/// # Errors
/// When the database refuses.
pub async fn load_basket(
    conn: &mut PgConnection,
    learner: &Learner,
    ip: Option<IpAddr>,
    force_profile_country: bool,
    now: OffsetDateTime,
) -> Result<BasketView, sqlx::Error> {
    let tax_rate = store::tax::find_rate(conn, learner.id, ip, force_profile_country).await?;
    let empty =
        BasketView { item: None, quote: None, code: None, consents: Vec::new(), tax_rate: tax_rate.clone(), at: now };
    let Some(basket) = store::basket::find(conn, learner.id).await? else { return Ok(empty) };
    let Some(product) = basket.product else { return Ok(empty) };
    let Some(item) = load_item(conn, learner.id, product, basket.program_run, basket.runs, now).await? else {
        return Ok(empty);
    };
    let code = find_code(conn, learner.id, &item, basket.coupon).await?;
    let consents = load_consents(conn, learner.id, &item, basket.coupon).await?;
    let quote = quote_item(&item, code.as_ref(), tax_rate.clone(), now);
    Ok(BasketView { item: Some(item), quote: Some(quote), code, consents, tax_rate, at: now })
}

/// What the item costs with this code, as far as the code counts.
pub(crate) fn quote_item(
    item: &BasketItem,
    code: Option<&CouponTerms>,
    tax_rate: TaxRate,
    now: OffsetDateTime,
) -> Quote {
    let latest = &item.sellable.latest;
    let counts = code.filter(|terms| terms.check(latest.requires_enrollment_code, now).is_ok());
    pricing::quote(latest.price, counts.cloned(), tax_rate)
}

/// The terms of the basket's code for the item and the person.
pub(crate) async fn find_code(
    conn: &mut PgConnection,
    user: UserId,
    item: &BasketItem,
    coupon: Option<CouponId>,
) -> Result<Option<CouponTerms>, sqlx::Error> {
    let Some(coupon) = coupon else { return Ok(None) };
    let terms = store::coupon::list_terms(conn, &[coupon], item.sellable.product.id, user).await?;
    Ok(terms.into_iter().next())
}

/// The best of these codes that counts for the item.
pub(crate) async fn valid_terms(
    conn: &mut PgConnection,
    user: UserId,
    item: &BasketItem,
    coupons: &[CouponId],
    now: OffsetDateTime,
) -> Result<Option<CouponTerms>, sqlx::Error> {
    let latest = &item.sellable.latest;
    let candidates = store::coupon::list_terms(conn, coupons, item.sellable.product.id, user).await?;
    Ok(best_coupon(candidates, latest.price, latest.requires_enrollment_code, now))
}
