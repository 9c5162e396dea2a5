//! How the API answers: JSON indented by four, an `ETag`, `{"message": …}` for refusals.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use uuid::Uuid;
use xpro_cms::content_api::{Answer, ApiProblem, Json};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// May be kept by whoever asked, and asked for again with its `ETag`.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");
const VARY: HeaderValue = HeaderValue::from_static("Authorization, Cookie");

/// A refusal that no act gave.
pub(super) fn refusal(status: StatusCode, message: &str) -> Response {
    let body = serde_json::json!({ "message": message }).to_string();
    (status, [(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], body)
        .into_response()
}

/// A refusal as an answer.
pub(super) struct Refused(pub(super) ApiProblem);

impl<E: Into<ApiProblem>> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        if let ApiProblem::Internal(error) = &self.0 {
            tracing::error!(%error, "the content API failed");
        }
        let status = StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.0.body().to_bytes()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, JSON);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match &self.0 {
            ApiProblem::SignedOut(_) => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\""));
            }
            ApiProblem::Throttled(seconds) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds))),
            _ => {}
        }
        response
    }
}

/// Something read: 304 when the client has it already.
pub(super) fn read(request: &HeaderMap, body: &Json) -> Response {
    let bytes = body.to_bytes();
    // Names the bytes; nobody needs to be kept from finding others with the same name.
    let etag = format!("\"{}\"", Uuid::new_v5(&Uuid::NAMESPACE_OID, &bytes).simple());
    let is_known = request.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()).is_some_and(|known| {
        known.split(',').any(|tag| matches!(tag.trim(), "*") || tag.trim().trim_start_matches("W/") == etag)
    });
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { (StatusCode::OK, bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, JSON);
    headers.insert(header::CACHE_CONTROL, PRIVATE);
    headers.insert(header::VARY, VARY);
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// What `find/` found.
pub(super) fn found(request: &HeaderMap, answer: Answer) -> Response {
    match answer {
        Answer::Body(body) => read(request, &body),
        Answer::Redirect(url) => match HeaderValue::from_str(&url) {
            Ok(url) => (StatusCode::FOUND, [(header::LOCATION, url), (header::CACHE_CONTROL, PRIVATE)]).into_response(),
            Err(_) => Refused(ApiProblem::NotFound).into_response(),
        },
    }
}

/// What an act did.
pub(super) fn written(status: StatusCode, value: serde_json::Value) -> Response {
    let mut response = (status, Json::from(value).to_bytes()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, JSON);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
