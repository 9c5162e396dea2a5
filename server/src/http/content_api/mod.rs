//! The content API (cms.md 6): doors of `xpro_cms::content_api`.

mod answer;
mod caller;
mod read;
mod write;

use super::WebState;
use axum::{
    Router,
    http::Method,
    routing::{get, post},
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/api/v2/pages/", get(read::pages).post(write::create))
        .route("/api/v2/pages/find/", get(read::find_page))
        .route("/api/v2/pages/{id}/", get(read::page).delete(write::delete))
        .route("/api/v2/pages/{id}/draft/", get(write::draft).put(write::save))
        .route("/api/v2/pages/{id}/publish/", post(write::publish))
        .route("/api/v2/pages/{id}/unpublish/", post(write::unpublish))
        .route("/api/v2/pages/{id}/move/", post(write::relocate))
        .route("/api/v2/images/", get(read::images))
        .route("/api/v2/images/find/", get(read::find_image))
        .route("/api/v2/images/{id}/", get(read::image))
        .route("/api/v2/documents/", get(read::documents))
        .route("/api/v2/documents/find/", get(read::find_document))
        .route("/api/v2/documents/{id}/", get(read::document))
        .route("/api/v2/openapi.json", get(read::openapi))
        .method_not_allowed_fallback(async |method: Method| {
            let text = format!("Method \"{method}\" not allowed.");
            answer::refusal(axum::http::StatusCode::METHOD_NOT_ALLOWED, &text)
        })
}
