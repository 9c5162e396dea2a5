//! Exchanges E4 to E6: edX as OAuth2 provider of xPRO's own client.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};
use time::Duration;
use url::{Url, form_urlencoded};

use super::error::EdxError;
use super::sso::SESSION_COOKIE;
use super::state::{Code, TokenPair};
use crate::clock;
use crate::fields::Fields;
use crate::page;
use crate::secret;
use crate::state::Shared;

/// Life of an access token in seconds, edX's default.
const TOKEN_LIFE: i64 = 36_000;

/// Query of the authorize endpoint.
#[derive(Deserialize)]
pub(crate) struct AuthorizeQuery {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    response_type: Option<String>,
    scope: Option<String>,
    state: Option<String>,
}

/// `GET /oauth2/authorize`: needs a logged-in browser, asks no consent, redirects with a code.
pub(crate) async fn authorize(
    State(shared): State<Shared>,
    uri: Uri,
    Query(query): Query<AuthorizeQuery>,
    jar: CookieJar,
) -> Response {
    if query.client_id.as_deref() != Some(shared.config.edx.api_client_id.as_str()) {
        return bad_request("Error: invalid_request. Invalid client_id parameter value.");
    }
    let registered = shared.config.xpro_url.join("/login/_private/complete").ok();
    let asked = query.redirect_uri.as_deref().and_then(|text| Url::parse(text).ok());
    let (Some(registered), Some(mut redirect)) = (registered, asked) else {
        return bad_request("Error: invalid_request. Missing redirect URI.");
    };
    if registered != redirect {
        return bad_request("Error: invalid_request. Mismatching redirect URI.");
    }
    if query.response_type.as_deref() != Some("code") {
        redirect.query_pairs_mut().append_pair("error", "unsupported_response_type");
        return page::found(redirect.as_str());
    }
    let session_id = jar.get(SESSION_COOKIE).map(|cookie| cookie.value());
    let mut edx = shared.edx();
    let Some(username) = edx.logged_in(session_id).map(|user| user.username.clone()) else {
        let here = uri.path_and_query().map_or("/", |path| path.as_str());
        let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        return page::found(&format!("/login?next={next}"));
    };
    let code = secret::random();
    let redirect_uri = query.redirect_uri.unwrap_or_default();
    let scope = query.scope.unwrap_or_else(|| "read".into());
    edx.codes.insert(code.clone(), Code { username, redirect_uri, scope });
    redirect.query_pairs_mut().append_pair("code", &code);
    if let Some(state) = query.state {
        redirect.query_pairs_mut().append_pair("state", &state);
    }
    page::found(redirect.as_str())
}

fn bad_request(text: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, text).into_response()
}

/// `POST /oauth2/access_token`: redeems a code once, or a refresh token once.
pub(crate) async fn access_token(State(shared): State<Shared>, body: Bytes) -> Result<Json<Value>, EdxError> {
    let form = Fields::parse(&body);
    let config = &shared.config.edx;
    let known = secret::same(form.text("client_id"), &config.api_client_id)
        & secret::same(form.text("client_secret"), &config.api_client_secret);
    if !known {
        return Err(refuse(401, "invalid_client"));
    }
    let mut edx = shared.edx();
    let (username, scope) = match form.text("grant_type") {
        "authorization_code" => {
            let code = edx.codes.remove(form.text("code"));
            code.filter(|code| code.redirect_uri == form.text("redirect_uri")).map(|code| (code.username, code.scope))
        }
        "refresh_token" => {
            let given = form.text("refresh_token");
            let at = edx.tokens.iter().position(|pair| pair.refresh.as_deref() == Some(given));
            at.map(|at| edx.tokens.remove(at)).map(|pair| (pair.username, pair.scope))
        }
        _ => return Err(refuse(400, "unsupported_grant_type")),
    }
    .ok_or_else(|| refuse(400, "invalid_grant"))?;
    let pair = TokenPair {
        username,
        access: secret::random(),
        refresh: Some(secret::random()),
        scope,
        expires: clock::now() + Duration::seconds(TOKEN_LIFE),
    };
    let answer = json!({
        "access_token": pair.access,
        "expires_in": TOKEN_LIFE,
        "token_type": "Bearer",
        "scope": pair.scope,
        "refresh_token": pair.refresh,
    });
    edx.tokens.push(pair);
    Ok(Json(answer))
}

fn refuse(status: u16, error: &str) -> EdxError {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    EdxError::new(status, json!({"error": error}))
}
