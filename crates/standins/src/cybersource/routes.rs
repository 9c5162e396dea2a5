//! Addresses of the stand-in for CyberSource.

use axum::Router;
use axum::routing::{get, post};

use super::{control, pages, pay};
use crate::state::Shared;

/// The hosted page, the list of payments and the control API.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/pay", get(pages::no_form).post(pay::start))
        .route("/pay/{id}", get(pay::show).post(pay::act))
        .route("/payments/", get(pages::list))
        .route("/payments/{id}/resend", post(pay::resend))
        .route("/control/cybersource/payments", get(control::list_payments))
}
