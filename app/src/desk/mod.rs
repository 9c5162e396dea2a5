//! The staff desk: the page that the studio draws itself into (docs/adr/0003). Everything else of the studio is in
//! `app/studio` and `app/api`.

mod assets;
mod document;
#[cfg(test)]
mod tests;

pub use assets::StudioAssets;

use crate::{preview, respond, state::AppState, visitor::SignedInStaff};
use axum::{
    Router,
    extract::{Query, State},
    response::{Redirect, Response},
    routing::get,
};
use serde::Deserialize;

/// The desk's pages. Every address below `/studio/` gets the same document; the studio itself finds out which page is
/// meant.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/studio", get(studio))
        .route("/studio/", get(studio))
        .route("/studio/edit", get(edit))
        .route("/studio/{*page}", get(studio))
        .merge(preview::router())
}

/// Staff get the studio, others a page that says so, and visitors the sign-in page first.
async fn studio(SignedInStaff(_): SignedInStaff, State(state): State<AppState>) -> Response {
    let site_name = state.content.current().site().settings().site_name.clone();
    respond::private_document(document::studio(&site_name, &state.assets, &state.config.support_email))
}

/// Where somebody comes from.
#[derive(Debug, Deserialize)]
struct From {
    /// Address of the public page.
    #[serde(default)]
    path: String,
}

/// From a page of the site to its editor; to the list of pages when no page stands there. What they may do with it the studio
/// tells.
async fn edit(SignedInStaff(_): SignedInStaff, State(state): State<AppState>, Query(from): Query<From>) -> Redirect {
    match state.content.current().site().live_page(&from.path) {
        Some(page) => Redirect::to(&format!("/studio/pages/{}", page.id)),
        None => Redirect::to("/studio/pages"),
    }
}
