//! Answers: pages that nobody caches, redirects after a post, and errors that help.

use crate::{pages::public, shell, state::AppState};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::AnyView;
use std::fmt::Display;
use time::Duration;

/// A page for one person: never cached.
pub fn private(frame: &shell::Frame, body: impl FnOnce() -> AnyView + 'static) -> Response {
    private_document(shell::document(frame, body))
}

/// A whole document for one person: never cached.
pub fn private_document(html: String) -> Response {
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The same page again with what was wrong.
pub fn unprocessable(frame: &shell::Frame, body: impl FnOnce() -> AnyView + 'static) -> Response {
    let mut response = private(frame, body);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// The same page again after too many tries: 429 with `Retry-After`.
pub fn too_many(frame: &shell::Frame, retry_after: Duration, body: impl FnOnce() -> AnyView + 'static) -> Response {
    let mut response = private(frame, body);
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after.whole_seconds().max(1)));
    response
}

/// 303: the answer to a form that did its work.
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// No such thing, or not yours to know of.
    #[error("not found")]
    NotFound,
    /// Signed in, without the permission.
    #[error("forbidden")]
    Forbidden,
    /// An API was asked without a session.
    #[error("not signed in")]
    NotSignedIn,
    /// Too many tries.
    #[error("too many requests")]
    TooManyRequests {
        /// When to come back.
        retry_after: Duration,
    },
    /// The request makes no sense.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Ours to mend; the text goes to the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl PageError {
    /// Something of ours failed.
    pub fn internal(error: impl Display) -> Self {
        PageError::Internal(error.to_string())
    }

    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        match self {
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::Forbidden | PageError::NotSignedIn => StatusCode::FORBIDDEN,
            PageError::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            PageError::BadRequest(_) => StatusCode::BAD_REQUEST,
            PageError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        PageError::internal(error)
    }
}

impl From<xpro_platform::throttle::Throttled> for PageError {
    fn from(throttled: xpro_platform::throttle::Throttled) -> Self {
        PageError::TooManyRequests { retry_after: throttled.retry_after }
    }
}

/// Marks an answer whose page the outermost layer draws, because only it knows the site's frame and the request id.
#[derive(Debug, Clone)]
pub struct ErrorMark(pub StatusCode);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.status();
        if let PageError::Internal(reason) = &self {
            tracing::error!(reason, "a request failed");
        }
        let mut response = status.into_response();
        if let PageError::NotSignedIn = self {
            let detail = serde_json::json!({ "detail": "Authentication credentials were not provided." });
            return (status, Json(detail)).into_response();
        }
        if let PageError::TooManyRequests { retry_after } = self {
            let seconds = retry_after.whole_seconds().max(1);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(ErrorMark(status));
        response
    }
}

/// Draws the page of an error: what happened, what was not changed, what to do next.
pub fn error_page(state: &AppState, status: StatusCode, request_id: &str) -> Response {
    let titles = [
        (StatusCode::NOT_FOUND, "Page not found"),
        (StatusCode::FORBIDDEN, "Not allowed"),
        (StatusCode::TOO_MANY_REQUESTS, "Too many attempts"),
    ];
    let title = titles.iter().find(|(known, _)| *known == status).map_or("Something went wrong", |(_, title)| title);
    let frame = state.frame(shell::Head::untracked(title), shell::Bundle::None);
    let support = state.config.support_email.clone();
    let request_id = request_id.to_owned();
    let mut response = private(&frame, move || match status {
        StatusCode::NOT_FOUND => public::not_found(),
        StatusCode::FORBIDDEN => public::forbidden(&support),
        StatusCode::TOO_MANY_REQUESTS => public::too_many_requests(&support),
        status if status.is_client_error() => public::bad_request(status.as_u16(), &support),
        _ => public::server_error(&request_id, &support),
    });
    *response.status_mut() = status;
    response
}
