//! The statements of this context, one module per noun.

pub(crate) mod basket;
pub(crate) mod coupon;
pub(crate) mod desk;
pub(crate) mod order;
pub(crate) mod payment;
pub(crate) mod receipt;
pub(crate) mod tax;
pub(crate) mod timeline;
