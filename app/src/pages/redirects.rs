//! Redirects of the content engine (cms.md 7.4): asked only when the answer would be 404, out of memory.

use crate::state::AppState;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::{CONTROLS, utf8_percent_encode};

/// Browsers may remember a redirect for five minutes only: the page may come back.
const REMEMBERED: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Sends visitors of an address without a page on, when there is a redirect from it.
pub async fn follow(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let uri = request.uri().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND || !reads {
        return response;
    }
    let found = state.content.current().site().redirect(uri.path(), uri.query().unwrap_or_default());
    let Some(found) = found else { return response };
    let Ok(location) = HeaderValue::from_str(&utf8_percent_encode(&found.to, CONTROLS).to_string()) else {
        return response;
    };
    // The visitor does not wait for the count.
    tokio::spawn(async move {
        if let Err(error) = xpro_cms::redirect::note_hit(&state.db, found.id).await {
            tracing::warn!(%error, "a redirect was not counted");
        }
    });
    let status = if found.permanent { StatusCode::MOVED_PERMANENTLY } else { StatusCode::FOUND };
    (status, [(header::LOCATION, location), (header::CACHE_CONTROL, REMEMBERED)]).into_response()
}
