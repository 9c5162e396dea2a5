//! Exchanges E2 (find an account by e-mail), E10 (rename) and E11 (is this name acceptable).

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::auth::Caller;
use super::error::EdxError;
use super::state::User;
use crate::clock;
use crate::fields::Fields;
use crate::state::Shared;

/// The filters of the account list that the stand-in knows.
#[derive(Deserialize)]
pub(crate) struct AccountQuery {
    email: Option<String>,
    username: Option<String>,
}

/// `GET /api/user/v1/accounts?email=`: an array with the account, or 404.
pub(crate) async fn find_by_email(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<AccountQuery>,
) -> Result<Json<Value>, EdxError> {
    Caller::service(&shared, &headers)?;
    let edx = shared.edx();
    let user = match (&query.email, &query.username) {
        (Some(email), _) => edx.user_by_email(email),
        (None, Some(username)) => edx.users.get(username),
        (None, None) => None,
    };
    match user {
        Some(user) => Ok(Json(json!([account(user)]))),
        None => Err(EdxError::new(StatusCode::NOT_FOUND, Value::Null)),
    }
}

/// `PATCH /api/user/v1/accounts/{username}`: a user changes the own name.
pub(crate) async fn rename(
    State(shared): State<Shared>,
    Path(username): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, EdxError> {
    let caller = Caller::identify(&shared, &headers)?;
    if let Caller::User(own) = &caller
        && *own != username
    {
        // edX hides the existence of other accounts.
        return Err(EdxError::new(StatusCode::NOT_FOUND, Value::Null));
    }
    if let Caller::Service = caller {
        return Err(EdxError::new(StatusCode::FORBIDDEN, Value::Null));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.starts_with("application/merge-patch+json") {
        return Err(EdxError::detail(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("Unsupported media type \"{kind}\" in request."),
        ));
    }
    let patch: Map<String, Value> = serde_json::from_slice(&body).map_err(|error| EdxError::not_json(&error))?;
    let name = patch.get("name").and_then(Value::as_str);
    if let Some(problem) = name.map(name_problem).filter(|problem| !problem.is_empty()) {
        return Err(EdxError::new(
            StatusCode::BAD_REQUEST,
            json!({"field_errors": {"name": {"developer_message": problem, "user_message": problem}}}),
        ));
    }
    let mut edx = shared.edx();
    let Some(user) = edx.users.get_mut(&username) else {
        return Err(EdxError::new(StatusCode::NOT_FOUND, Value::Null));
    };
    if let Some(name) = name {
        user.name = name.to_owned();
    }
    Ok(Json(account(user)))
}

/// `POST /api/user/v1/validation/registration`: one decision per known field; empty means fine.
pub(crate) async fn validate_registration(headers: HeaderMap, body: Bytes) -> Result<Json<Value>, EdxError> {
    let is_json =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let name = if is_json {
        let value: Value = serde_json::from_slice(&body).map_err(|error| EdxError::not_json(&error))?;
        value.get("name").and_then(Value::as_str).map(str::to_owned)
    } else {
        Fields::parse(&body).get("name").map(str::to_owned)
    };
    let mut decisions = Map::new();
    if let Some(name) = name {
        decisions.insert("name".into(), json!(name_problem(&name)));
    }
    Ok(Json(json!({"validation_decisions": decisions})))
}

/// What edX has against a full name; empty when nothing.
fn name_problem(name: &str) -> &'static str {
    let lower = name.to_lowercase();
    if name.trim().is_empty() {
        "Enter your full name"
    } else if name.chars().count() > 255 {
        "Full name can't be longer than 255 symbols"
    } else if lower.contains("http://") || lower.contains("https://") || name.contains(['<', '>']) {
        "Enter a valid name"
    } else {
        ""
    }
}

fn account(user: &User) -> Value {
    json!({
        "username": user.username,
        "email": user.email,
        "name": user.name,
        "is_active": true,
        "date_joined": clock::stamp_of(user.joined),
        "country": "US",
        "requires_parental_consent": false,
    })
}
