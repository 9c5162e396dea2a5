//! The signed-in pages, and the pages that lead there: sign-in, registration, profile, settings, checkout, receipt,
//! dashboard. Every form is a plain post; islands only make it quicker (accounts_ops.md 1.14, ecommerce.md 8).

mod attempt;
mod checkout;
mod confirm_email;
mod dashboard;
mod forgot_password;
mod inactive;
mod layout;
mod logout;
pub mod private_page;
mod profile;
mod receipt;
mod register;
mod router;
mod settings;
mod sign_in;
mod visit;

#[cfg(test)]
mod tests;

pub use receipt::ceus;
pub use router::router;
