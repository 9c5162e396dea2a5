//! The statements of this context, one module per noun.

pub(crate) mod assignment;
pub(crate) mod basket;
pub(crate) mod consent;
pub(crate) mod coupon;
pub(crate) mod demo;
pub(crate) mod desk;
pub(crate) mod item;
pub(crate) mod order;
pub(crate) mod order_line;
pub(crate) mod payment;
pub(crate) mod receipt;
pub(crate) mod tax;
pub(crate) mod timeline;
