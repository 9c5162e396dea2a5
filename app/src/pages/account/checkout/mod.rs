//! The checkout (ecommerce.md 8.2): the basket, its form, and the way to the payment page.

pub(super) mod canceled;
pub(super) mod change;
mod entry;
pub(super) mod pay;
mod pay_view;
pub(super) mod show;
mod view;

#[cfg(test)]
mod tests;
