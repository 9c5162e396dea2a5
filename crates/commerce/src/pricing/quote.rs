//! One line's figures, worked out once and then stored (D-18, D-71).

use super::CouponTerms;
use rust_decimal::Decimal;
use xpro_kernel::Money;

/// A country's tax as it applies to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRate {
    /// ISO 3166 code of the country; none when it is not known.
    pub country: Option<String>,
    /// Percent: 18 is 18 %.
    pub percent: Decimal,
    /// What the tax is called, such as `GST`.
    pub name: String,
}

impl TaxRate {
    /// No tax.
    pub fn none(country: Option<String>) -> Self {
        TaxRate { country, percent: Decimal::ZERO, name: "VAT".to_owned() }
    }
}

/// What a line costs. `net = list - discount`, `total = net + tax`, each rounded once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// List price.
    pub list_price: Money,
    /// Taken off.
    pub discount: Money,
    /// After discount, before tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// What is due.
    pub total: Money,
    /// Rate and name of the tax.
    pub tax_rate: TaxRate,
    /// Code that was applied.
    pub coupon: Option<CouponTerms>,
}

/// Works out a line.
///
/// The house rounds halves to the even cent (docs/adr/0004), so three of the specification's examples differ by a
/// cent: 50 % of 123.45 is 61.72, 5 % of 10.10 is 0.50, 10 % of 100.05 is 10.00.
pub fn quote(list_price: Money, coupon: Option<CouponTerms>, tax_rate: TaxRate) -> Quote {
    let discount = coupon.as_ref().map_or(Money::ZERO, |terms| terms.discount.of(list_price));
    let net = list_price - discount;
    let tax = net.percent(tax_rate.percent);
    Quote { list_price, discount, net, tax, total: net + tax, tax_rate, coupon }
}
