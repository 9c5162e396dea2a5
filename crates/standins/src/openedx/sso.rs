//! Exchange E3: logging in to edX with the xPRO account (third-party auth, backend `ol-oauth2`).

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;

use super::state::Session;
use super::xpro;
use crate::page::{self, Message};
use crate::secret;
use crate::state::Shared;

/// Name of the session cookie. Cookies ignore ports, so it must differ from every name of xPRO.
pub(crate) const SESSION_COOKIE: &str = "edx_sessionid";

/// Query of the first hop.
#[derive(Deserialize)]
pub(crate) struct BeginQuery {
    next: Option<String>,
}

/// `GET /auth/login/{provider}/`: sends the browser to xPRO's authorize endpoint.
pub(crate) async fn begin(
    State(shared): State<Shared>,
    Path(provider): Path<String>,
    Query(query): Query<BeginQuery>,
    jar: CookieJar,
) -> Response {
    if provider != shared.config.edx.provider {
        return unknown_provider();
    }
    let Ok(mut address) = shared.config.xpro_url.join("/oauth2/authorize/") else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let state = secret::random();
    address
        .query_pairs_mut()
        .append_pair("client_id", &shared.config.edx.sso_client_id)
        .append_pair("redirect_uri", &complete_uri(&shared))
        .append_pair("state", &state)
        .append_pair("response_type", "code")
        .append_pair("scope", "user:read");
    let session_id = secret::random();
    let known = jar.get(SESSION_COOKIE).map(|cookie| cookie.value());
    let mut edx = shared.edx();
    let username = edx.logged_in(known).map(|user| user.username.clone());
    let session = Session { username, dance_state: Some(state), next: query.next.filter(|next| is_local(next)) };
    edx.sessions.insert(session_id.clone(), session);
    (jar.add(session_cookie(session_id)), page::found(address.as_str())).into_response()
}

/// Query of the way back.
#[derive(Deserialize)]
pub(crate) struct CompleteQuery {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// `GET /auth/complete/{provider}/`: redeems the code, asks xPRO who it is, and logs the linked
/// account in, with name and e-mail as xPRO has them now.
pub(crate) async fn complete(
    State(shared): State<Shared>,
    Path(provider): Path<String>,
    Query(query): Query<CompleteQuery>,
    jar: CookieJar,
) -> Response {
    if provider != shared.config.edx.provider {
        return unknown_provider();
    }
    let session_id = jar.get(SESSION_COOKIE).map(|cookie| cookie.value());
    let session = take_session(&shared, session_id, query.state.as_deref());
    let Some(session) = session else {
        return refuse("The login was started in another browser session, or twice.");
    };
    if let Some(error) = query.error {
        return refuse(&format!("xPRO refused the login: {error}"));
    }
    let Some(code) = query.code else {
        return refuse("xPRO sent no code.");
    };
    let Some(token) = xpro::redeem(&shared, &code, &complete_uri(&shared)).await else {
        return refuse("xPRO did not exchange the code for a token.");
    };
    let Some(person) = xpro::whose_token(&shared, &token).await else {
        return refuse("xPRO did not say whose token it is.");
    };
    let mut edx = shared.edx();
    let Some(user) = edx.linked_user(&person.username) else {
        return page::found("/login?unlinked=1");
    };
    user.email = person.email;
    user.name = person.name;
    user.logins += 1;
    let username = user.username.clone();
    let fresh = secret::random();
    let logged_in = Session { username: Some(username), ..Session::default() };
    edx.sessions.insert(fresh.clone(), logged_in);
    let next = session.next.unwrap_or_else(|| "/dashboard".to_owned());
    (jar.add(session_cookie(fresh)), page::found(&next)).into_response()
}

/// Ends the session that began this dance, if the state proves that it did.
fn take_session(shared: &Shared, session_id: Option<&str>, state: Option<&str>) -> Option<Session> {
    let (session_id, state) = (session_id?, state?);
    let mut edx = shared.edx();
    let expected = edx.sessions.get(session_id)?.dance_state.as_deref()?;
    if secret::same(expected, state) { edx.sessions.remove(session_id) } else { None }
}

/// edX's redirect address, as registered at xPRO.
fn complete_uri(shared: &Shared) -> String {
    let path = format!("/auth/complete/{}/", shared.config.edx.provider);
    shared.config.public_url.join(&path).map_or(path, |address| address.to_string())
}

fn session_cookie(id: String) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, id)).path("/").http_only(true).same_site(SameSite::Lax).build()
}

/// Whether a `next` stays on this server.
fn is_local(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains('\\')
}

fn unknown_provider() -> Response {
    let page = Message {
        title: "Unknown login provider",
        lines: vec!["This edX has no third-party login of that name.".into()],
        link: None,
    };
    page::show_with(StatusCode::NOT_FOUND, &page, &[])
}

fn refuse(reason: &str) -> Response {
    let page =
        Message { title: "Login did not work", lines: vec![reason.to_owned()], link: Some(("/login", "Try again")) };
    page::show_with(StatusCode::FORBIDDEN, &page, &[])
}
