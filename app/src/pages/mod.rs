//! The pages, and the doors to them.

pub mod account;
pub mod public;
pub mod storefront;
