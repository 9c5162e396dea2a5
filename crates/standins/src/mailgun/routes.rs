//! Addresses of the stand-in for Mailgun.

use axum::Router;
use axum::routing::{get, post};

use super::{events, inbox, send};
use crate::state::Shared;

/// The API, the inbox and the control API.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/v3/{domain}/messages", post(send::send))
        .route("/v3/{domain}/events", get(events::list))
        .route("/inbox/", get(inbox::list))
        .route("/inbox/{id}", get(inbox::show))
        .route("/inbox/{id}/html", get(inbox::html))
        .route("/control/inbox", get(inbox::list_json))
}
