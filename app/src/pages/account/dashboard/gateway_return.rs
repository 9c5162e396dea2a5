//! `POST /dashboard/`: the payment gateway sends the payer back (ecommerce.md 4.7). The post comes from another site,
//! without cookies, and changes nothing: what was paid is settled by the gateway's own notice.

use super::super::checkout::canceled::checkout_after;
use crate::{forms::Posted, respond::see_other, state::AppState};
use axum::{extract::State, http::Uri, response::Response};

/// Leads to a page that can be reloaded: the dashboard, or the checkout after a payment that was not made. Only a
/// genuine signature is believed (D-40).
pub(in super::super) async fn submit(
    State(state): State<AppState>,
    uri: Uri,
    posted: Result<Posted, Response>,
) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let same_page = format!("/dashboard/{query}");
    let Ok(Posted(posted)) = posted else { return see_other(&same_page) };
    let is_genuine = state.payment.genuine_return(posted.as_slice()).is_some();
    match posted.find("decision").filter(|_| is_genuine) {
        Some("REVIEW") => see_other("/dashboard/?status=review"),
        refused @ Some("CANCEL" | "DECLINE" | "ERROR") => see_other(checkout_after(refused)),
        _ => see_other(&same_page),
    }
}
