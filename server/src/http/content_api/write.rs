//! Changing pages: only with a token, whose scopes and owner both must allow it. A session changes nothing here, so that no
//! other site's page can make a browser do it.

use super::{
    answer::{self, Refused},
    caller::Asking,
};
use crate::http::WebState;
use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::StatusCode,
    response::Response,
};
use serde::de::DeserializeOwned;
use xpro_app::visitor::RequestId;
use xpro_cms::content_api::{ApiProblem, write};

type Body = Result<Bytes, BytesRejection>;

/// The JSON of a request; where it is no JSON or has other fields, the message says so.
fn json<T: DeserializeOwned>(body: Body) -> Result<T, ApiProblem> {
    let bytes = body.map_err(|rejection| ApiProblem::bad(rejection.body_text()))?;
    serde_json::from_slice(&bytes).map_err(|error| ApiProblem::bad(format!("the body cannot be read: {error}")))
}

/// The same where nothing need be said.
fn json_or_nothing<T: DeserializeOwned + Default>(body: Body) -> Result<T, ApiProblem> {
    match body {
        Ok(bytes) if bytes.trim_ascii().is_empty() => Ok(T::default()),
        body => json(body),
    }
}

pub(super) async fn create(
    State(state): State<WebState>,
    Asking(caller): Asking,
    RequestId(request_id): RequestId,
    body: Body,
) -> Result<Response, Refused> {
    let mut tx = state.app.db.begin(&request_id).await?;
    let made = write::create(&mut tx, &caller, json(body)?).await?;
    tx.commit().await?;
    Ok(answer::written(StatusCode::CREATED, made))
}

pub(super) async fn draft(
    State(state): State<WebState>,
    Asking(caller): Asking,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let mut conn = state.app.db.read().await?;
    Ok(answer::written(StatusCode::OK, write::read_draft(&mut conn, &caller, &id).await?))
}

pub(super) async fn delete(
    State(state): State<WebState>,
    Asking(caller): Asking,
    RequestId(request_id): RequestId,
    Path(id): Path<String>,
) -> Result<Response, Refused> {
    let mut tx = state.app.db.begin(&request_id).await?;
    let done = write::delete(&mut tx, &caller, &id).await?;
    tx.commit().await?;
    Ok(answer::written(StatusCode::OK, done))
}

/// A door to one act.
macro_rules! act {
    ($name:ident, $act:path, $read:ident) => {
        pub(super) async fn $name(
            State(state): State<WebState>,
            Asking(caller): Asking,
            RequestId(request_id): RequestId,
            Path(id): Path<String>,
            body: Body,
        ) -> Result<Response, Refused> {
            let mut tx = state.app.db.begin(&request_id).await?;
            let done = $act(&mut tx, &caller, &id, $read(body)?).await?;
            tx.commit().await?;
            Ok(answer::written(StatusCode::OK, done))
        }
    };
}

act!(save, write::save, json);
act!(publish, write::publish, json_or_nothing);
act!(unpublish, write::unpublish, json_or_nothing);
act!(relocate, write::relocate, json);
