//! US dollars as exact decimals, and the one rounding rule.

use rust_decimal::{Decimal, RoundingStrategy};
use std::{
    fmt,
    iter::Sum,
    ops::{Add, Sub},
    str::FromStr,
};

/// An amount in US dollars. Serialised as a decimal string (`"675.00"`); never a float.
///
/// Every value is already rounded to cents by [`Money::round`], the only rounding rule of the system:
/// half to even, once per line (architecture.md decision 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// Rounds an exact result to cents, halves to the even cent.
    pub fn round(exact: Decimal) -> Self {
        let mut cents = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointNearestEven);
        cents.rescale(2);
        Money(cents)
    }

    /// Whole cents.
    pub fn from_cents(cents: i64) -> Self {
        Money(Decimal::new(cents, 2))
    }

    /// The exact decimal, for SQL and further arithmetic.
    pub fn amount(self) -> Decimal {
        self.0
    }

    /// Whether this is exactly zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// `self - other`, but never below zero.
    pub fn saturating_sub(self, other: Money) -> Money {
        if other > self { Money::ZERO } else { self - other }
    }

    /// `percent` of this amount (20 means 20 %), rounded once.
    pub fn percent(self, percent: Decimal) -> Money {
        Money::round(self.0 * percent / Decimal::ONE_HUNDRED)
    }

    /// `fraction` of this amount (0.2 means 20 %), rounded once.
    pub fn fraction(self, fraction: Decimal) -> Money {
        Money::round(self.0 * fraction)
    }

    /// This amount times a count.
    pub fn times(self, count: u32) -> Money {
        Money::round(self.0 * Decimal::from(count))
    }

    /// For documents and the checkout: `$1,234.50`.
    pub fn dollars_and_cents(self) -> String {
        let plain = Money::round(self.0).to_string();
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        format!("{sign}${}.{cents}", group_thousands(whole))
    }

    /// For the storefront: whole dollars, halves up, `$2,499` (spec cms.md 3.1).
    pub fn whole_dollars(self) -> String {
        let whole = self.0.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        format!("${}", group_thousands(&whole.normalize().to_string()))
    }
}

fn group_thousands(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl FromStr for Money {
    type Err = rust_decimal::Error;

    /// Reads `675`, `675.0` or `675.00`; more decimals are rounded.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Decimal::from_str_exact(text.trim()).map(Money::round)
    }
}

impl From<Decimal> for Money {
    fn from(exact: Decimal) -> Self {
        Money::round(exact)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().expect("a test's literal amount")
    }

    #[test]
    fn halves_go_to_the_even_cent() {
        for (exact, cents) in
            [("94.995", "95.00"), ("10.005", "10.00"), ("0.505", "0.50"), ("61.725", "61.72"), ("0.015", "0.02")]
        {
            assert_eq!(Money::round(exact.parse().expect("decimal")).to_string(), cents, "{exact}");
        }
    }

    #[test]
    fn tax_and_discount_round_once() {
        assert_eq!(money("949.95").percent("10".parse().expect("decimal")), money("95.00"));
        assert_eq!(money("949.95").fraction("0.075".parse().expect("decimal")), money("71.25"));
    }

    #[test]
    fn a_discount_never_makes_a_price_negative() {
        assert_eq!(money("150").saturating_sub(money("200")), Money::ZERO);
    }

    #[test]
    fn people_read_grouped_dollars() {
        assert_eq!(money("1234567.5").dollars_and_cents(), "$1,234,567.50");
        assert_eq!(money("-225").dollars_and_cents(), "-$225.00");
        assert_eq!(money("2499.50").whole_dollars(), "$2,500");
        assert_eq!(money("999").whole_dollars(), "$999");
    }

    #[test]
    fn json_is_a_string_with_two_decimals() {
        assert_eq!(serde_json::to_string(&money("675")).expect("serialises"), "\"675.00\"");
        assert_eq!(serde_json::from_str::<Money>("\"675\"").expect("parses"), money("675.00"));
        assert!(serde_json::from_str::<Money>("675.0").is_err(), "floats are refused");
    }
}
