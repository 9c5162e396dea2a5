//! Which codes count, and which of several is best (ecommerce.md 2.2 and 2.3).

use rust_decimal::Decimal;
use time::OffsetDateTime;
use xpro_kernel::{CompanyId, CouponId, CouponVersionId, Money};

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discount {
    /// A fraction of the list price: 0.25 is a quarter off.
    PercentOff(Decimal),
    /// An amount.
    DollarsOff(Money),
}

impl Discount {
    /// As stored and served: `percent-off` or `dollars-off`.
    pub fn type_string(self) -> &'static str {
        match self {
            Discount::PercentOff(_) => "percent-off",
            Discount::DollarsOff(_) => "dollars-off",
        }
    }

    /// The stored amount.
    pub fn amount(self) -> Decimal {
        match self {
            Discount::PercentOff(fraction) => fraction,
            Discount::DollarsOff(money) => money.amount(),
        }
    }

    /// What it takes off this price, rounded once; never more than the price.
    pub fn of(self, price: Money) -> Money {
        let full = match self {
            Discount::PercentOff(fraction) => price.fraction(fraction),
            Discount::DollarsOff(money) => money,
        };
        full.min(price)
    }
}

/// A code's newest terms, as far as one product and person go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouponTerms {
    /// The code's row.
    pub coupon: CouponId,
    /// The newest version of its terms (D-12).
    pub version: CouponVersionId,
    /// As typed by whoever made it.
    pub code: String,
    /// What it takes off.
    pub discount: Discount,
    /// Switched on.
    pub enabled: bool,
    /// Valid for all products.
    pub is_global: bool,
    /// Has an eligibility row for this product.
    pub is_eligible: bool,
    /// A promotion, as opposed to a single-use code.
    pub is_promo: bool,
    /// Applies without being typed.
    pub automatic: bool,
    /// First instant; none is open.
    pub activation: Option<OffsetDateTime>,
    /// Last instant; none is open.
    pub expiration: Option<OffsetDateTime>,
    /// Uses the code has.
    pub max_redemptions: i64,
    /// Uses each person has.
    pub max_redemptions_per_user: i64,
    /// Uses so far over all versions of the code (D-13).
    pub used: Redemptions,
    /// Who pays for it.
    pub company: Option<CompanyId>,
}

/// How often a code has been used in fulfilled or refunded orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Redemptions {
    /// By anybody.
    pub total: i64,
    /// By this person.
    pub by_user: i64,
}

/// Why a code does not count, in words for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// No such code.
    #[error("We do not know this code. Check it for typos.")]
    Unknown,
    /// Switched off.
    #[error("This code is no longer in use.")]
    Disabled,
    /// For something else.
    #[error("This code is for a different course or program.")]
    OtherProduct,
    /// A promotion where an enrollment code is wanted.
    #[error("This offering needs an enrollment code; promotional codes do not apply.")]
    EnrollmentCodeWanted,
    /// Too early.
    #[error("This code can be used from {} on.", day(*.0))]
    NotYetActive(OffsetDateTime),
    /// Too late.
    #[error("This code expired on {}.", day(*.0))]
    Expired(OffsetDateTime),
    /// This person's uses are spent.
    #[error("You have already used this code.")]
    UsedByYou,
    /// All uses are spent.
    #[error("This code has been used as often as it can be.")]
    UsedUp,
}

impl CodeProblem {
    /// For programs.
    pub fn name(&self) -> &'static str {
        match self {
            CodeProblem::Unknown => "unknown",
            CodeProblem::Disabled => "disabled",
            CodeProblem::OtherProduct => "other_product",
            CodeProblem::EnrollmentCodeWanted => "enrollment_code_wanted",
            CodeProblem::NotYetActive(_) => "not_yet_active",
            CodeProblem::Expired(_) => "expired",
            CodeProblem::UsedByYou => "used_by_you",
            CodeProblem::UsedUp => "used_up",
        }
    }
}

/// `March 1, 2026`.
pub(crate) fn day(at: OffsetDateTime) -> String {
    format!("{} {}, {}", at.month(), at.day(), at.year())
}

impl CouponTerms {
    /// Whether the code counts for the product these terms were read for.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self, requires_enrollment_code: bool, now: OffsetDateTime) -> Result<(), CodeProblem> {
        if !self.enabled {
            return Err(CodeProblem::Disabled);
        }
        if !self.is_global && !self.is_eligible {
            return Err(CodeProblem::OtherProduct);
        }
        // Promotions tied to the very product stay valid (2.2 step 2).
        if requires_enrollment_code && self.is_promo && !self.is_eligible {
            return Err(CodeProblem::EnrollmentCodeWanted);
        }
        if let Some(activation) = self.activation.filter(|activation| *activation > now) {
            return Err(CodeProblem::NotYetActive(activation));
        }
        if let Some(expiration) = self.expiration.filter(|expiration| *expiration < now) {
            return Err(CodeProblem::Expired(expiration));
        }
        if self.used.by_user >= self.max_redemptions_per_user {
            return Err(CodeProblem::UsedByYou);
        }
        if self.used.total >= self.max_redemptions {
            return Err(CodeProblem::UsedUp);
        }
        Ok(())
    }
}

/// The valid coupon with the lowest resulting price; of equals, the one with the larger stored amount (2.3).
pub fn best_coupon(
    mut candidates: Vec<CouponTerms>,
    price: Money,
    requires_enrollment_code: bool,
    now: OffsetDateTime,
) -> Option<CouponTerms> {
    candidates.retain(|terms| terms.check(requires_enrollment_code, now).is_ok());
    candidates.sort_by(|a, b| b.discount.amount().cmp(&a.discount.amount()).then(a.coupon.cmp(&b.coupon)));
    // `max_by_key` would keep the last of equals, and the rule keeps the first.
    candidates.into_iter().rev().max_by_key(|terms| terms.discount.of(price))
}
