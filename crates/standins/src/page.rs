//! Pages for people: rendering, the strict content security policy, and the two assets.

use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::Url;

use crate::state::Shared;

/// Routes of the assets.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/standins.css", get(styles))
        .route("/standins.js", get(script))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
}

/// Renders a page with status 200.
pub(crate) fn show(template: &impl Template) -> Response {
    show_with(StatusCode::OK, template, &[])
}

/// Renders a page whose forms may also post to the given addresses.
pub(crate) fn show_with(status: StatusCode, template: &impl Template, form_targets: &[&Url]) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, "a stand-in page does not render");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(form_targets));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn policy(form_targets: &[&Url]) -> HeaderValue {
    let mut text = String::from(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    );
    for target in form_targets {
        text.push(' ');
        text.push_str(&target.origin().ascii_serialization());
    }
    HeaderValue::from_str(&text).expect("an origin in ASCII form is a valid header value")
}

/// A redirect with status 302, as the imitated systems send it.
pub(crate) fn found(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::FOUND, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// A short page with a heading and some sentences.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct Message<'a> {
    pub(crate) title: &'a str,
    pub(crate) lines: Vec<String>,
    pub(crate) link: Option<(&'a str, &'a str)>,
}

/// The page for an unknown address.
pub(crate) async fn not_found() -> Response {
    let page = Message {
        title: "Nothing is here",
        lines: vec!["None of the stand-ins answers at this address.".into()],
        link: Some(("/", "What the stand-ins offer")),
    };
    show_with(StatusCode::NOT_FOUND, &page, &[])
}

async fn styles() -> Response {
    asset("text/css; charset=utf-8", include_str!("../assets/standins.css"))
}

async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_str!("../assets/standins.js"))
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, content_type)], text).into_response()
}
