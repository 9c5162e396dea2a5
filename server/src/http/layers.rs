//! What every request passes through, from the outside in: security headers, request id and time limit with the page drawn
//! for an error, size limits, the origin check.

use super::WebState;
use crate::settings::Settings;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use url::Url;
use uuid::Uuid;
use xpro_app::{
    respond::{self, ErrorMark},
    visitor::RequestId,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Paths that other systems' servers or pages post to: they authenticate by signature or client secret, not by session.
const FOREIGN_POSTS: &[&str] =
    &["/api/order_fulfillment/", "/dashboard/", "/checkout/", "/oauth2/token/", "/oauth2/revoke_token/"];

/// Names the request, answers panics, draws error pages, and logs.
pub(super) async fn outermost(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(request_id = id, path, "a request panicked");
            marked(StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    if response.status().is_server_error() {
        tracing::error!(request_id = id, %method, path, status = response.status().as_u16(), "answered with a server error");
    }
    if let Some(drawn) = draw_error(&state, &response, &method, &path, &id) {
        response = drawn;
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// Whoever publishes and looks at once sees it: what an editor's act changed is loaded before its answer, also when the
/// notification is still on its way.
pub(super) async fn show_what_was_published(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let may_publish = !request.method().is_safe() && (path.starts_with("/api/studio/") || path.starts_with("/api/v2/"));
    let response = next.run(request).await;
    if may_publish
        && response.status().is_success()
        && let Err(error) = state.app.content.refresh().await
    {
        tracing::warn!(%error, "what was published could not be loaded before the answer; it follows");
    }
    response
}

/// An answer whose page [`outermost`] draws.
pub(super) fn marked(status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(ErrorMark(status));
    response
}

/// The page or JSON of an answer that carries only a status: our own errors and the framework's.
fn draw_error(state: &WebState, response: &Response, method: &Method, path: &str, id: &str) -> Option<Response> {
    if path.starts_with("/images/") {
        // Asked for by pages and proxies, which read plain text or nothing.
        return None;
    }
    let status = response.status();
    let bare =
        !response.headers().contains_key(header::CONTENT_TYPE) || response.extensions().get::<ErrorMark>().is_some();
    let framework =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
            && (status.is_client_error() || status.is_server_error());
    if !(status.is_client_error() || status.is_server_error()) || !(bare || framework) {
        return None;
    }
    let mut drawn = if path.starts_with("/api/") || path.starts_with("/oauth2/token") {
        let detail = match status {
            StatusCode::NOT_FOUND => "Not found.".to_owned(),
            StatusCode::METHOD_NOT_ALLOWED => format!("Method \"{method}\" not allowed."),
            status if status.is_server_error() => "Something went wrong on our side. Nothing was changed.".to_owned(),
            status => status.canonical_reason().unwrap_or("The request was not understood.").to_owned(),
        };
        // The content API has another name for it (cms.md 6.1).
        let name = if path.starts_with("/api/v2/") { "message" } else { "detail" };
        (status, axum::Json(serde_json::json!({ name: detail, "request_id": id }))).into_response()
    } else {
        respond::error_page(&state.app, status, id)
    };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            drawn.headers_mut().insert(name, value.clone());
        }
    }
    if method == Method::HEAD {
        *drawn.body_mut() = Body::empty();
    }
    Some(drawn)
}

/// The one policy of all pages: no inline script or style, wasm allowed, only pages of ours in frames (the studio's
/// preview), forms also to these systems. Browsers follow a form's redirect only where its own target may be: signing in
/// may lead to Open edX, signing out to another system.
fn content_security_policy<'a>(form_targets: impl IntoIterator<Item = &'a Url>) -> String {
    let mut targets = vec!["'self'".to_owned()];
    for url in form_targets {
        let origin = url.origin().ascii_serialization();
        if !targets.contains(&origin) {
            targets.push(origin);
        }
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; frame-src 'self'; form-action {}; base-uri 'none'; frame-ancestors 'none'",
        targets.join(" ")
    )
}

/// What [`security_headers`] says the same on every answer, worked out once.
#[derive(Clone)]
pub(super) struct FixedHeaders {
    policy: HeaderValue,
    is_https: bool,
}

impl FixedHeaders {
    /// As the settings have it.
    pub(super) fn new(settings: &Settings) -> Self {
        let after_logout = settings.logout_redirect_url.parse().ok();
        let targets = [&settings.cybersource_url, settings.courseware_url()].into_iter().chain(&after_logout);
        // Origins are ASCII, so the strict one is never used.
        let policy = HeaderValue::from_str(&content_security_policy(targets))
            .unwrap_or(HeaderValue::from_static("default-src 'none'"));
        FixedHeaders { policy, is_https: settings.secure_cookies() }
    }
}

/// Headers on every answer.
pub(super) async fn security_headers(State(fixed): State<FixedHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(fixed.policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    );
    if fixed.is_https {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Refuses state changes that another site's page asks for. Browsers tell by `Sec-Fetch-Site` and `Origin`; a request
/// with neither comes from no browser and carries no cookie that a page could abuse.
pub(super) async fn same_origin(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || FOREIGN_POSTS.contains(&request.uri().path()) || is_same_origin(&request, &state.settings.origin()) {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "refused a state change asked for by another site");
    marked(StatusCode::FORBIDDEN)
}

fn is_same_origin(request: &Request, own: &str) -> bool {
    let value = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (value(HeaderName::from_static("sec-fetch-site")), value(header::ORIGIN)) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => origin == own,
        (None, None) => true,
    }
}

/// A path that is no text, or holds control characters, names nothing: 400 before anybody works with it.
pub(super) async fn readable_paths(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8();
    let query = request.uri().query().unwrap_or_default();
    let query_ok = percent_encoding::percent_decode_str(query).decode_utf8().is_ok_and(|text| !text.contains('\0'));
    match decoded {
        Ok(text) if query_ok && !text.chars().any(char::is_control) => next.run(request).await,
        _ => marked(StatusCode::BAD_REQUEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(headers: &[(&str, &str)]) -> Request {
        let mut request = Request::post("/x").body(Body::empty()).expect("request");
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(HeaderName::from_bytes(name.as_bytes()).expect("name"), value.parse().expect("value"));
        }
        request
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let own = "https://shop.example";
        assert!(is_same_origin(&post(&[("sec-fetch-site", "same-origin")]), own));
        assert!(is_same_origin(&post(&[("origin", "https://shop.example")]), own));
        assert!(is_same_origin(&post(&[]), own), "no browser");
        for headers in [
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![("sec-fetch-site", "cross-site"), ("origin", "https://shop.example")],
        ] {
            assert!(!is_same_origin(&post(&headers), own), "{headers:?}");
        }
    }

    #[test]
    fn the_policy_allows_no_inline_code() {
        let url = |text: &str| text.parse::<Url>().expect("url");
        let targets = [url("https://pay.example/pay"), url("https://edx.example/"), url("https://edx.example/logout")];
        let policy = content_security_policy(&targets);
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("form-action 'self' https://pay.example https://edx.example;"));
    }
}
