//! `/account/inactive/`: the password was right, but staff closed the account (GAP-9).

use super::{layout, visit::Visit};
use crate::respond::PageError;
use axum::response::Response;
use leptos::prelude::*;

/// Explains and names who can help.
pub(super) async fn show(visit: Visit) -> Result<Response, PageError> {
    let support = visit.support();
    visit.page(None, "Account Not Active", move || page(&support)).await
}

fn page(support: &str) -> AnyView {
    let body = view! { <p>"Nothing was changed. If you think that this is a mistake, write to "{layout::support_link(support)}" from the email address of your account."</p> };
    layout::narrow(
        "Your account is not active",
        "Your password is right, but this account cannot be used at present.",
        body.into_any(),
    )
}
