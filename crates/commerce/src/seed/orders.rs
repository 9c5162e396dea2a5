//! Sixty orders of the last eighteen months, the same every time.

use crate::{
    checkout::{FrozenCoupon, FrozenTerms},
    pricing::{CouponTerms, TaxRate, quote},
    store::demo::{DemoBuyer, DemoOffering},
};
use std::collections::HashSet;
use time::{Duration, OffsetDateTime};
use xpro_kernel::CourseRunId;

/// How many.
pub(super) const COUNT: usize = 60;
/// People buy one of so many things that begin next.
const CHOICE: usize = 7;

/// How an order of the demo ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The buyer never came back from the gateway.
    Abandoned,
    /// The card was declined.
    Declined,
    /// The gateway holds it; staff must decide.
    Held,
    /// Paid, or free.
    Paid,
    /// Paid and paid back.
    Refunded,
}

/// What the order of this number is like.
pub(super) fn ending(number: usize) -> Ending {
    match number % 12 {
        1 => Ending::Abandoned,
        4 => Ending::Declined,
        7 if number == 55 => Ending::Held,
        9 => Ending::Refunded,
        _ => Ending::Paid,
    }
}

/// Which code it used.
pub(super) fn code(number: usize) -> Option<&'static str> {
    match number {
        3 => Some("USEDUP50"),
        9 | 14 => Some("EXPIRED20"),
        11 | 27 | 47 => Some("FREEPASS"),
        _ if number % 7 == 3 => Some("NORTHWIND25"),
        _ if number.is_multiple_of(5) => Some("WELCOME10"),
        _ => None,
    }
}

/// Evenly over 540 days, the newest three weeks ago, so that abandoned baskets are old enough to expire.
pub(super) fn made_at(number: usize, now: OffsetDateTime) -> OffsetDateTime {
    let days = 540 - i64::try_from(number).unwrap_or_default() * 519 / 59;
    now - Duration::days(days) + Duration::minutes(i64::try_from(number * 37 % 600).unwrap_or_default())
}

/// What was bought at this time: one of the next things to begin that has none of these runs.
pub(super) fn offering<'a>(
    number: usize,
    made_at: OffsetDateTime,
    offerings: &'a [DemoOffering],
    taken: &HashSet<i64>,
) -> Option<&'a DemoOffering> {
    let mut pool: Vec<&DemoOffering> =
        offerings.iter().filter(|offering| !offering.runs.iter().any(|run| taken.contains(run))).collect();
    pool.sort_by_key(|offering| {
        let is_ahead = offering.starts.is_some_and(|starts| starts > made_at);
        (!is_ahead, offering.starts, offering.product.0)
    });
    pool.truncate(CHOICE);
    pool.get(number * 3 % pool.len().max(1)).copied()
}

/// The frozen figures of an order.
pub(super) fn terms(buyer: &DemoBuyer, offering: &DemoOffering, coupon: Option<CouponTerms>) -> FrozenTerms {
    let used = coupon.as_ref().map(|terms| FrozenCoupon {
        coupon: terms.coupon,
        version: terms.version,
        code: terms.code.clone(),
    });
    let tax_rate = match (&buyer.tax_rate, &buyer.tax_name) {
        (Some(percent), Some(name)) => {
            TaxRate { country: Some(buyer.country.clone()), percent: *percent, name: name.clone() }
        }
        _ => TaxRate::none(Some(buyer.country.clone())),
    };
    let figures = quote(offering.price, coupon, tax_rate);
    FrozenTerms {
        product: offering.product,
        version: offering.version,
        program_run: None,
        title: offering.title.clone(),
        text_id: offering.text_id.clone(),
        runs: offering.runs.iter().copied().map(CourseRunId).collect(),
        coupon: used,
        list_price: figures.list_price,
        discount: figures.discount,
        net: figures.net,
        tax: figures.tax,
        total: figures.total,
        tax_percent: figures.tax_rate.percent,
        tax_name: figures.tax_rate.name,
        tax_country: figures.tax_rate.country,
    }
}
