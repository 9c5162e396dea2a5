//! Error answers in the shapes that edX uses.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal: a status and a JSON body.
#[derive(Debug)]
pub(crate) struct EdxError {
    status: StatusCode,
    body: Value,
}

impl EdxError {
    /// Any status and body.
    pub(crate) fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body }
    }

    /// `{"message": …}` with status 400, as the enrollment API refuses.
    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, json!({"message": text.into()}))
    }

    /// `{"detail": …}`, as the framework below edX refuses.
    pub(crate) fn detail(status: StatusCode, text: impl Into<String>) -> Self {
        Self::new(status, json!({"detail": text.into()}))
    }

    /// `{"error_code": …, "developer_message": …}`.
    pub(crate) fn coded(status: StatusCode, code: &str, text: &str) -> Self {
        Self::new(status, json!({"error_code": code, "developer_message": text}))
    }

    /// A body that is not JSON although it must be.
    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        Self::detail(StatusCode::BAD_REQUEST, format!("JSON parse error - {error}"))
    }
}

impl IntoResponse for EdxError {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
