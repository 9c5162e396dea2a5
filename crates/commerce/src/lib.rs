//! The shop: baskets, codes, quotes, orders, payment attempts and receipts (ecommerce.md 1 to 5).

pub mod api;
pub mod basket;
pub mod checkout;
pub mod codes;
pub mod desk;
pub mod pricing;
pub mod receipt;
pub mod seed;
mod store;
