//! What the islands ask the server. Each is a door: who asks, one act or query, one answer.

use crate::{AccountError, BasketChange, CheckoutState, PurchaseStatus};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Paths of all server functions of this crate; a test of the house compares them with what is registered.
pub const ENDPOINTS: [&str; 2] = ["/api/account/update-basket", "/api/account/enrollment-status"];

/// Chooses dates or applies a code, and tells the new figures. A refusal is part of the answer: the basket is then as it
/// was and `problems` say why.
///
/// # Errors
/// When nobody is signed in, or the server fails.
#[server(prefix = "/api/account", endpoint = "update-basket", input = Json)]
pub async fn update_basket(change: BasketChange) -> Result<CheckoutState, AccountError> {
    let caller = crate::context::Caller::current()?;
    Ok(crate::checkout::change_basket(&caller, change).await?.state())
}

/// How far the purchase of this text id is; without one, how far all of the learner's enrollments are.
///
/// # Errors
/// When nobody is signed in, or the server fails.
#[server(prefix = "/api/account", endpoint = "enrollment-status", input = Json)]
pub async fn enrollment_status(purchased: Option<String>) -> Result<PurchaseStatus, AccountError> {
    let caller = crate::context::Caller::current()?;
    Ok(crate::enrollment::load_status(&caller, purchased.as_deref()).await?)
}
