//! The islands of checkout, profile and dashboard, and the server functions that drive them: bundle `account`.
//!
//! Every island enhances a page that works without it: the forms post, the texts are true when they are rendered.

mod dom;
mod error;
mod islands;
mod server_fns;
mod wire;

#[cfg(feature = "ssr")]
pub mod checkout;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod enrollment;

#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use error::AccountError;
pub use islands::{BusyForms, CheckoutForm, CountryStates, EnrollmentWatch, NewPassword, PayNow, PrintButton};
pub use server_fns::{ENDPOINTS, enrollment_status, update_basket};
pub use wire::{
    AppliedCode, BasketChange, CheckoutState, CheckoutView, ConsentView, CourseDates, DateOption, Phase, Problem,
    PurchaseStatus, Summary,
};

/// Called by the boot module before the islands are hydrated: it readies what their signals and effects run on.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
