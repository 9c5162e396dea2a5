//! The pages, and the doors to them.

pub mod account;
mod crawlers;
pub mod public;
pub mod redirects;
pub mod storefront;
