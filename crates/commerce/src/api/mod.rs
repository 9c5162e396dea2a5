//! The JSON that `/api/basket/` and `/api/checkout/` speak (ecommerce.md 3): decoding of bodies, documents, and the
//! envelope of refusals. Routes, statuses and sessions are the server's.

mod checkout;
mod document;
mod envelope;
mod pages;
mod patch;

pub use checkout::{FreeCheckout, FreePayload, GatewayCheckout, free_checkout};
pub use document::{
    BasketDocument, CompanyDocument, ConsentDocument, CouponDocument, CourseDocument, CoursePage, ItemDocument,
    RunDocument, TaxDocument, TotalsDocument,
};
pub use envelope::{ErrorEnvelope, Errors};
pub use patch::{BasketPatch, patch_basket};

#[cfg(test)]
mod tests;
