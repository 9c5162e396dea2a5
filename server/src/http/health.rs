//! Health for load balancers and people: liveness asks nothing, readiness asks the database.

use super::WebState;
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use xpro_platform::jobs;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/health/liveness", get(async || answer(StatusCode::OK, serde_json::json!({ "status": "ok" }))))
        .route("/health/startup", get(readiness))
        .route("/health/readiness", get(readiness))
        .route("/health/full", get(full))
}

async fn readiness(State(state): State<WebState>) -> Response {
    match state.app.db.read().await {
        Ok(_) => answer(StatusCode::OK, serde_json::json!({ "status": "ok", "database": "ok" })),
        Err(_) => {
            answer(StatusCode::INTERNAL_SERVER_ERROR, serde_json::json!({ "status": "failed", "database": "failed" }))
        }
    }
}

/// The queue's counts as well: failed jobs wait for somebody.
async fn full(State(state): State<WebState>) -> Response {
    let Ok(mut conn) = state.app.db.read().await else {
        return answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            serde_json::json!({ "status": "failed", "database": "failed" }),
        );
    };
    let Ok(counts) = jobs::store::counts(&mut conn).await else {
        return answer(StatusCode::INTERNAL_SERVER_ERROR, serde_json::json!({ "status": "failed", "jobs": "failed" }));
    };
    let counts: Vec<_> = counts
        .into_iter()
        .map(|(kind, state, count)| serde_json::json!({ "kind": kind, "state": state, "count": count }))
        .collect();
    answer(StatusCode::OK, serde_json::json!({ "status": "ok", "database": "ok", "jobs": counts }))
}

fn answer(status: StatusCode, body: serde_json::Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
