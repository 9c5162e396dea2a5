//! Built assets under `/static/`, demo pictures and uploads under `/media/`: hashed names live forever, and what is
//! compressed beforehand is sent so.

use super::{WebState, layers, pictures};
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::path::PathBuf;
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

pub(super) fn routes(assets: PathBuf, public: PathBuf) -> Router<WebState> {
    let built = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, FOREVER))
        .service(ServeDir::new(assets).precompressed_br().precompressed_gzip().append_index_html_on_directories(false));
    let plain = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, ONE_DAY))
        .service(ServeDir::new(public).append_index_html_on_directories(false));
    Router::new().nest_service("/static", built).nest_service("/public", plain).route("/media/{*key}", get(media))
}

/// An upload. Its name holds a hash of its bytes, so it never changes.
async fn media(State(state): State<WebState>, Path(key): Path<String>) -> Response {
    // Documents and renditions have addresses of their own, with rules of their own.
    let path = xpro_cms::media::is_file_key(&key).then(|| object_store_path(&key)).flatten();
    let Some(path) = path else { return layers::marked(StatusCode::NOT_FOUND) };
    let Ok(found) = xpro_platform::files::read(&state.files, &path).await else {
        return layers::marked(StatusCode::NOT_FOUND);
    };
    let kind = xpro_cms::media::mime_of_key(&key);
    let policy = pictures::upload_policy(kind);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, FOREVER),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, found).into_response()
}

/// Keys are plain relative names; anything that climbs is nobody's.
fn object_store_path(key: &str) -> Option<String> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\\');
    key.split('/').all(plain).then(|| key.to_owned())
}
