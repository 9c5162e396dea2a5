//! Addresses of the control API.

use axum::Router;
use axum::routing::{delete, get, post};

use super::{api, home};
use crate::state::Shared;

/// Routes under `/control/` and the overview at `/`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(home::show))
        .route("/control/form/fault", post(home::add_fault))
        .route("/control/form/clear", post(home::clear_faults))
        .route("/control/form/reset", post(home::reset))
        .route("/control/faults", get(api::list_faults).post(api::add_fault).delete(api::clear_faults))
        .route("/control/faults/{id}", delete(api::remove_fault))
        .route("/control/requests", get(api::list_requests))
        .route("/control/reset", post(api::reset))
}
