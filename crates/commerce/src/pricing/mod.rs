//! What something costs a person: coupons, discount, tax (ecommerce.md 2). Pure rules, no I/O.

mod coupon;
mod quote;

pub(crate) use coupon::day;
pub use coupon::{CodeProblem, CouponTerms, Discount, Redemptions, best_coupon};
pub use quote::{Quote, TaxRate, quote};

#[cfg(test)]
mod tests;
