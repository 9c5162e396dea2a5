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
use serde_json::{Map, Value};
use xpro_app::visitor::RequestId;
use xpro_cms::content_api::{ApiProblem, write};

type Body = Result<Bytes, BytesRejection>;

/// The JSON of a request; where it is no JSON or has other fields, the message says so.
fn json<T: DeserializeOwned>(body: Body) -> Result<T, ApiProblem> {
    let bytes = body.map_err(|rejection| ApiProblem::bad(rejection.body_text()))?;
    let bad = |why: String| ApiProblem::bad(format!("the body cannot be read: {why}"));
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| bad(format!("it is not JSON: {error}")))?;
    let Value::Object(fields) = &value else { return Err(bad("it must be a JSON object".to_owned())) };
    T::deserialize(&value).map_err(|error| bad(in_words::<T>(fields, &error.to_string())))
}

/// What is wrong with the fields of a body, without the names of our types.
fn in_words<T: DeserializeOwned>(fields: &Map<String, Value>, why: &str) -> String {
    let told = why.replace("expected i64", "expected a whole number");
    if !told.starts_with("invalid ") {
        return told;
    }
    // Without the field that is wrong, something else is.
    let is_wrong = |name: &String| {
        let fewer: Map<String, Value> = fields
            .iter()
            .filter(|(other, _)| *other != name)
            .map(|(other, value)| (other.clone(), if value.is_object() { Value::Null } else { value.clone() }))
            .collect();
        T::deserialize(Value::Object(fewer)).err().is_none_or(|error| error.to_string() != why)
    };
    match fields.keys().find(|name| is_wrong(name)) {
        Some(name) => format!("'{name}': {told}"),
        None => told,
    }
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
    let (mut conn, now) = (state.app.db.read().await?, state.app.db.now());
    Ok(answer::written(StatusCode::OK, write::read_draft(&mut conn, &caller, &id, now).await?))
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
