//! The JSON side of the control API.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::fault::FaultSpec;
use super::log::Entry;
use crate::state::Shared;
use crate::system::System;

/// Narrows a list or an act to one system.
#[derive(Default, Deserialize)]
pub(crate) struct Scope {
    system: Option<System>,
}

/// `GET /control/faults`: all faults with their hits.
pub(crate) async fn list_faults(State(shared): State<Shared>) -> Response {
    Json(shared.faults().list()).into_response()
}

/// `POST /control/faults`: switches a fault on; 201 with the fault, 400 with what is wrong.
pub(crate) async fn add_fault(State(shared): State<Shared>, body: Result<Json<FaultSpec>, JsonRejection>) -> Response {
    let spec = match body {
        Ok(Json(spec)) => spec,
        Err(rejection) => return refuse(&rejection.body_text()),
    };
    if let Err(reason) = spec.check() {
        return refuse(&reason);
    }
    let fault = shared.faults().add(spec);
    (StatusCode::CREATED, Json(fault)).into_response()
}

/// `DELETE /control/faults?system=`: switches faults off.
pub(crate) async fn clear_faults(State(shared): State<Shared>, Query(scope): Query<Scope>) -> StatusCode {
    shared.faults().clear(scope.system);
    StatusCode::NO_CONTENT
}

/// `DELETE /control/faults/{id}`.
pub(crate) async fn remove_fault(State(shared): State<Shared>, Path(id): Path<u64>) -> StatusCode {
    if shared.faults().remove(id) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

/// Which log entries are wanted.
#[derive(Deserialize)]
pub(crate) struct RequestQuery {
    system: Option<System>,
    direction: Option<String>,
    method: Option<String>,
    path_prefix: Option<String>,
}

/// `GET /control/requests?system=&direction=&method=&path_prefix=`: the log, oldest first.
pub(crate) async fn list_requests(State(shared): State<Shared>, Query(query): Query<RequestQuery>) -> Json<Vec<Entry>> {
    let log = shared.log();
    let entries = log.list().filter(|entry| {
        query.system.is_none_or(|system| entry.system == system)
            && query.direction.as_deref().is_none_or(|direction| entry.direction == direction)
            && query.method.as_deref().is_none_or(|method| entry.method.eq_ignore_ascii_case(method))
            && query.path_prefix.as_deref().is_none_or(|prefix| entry.path.starts_with(prefix))
    });
    Json(entries.cloned().collect())
}

/// `POST /control/reset?system=`: forgets everything, or everything of one system.
pub(crate) async fn reset(State(shared): State<Shared>, Query(scope): Query<Scope>) -> StatusCode {
    shared.reset(scope.system);
    StatusCode::NO_CONTENT
}

fn refuse(reason: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": reason}))).into_response()
}
