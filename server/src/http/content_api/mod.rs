//! The content API (cms.md 6): doors of `xpro_cms::content_api`.

mod answer;
mod caller;
mod read;

use super::WebState;
use axum::{Router, http::Method, routing::get};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/api/v2/pages/", get(read::pages))
        .route("/api/v2/pages/find/", get(read::find_page))
        .route("/api/v2/pages/{id}/", get(read::page))
        .route("/api/v2/images/", get(read::images))
        .route("/api/v2/images/find/", get(read::find_image))
        .route("/api/v2/images/{id}/", get(read::image))
        .route("/api/v2/documents/", get(read::documents))
        .route("/api/v2/documents/find/", get(read::find_document))
        .route("/api/v2/documents/{id}/", get(read::document))
        .method_not_allowed_fallback(async |method: Method| {
            let text = format!("Method \"{method}\" not allowed.");
            answer::refusal(axum::http::StatusCode::METHOD_NOT_ALLOWED, &text)
        })
}
