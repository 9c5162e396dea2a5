//! `/logout/`: ends the session. Only by post, so that no picture or link on another page can do it.

use super::visit::Visit;
use crate::{
    forms::{Posted, Queried},
    respond::{PageError, see_other},
};
use axum::response::Response;
use xpro_accounts::{next::safe_next, session};

/// Signs out and goes to a safe `next`, else where the settings say.
pub(super) async fn submit(
    visit: Visit,
    Queried(query): Queried,
    posted: Result<Posted, Response>,
) -> Result<Response, PageError> {
    session::sign_out(&visit.session).await.map_err(PageError::internal)?;
    let posted = posted.map(|Posted(posted)| posted).unwrap_or_default();
    let next =
        posted.find("next").or(query.find("next")).and_then(|next| safe_next(next, &visit.state.config.base_url));
    Ok(see_other(next.as_deref().unwrap_or(&visit.state.config.after_logout)))
}
