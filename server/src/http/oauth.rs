//! The OAuth2 provider's doors (accounts_ops.md 3): Open edX signs its learners in here.

use super::WebState;
use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use xpro_accounts::{
    account::{anonymous_me, find_me},
    oauth::{
        AuthorizeOutcome, AuthorizeRequest, ClientCredentials, TokenAnswer, TokenRequest, authorize, bearer, exchange,
        revoke,
    },
    throttles,
};
use xpro_app::{
    respond::PageError,
    visitor::{MaybeSignedIn, RequestId},
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/oauth2/authorize/", get(authorize_get))
        .route("/oauth2/token/", post(token))
        .route("/oauth2/revoke_token/", post(revoke_token))
        .route("/api/users/me", get(me))
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/login/_private/complete", get(async || StatusCode::OK))
}

/// Applications that need a consent page are not registered here yet, so asking for one is refused.
async fn authorize_get(
    State(state): State<WebState>,
    MaybeSignedIn(learner): MaybeSignedIn,
    RequestId(request_id): RequestId,
    Query(request): Query<AuthorizeRequest>,
) -> Result<Response, PageError> {
    let mut tx = state.app.db.begin(&request_id).await?;
    let outcome = authorize(&mut tx, &request, learner.as_ref(), None).await?;
    tx.commit().await?;
    Ok(match outcome {
        AuthorizeOutcome::Redirect(url) => Redirect::to(&url).into_response(),
        AuthorizeOutcome::NeedsLogin { next } => {
            let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
            Redirect::to(&format!("/signin/?next={next}")).into_response()
        }
        AuthorizeOutcome::ErrorPage(_) => {
            PageError::BadRequest("the authorization request names no application or address of ours").into_response()
        }
        AuthorizeOutcome::NeedsConsent(_) => PageError::Forbidden.into_response(),
    })
}

async fn token(
    State(state): State<WebState>,
    RequestId(request_id): RequestId,
    headers: HeaderMap,
    Form(request): Form<TokenRequest>,
) -> Result<Response, PageError> {
    let client = client_of(&headers, request.client_id.as_deref(), request.client_secret.as_deref());
    let mut tx = state.app.db.begin(&request_id).await?;
    if let Some(client) = &client {
        let now = tx.now();
        throttles::hit_oauth_token(&mut tx, client.client_id(), now).await??;
    }
    let answer = exchange(&mut tx, client.as_ref(), &request).await?;
    tx.commit().await?;
    Ok(match answer {
        TokenAnswer::Granted(body) => ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response(),
        TokenAnswer::Refused(refusal) => refused(refusal.status(), refusal.code()),
    })
}

#[derive(Debug, Deserialize)]
struct RevokeRequest {
    token: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

async fn revoke_token(
    State(state): State<WebState>,
    RequestId(request_id): RequestId,
    headers: HeaderMap,
    Form(request): Form<RevokeRequest>,
) -> Result<Response, PageError> {
    let client = client_of(&headers, request.client_id.as_deref(), request.client_secret.as_deref());
    let mut tx = state.app.db.begin(&request_id).await?;
    let outcome = revoke(&mut tx, client.as_ref(), &request.token).await?;
    tx.commit().await?;
    Ok(match outcome {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refused(refusal.status(), refusal.code()),
    })
}

fn client_of(headers: &HeaderMap, id: Option<&str>, secret: Option<&str>) -> Option<ClientCredentials> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    ClientCredentials::read(authorization, id, secret)
}

fn refused(status: u16, code: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response =
        (status, [(header::CACHE_CONTROL, "no-store")], Json(serde_json::json!({ "error": code }))).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth2\""));
    }
    response
}

/// Who the session or the bearer token speaks for. Never redirects: Open edX reads it (courseware.md 2.2).
async fn me(State(state): State<WebState>, session: MaybeSignedIn, headers: HeaderMap) -> Result<Response, PageError> {
    let presented = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let mut conn = state.app.db.read().await?;
    let body = match (presented, session.0) {
        (Some(presented), _) => {
            let Some(holder) =
                bearer(&mut conn, presented, state.app.db.now()).await?.filter(|holder| holder.has("user:read"))
            else {
                return Ok((
                    StatusCode::UNAUTHORIZED,
                    [(header::WWW_AUTHENTICATE, "Bearer")],
                    Json(serde_json::json!({ "detail": "Invalid token." })),
                )
                    .into_response());
            };
            let learner = holder.learner;
            serde_json::json!({ "id": learner.id, "username": learner.username, "email": learner.email, "name": learner.name, "is_anonymous": false, "is_authenticated": true })
        }
        (None, Some(learner)) => {
            let me = find_me(&mut conn, learner.id, Vec::new()).await?.ok_or(PageError::NotFound)?;
            serde_json::to_value(me).map_err(PageError::internal)?
        }
        (None, None) => anonymous_me(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

async fn discovery(State(state): State<WebState>) -> Json<serde_json::Value> {
    let origin = &state.app.config.base_url;
    Json(
        serde_json::json!({ "issuer": origin, "authorization_endpoint": format!("{origin}/oauth2/authorize/"), "token_endpoint": format!("{origin}/oauth2/token/") }),
    )
}
