//! The layer around every stand-in: writes the request log and lets faults strike.

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::{FaultKind, FaultSpec, Garbage, Moment};
use super::log::Entry;
use crate::cut::Cut;
use crate::router::BODY_LIMIT;
use crate::state::Shared;
use crate::system::System;

/// Logs a request to one of the systems and applies the fault that fits it, if any. Our own pages
/// and the control API pass untouched.
pub(crate) async fn intercept(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let Some(system) = System::of_path(request.uri().path()) else {
        return next.run(request).await;
    };
    let fault = shared.faults().take_inbound(system, request.method().as_str(), request.uri().path());
    let mut entry = Entry::inbound(system, &request);
    entry.fault = fault.as_ref().map(|fault| fault.kind.label());
    let id = shared.log().open(entry.clone());
    let cut = request.extensions().get::<ConnectInfo<Cut>>().map(|ConnectInfo(cut)| cut.clone());

    let outcome = match fault {
        None => Outcome::Answer(next.run(request).await),
        Some(fault) => strike(&shared, fault, entry, request, next).await,
    };
    match (outcome, cut) {
        (Outcome::Answer(response), _) => {
            shared.log().close(id, Some(response.status().as_u16()));
            response
        }
        (Outcome::Cut, Some(cut)) => {
            shared.log().close(id, None);
            cut.throw();
            StatusCode::OK.into_response()
        }
        (Outcome::Cut, None) => {
            shared.log().close(id, Some(500));
            let text = "The drop fault needs a connection accepted by xpro_standins::serve.";
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
}

/// How a faulty request ends.
enum Outcome {
    Answer(Response),
    Cut,
}

async fn strike(shared: &Shared, fault: FaultSpec, entry: Entry, request: Request, next: Next) -> Outcome {
    match fault.kind {
        FaultKind::Duplicate => {
            return Outcome::Answer(handle_twice(shared, entry, request, next).await);
        }
        FaultKind::Delay { ms } => {
            let late_answer = fault.when == Moment::After;
            if !late_answer {
                shared.pause(ms).await;
            }
            let response = next.run(request).await;
            if late_answer {
                shared.pause(ms).await;
            }
            return Outcome::Answer(response);
        }
        FaultKind::Status { .. } | FaultKind::Garbage { .. } | FaultKind::Drop => {}
    }
    if fault.when == Moment::After {
        // The effect happens; only the answer is lost.
        next.run(request).await;
    }
    match fault.kind {
        FaultKind::Status { code, body, content_type } => Outcome::Answer(error_answer(code, body, content_type)),
        FaultKind::Garbage { shape } => Outcome::Answer(garbage(shape)),
        FaultKind::Drop | FaultKind::Delay { .. } | FaultKind::Duplicate => Outcome::Cut,
    }
}

async fn handle_twice(shared: &Shared, mut entry: Entry, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let again = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let first = Request::from_parts(parts, Body::from(bytes));
    next.clone().run(first).await;
    entry.duplicate = true;
    let id = shared.log().open(entry);
    let response = next.run(again).await;
    shared.log().close(id, Some(response.status().as_u16()));
    response
}

fn error_answer(code: u16, body: Option<String>, content_type: Option<String>) -> Response {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = body.unwrap_or_else(|| {
        format!("<html><body><h1>{status}</h1><p>Fault ordered by the stand-ins.</p></body></html>")
    });
    let content_type = content_type
        .and_then(|kind| HeaderValue::from_str(&kind).ok())
        .unwrap_or(HeaderValue::from_static("text/html; charset=utf-8"));
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

fn garbage(shape: Garbage) -> Response {
    match shape {
        Garbage::Html => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            "<html><head><title>Welcome to the proxy</title></head><body><p>It works!</p>",
        )
            .into_response(),
        Garbage::Truncated => {
            ([(header::CONTENT_TYPE, "application/json")], r#"{"results": [{"id": 17, "user": "an"#).into_response()
        }
    }
}
