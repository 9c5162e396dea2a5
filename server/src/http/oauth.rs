//! The OAuth2 provider's doors (accounts_ops.md 3): Open edX signs its learners in here.

use super::WebState;
use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use xpro_accounts::{
    account::{TokenIdentity, anonymous_me, find_me},
    oauth::{
        AuthorizeOutcome, AuthorizeRequest, ClientCredentials, TokenAnswer, TokenRefusal, TokenRequest, authorize,
        bearer, exchange, revoke,
    },
    throttles,
};
use xpro_app::{
    forms::{Pairs, Posted},
    respond::PageError,
    visitor::{ClientIp, MaybeSignedIn, RequestId},
};
use xpro_commerce::codes::list_unused_codes;

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
            // Who is signed in and asked to prove it again would otherwise be sent straight back.
            let again = if learner.is_some() { "&prompt=login" } else { "" };
            Redirect::to(&format!("/signin/?next={next}{again}")).into_response()
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
    ip: ClientIp,
    headers: HeaderMap,
    form: Result<Posted, Response>,
) -> Result<Response, PageError> {
    let Some(request) = form.ok().and_then(|Posted(form)| token_request(&form)) else {
        return Ok(refused(TokenRefusal::InvalidRequest));
    };
    let client = client_of(&headers, request.client_id.as_deref(), request.client_secret.as_deref());
    if let Some(client) = &client {
        let mut conn = state.app.db.read().await?;
        throttles::hit_oauth_token(&mut conn, client.client_id(), &ip.text(), state.app.db.now()).await??;
    }
    let mut tx = state.app.db.begin(&request_id).await?;
    let answer = exchange(&mut tx, client.as_ref(), &request).await?;
    tx.commit().await?;
    Ok(match answer {
        TokenAnswer::Granted(body) => ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response(),
        TokenAnswer::Refused(refusal) => refused(refusal),
    })
}

/// The form of the token endpoint; none when a parameter comes twice (RFC 6749 3.2).
fn token_request(form: &Pairs) -> Option<TokenRequest> {
    Some(TokenRequest {
        grant_type: once(form, "grant_type")?.unwrap_or_default(),
        code: once(form, "code")?,
        redirect_uri: once(form, "redirect_uri")?,
        code_verifier: once(form, "code_verifier")?,
        refresh_token: once(form, "refresh_token")?,
        scope: once(form, "scope")?,
        client_id: once(form, "client_id")?,
        client_secret: once(form, "client_secret")?,
    })
}

/// A parameter that may be missing but does not come twice; none when it does.
fn once(form: &Pairs, name: &str) -> Option<Option<String>> {
    let mut values = form.all(name);
    (values.len() < 2).then(|| values.pop())
}

async fn revoke_token(
    State(state): State<WebState>,
    RequestId(request_id): RequestId,
    headers: HeaderMap,
    form: Result<Posted, Response>,
) -> Result<Response, PageError> {
    let Some((Some(token), id, secret)) = form.ok().and_then(|Posted(form)| {
        Some((once(&form, "token")?, once(&form, "client_id")?, once(&form, "client_secret")?))
    }) else {
        return Ok(refused(TokenRefusal::InvalidRequest));
    };
    let client = client_of(&headers, id.as_deref(), secret.as_deref());
    let mut tx = state.app.db.begin(&request_id).await?;
    let outcome = revoke(&mut tx, client.as_ref(), &token).await?;
    tx.commit().await?;
    Ok(match outcome {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refused(refusal),
    })
}

fn client_of(headers: &HeaderMap, id: Option<&str>, secret: Option<&str>) -> Option<ClientCredentials> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    ClientCredentials::read(authorization, id, secret)
}

fn refused(refusal: TokenRefusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let body = Json(serde_json::json!({ "error": refusal.code() }));
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
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
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
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
            serde_json::to_value(TokenIdentity::from(&holder.learner)).map_err(PageError::internal)?
        }
        (None, Some(learner)) => {
            let codes = list_unused_codes(&mut conn, &learner, state.app.db.now()).await?;
            let codes =
                codes.iter().map(serde_json::to_value).collect::<Result<_, _>>().map_err(PageError::internal)?;
            let me = find_me(&mut conn, learner.id, codes).await?.ok_or(PageError::NotFound)?;
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
