//! Codes, discounts and tax.

use super::{CodeProblem, CouponTerms, Discount, Redemptions, TaxRate, best_coupon, quote};
use proptest::prelude::*;
use rust_decimal::Decimal;
use time::{Duration, OffsetDateTime, macros::datetime};
use xpro_kernel::{CouponId, CouponVersionId, Money};

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn money(text: &str) -> Money {
    text.parse().expect("amount")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("decimal")
}

fn coupon(id: i64, discount: Discount) -> CouponTerms {
    CouponTerms {
        coupon: CouponId(id),
        version: CouponVersionId(id),
        code: format!("CODE{id}"),
        discount,
        enabled: true,
        is_global: true,
        is_eligible: false,
        is_promo: true,
        automatic: false,
        activation: None,
        expiration: None,
        max_redemptions: 10,
        max_redemptions_per_user: 1,
        used: Redemptions::default(),
        company: None,
    }
}

fn percent(id: i64, fraction: &str) -> CouponTerms {
    coupon(id, Discount::PercentOff(decimal(fraction)))
}

fn dollars(id: i64, amount: &str) -> CouponTerms {
    coupon(id, Discount::DollarsOff(money(amount)))
}

#[test]
fn worked_values_of_the_specification() {
    for (price, terms, discount, net) in [
        ("25.00", percent(1, "0.10000"), "2.50", "22.50"),
        ("99.99", percent(1, "0.33333"), "33.33", "66.66"),
        ("949.95", percent(1, "0.07500"), "71.25", "878.70"),
        ("1799.00", percent(1, "0.15000"), "269.85", "1529.15"),
        ("150.00", dollars(1, "200"), "150.00", "0.00"),
        // Half a cent, by the house's rule: to the even cent.
        ("123.45", percent(1, "0.5"), "61.72", "61.73"),
        ("0.01", percent(1, "0.5"), "0.00", "0.01"),
    ] {
        let found = quote(money(price), Some(terms), TaxRate::none(None));
        assert_eq!((found.discount, found.net), (money(discount), money(net)), "{price}");
    }
}

#[test]
fn tax_is_rounded_once_and_added() {
    for (net, rate, tax, total) in [
        ("675.00", "20", "135.00", "810.00"),
        ("949.95", "10", "95.00", "1044.95"),
        ("100.05", "10", "10.00", "110.05"),
        ("10.10", "5", "0.50", "10.60"),
    ] {
        let found =
            quote(money(net), None, TaxRate { country: Some("DE".into()), percent: decimal(rate), name: "VAT".into() });
        assert_eq!((found.tax, found.total), (money(tax), money(total)), "{net} at {rate} %");
    }
}

#[test]
fn the_lowest_resulting_price_wins_and_ties_keep_the_larger_amount() {
    let best = |candidates| best_coupon(candidates, money("100"), false, NOW).map(|terms| terms.coupon.0);
    assert_eq!(best(vec![percent(1, "0.1"), percent(2, "0.2"), percent(3, "0.5"), dollars(4, "100")]), Some(4));
    assert_eq!(best(vec![dollars(1, "10"), dollars(2, "20"), dollars(3, "80"), percent(4, "1")]), Some(4));
    assert_eq!(best(vec![percent(1, "0.5"), dollars(2, "50")]), Some(2));
    assert_eq!(best(vec![]), None);
}

#[test]
fn a_code_says_why_it_does_not_count() {
    let check = |change: fn(&mut CouponTerms)| {
        let mut terms = percent(1, "0.5");
        change(&mut terms);
        terms.check(false, NOW)
    };
    assert_eq!(check(|_| {}), Ok(()));
    assert_eq!(check(|terms| terms.enabled = false), Err(CodeProblem::Disabled));
    assert_eq!(check(|terms| terms.is_global = false), Err(CodeProblem::OtherProduct));
    assert_eq!(
        check(|terms| terms.activation = Some(NOW + Duration::SECOND)),
        Err(CodeProblem::NotYetActive(NOW + Duration::SECOND))
    );
    assert_eq!(
        check(|terms| terms.expiration = Some(NOW - Duration::SECOND)),
        Err(CodeProblem::Expired(NOW - Duration::SECOND))
    );
    assert_eq!(check(|terms| terms.expiration = Some(NOW)), Ok(()), "inclusive");
    assert_eq!(check(|terms| terms.used.by_user = 1), Err(CodeProblem::UsedByYou));
    assert_eq!(check(|terms| terms.used.total = 10), Err(CodeProblem::UsedUp));
}

#[test]
fn an_enrollment_code_product_takes_promotions_only_when_tied_to_it() {
    let mut terms = percent(1, "0.5");
    assert_eq!(terms.check(true, NOW), Err(CodeProblem::EnrollmentCodeWanted));
    terms.is_eligible = true;
    assert_eq!(terms.check(true, NOW), Ok(()));
}

proptest! {
    #[test]
    fn figures_always_agree(cents in 0_i64..10_000_000, fraction in 1_u32..=100_000, off in 1_i64..10_000_000, rate in 0_u32..500_000, by_percent in any::<bool>()) {
        let discount = if by_percent { Discount::PercentOff(Decimal::new(i64::from(fraction), 5)) } else { Discount::DollarsOff(Money::from_cents(off)) };
        let tax_rate = TaxRate { country: None, percent: Decimal::new(i64::from(rate), 4), name: "VAT".into() };
        let found = quote(Money::from_cents(cents), Some(coupon(1, discount)), tax_rate);
        prop_assert_eq!(found.list_price - found.discount, found.net);
        prop_assert_eq!(found.net + found.tax, found.total);
        prop_assert!(found.discount >= Money::ZERO && found.discount <= found.list_price);
        prop_assert!(found.tax >= Money::ZERO);
    }
}
