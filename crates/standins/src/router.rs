//! All routes of all stand-ins, behind the layer that logs requests and applies faults.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

use crate::config::Config;
use crate::state::Shared;
use crate::{control, cybersource, feed, mailgun, openedx, page};

/// Mailgun takes messages of up to 25 MB; nothing else here comes near.
pub(crate) const BODY_LIMIT: usize = 30 * 1024 * 1024;

/// The stand-ins as a router, with fresh state.
///
/// A `drop` fault needs a connection that can be cut, which only [`serve`](crate::serve) gives;
/// under another server it answers 500 and says so.
pub fn router(config: Config) -> Router {
    build(config).0
}

/// The router together with its state.
pub(crate) fn build(config: Config) -> (Router, Shared) {
    let shared = Shared::new(config);
    let router = Router::new()
        .merge(openedx::routes())
        .merge(cybersource::routes())
        .merge(mailgun::routes())
        .merge(feed::routes())
        .merge(control::routes())
        .merge(page::routes())
        .fallback(page::not_found)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(shared.clone(), control::intercept))
        .with_state(shared.clone());
    (router, shared)
}
