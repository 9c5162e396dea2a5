//! `POST /checkout/`: the payment gateway sends the payer back. It comes from another site, without cookies, and changes
//! nothing; the payer gets a page that can be reloaded.

use crate::{forms::Posted, respond::see_other, state::AppState};
use axum::{extract::State, response::Response};

/// Leads to the checkout, which says what happened if the gateway's signature is genuine.
pub(in super::super) async fn submit(State(state): State<AppState>, posted: Result<Posted, Response>) -> Response {
    let Ok(Posted(posted)) = posted else { return see_other("/checkout/") };
    let is_genuine = state.payment.genuine_return(posted.as_slice()).is_some();
    see_other(checkout_after(posted.find("decision").filter(|_| is_genuine)))
}

/// The checkout's address after a payment that was not made; none is what nobody vouches for.
pub(in super::super) fn checkout_after(decision: Option<&str>) -> &'static str {
    match decision {
        Some("CANCEL") => "/checkout/?payment=canceled",
        Some("DECLINE") => "/checkout/?payment=declined",
        Some("ERROR") => "/checkout/?payment=failed",
        _ => "/checkout/",
    }
}
