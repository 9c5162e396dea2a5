//! Just enough of xPRO: an OAuth2 provider that consents at once, `/api/users/me`, and the address
//! that payment notices are sent to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;
use url::Url;

use crate::bed::{SSO_CLIENT, listen};

/// A notice as it arrived.
pub(crate) type Notice = Vec<(String, String)>;

/// The value of a field.
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(key, _)| key == name);
    found.map_or("", |(_, value)| value)
}

#[derive(Clone)]
struct Inner {
    /// Name and e-mail by username.
    people: Arc<Mutex<HashMap<String, (String, String)>>>,
    notices: mpsc::UnboundedSender<Notice>,
}

/// The running server.
pub(crate) struct FakeXpro {
    pub(crate) url: Url,
    people: Arc<Mutex<HashMap<String, (String, String)>>>,
    notices: tokio::sync::Mutex<mpsc::UnboundedReceiver<Notice>>,
}

impl FakeXpro {
    pub(crate) async fn start() -> Self {
        let (listener, url) = listen().await;
        let (sender, receiver) = mpsc::unbounded_channel();
        let people = Arc::new(Mutex::default());
        let inner = Inner { people: Arc::clone(&people), notices: sender };
        let router = Router::new()
            .route("/oauth2/authorize/", get(authorize))
            .route("/oauth2/token/", post(token))
            .route("/api/users/me", get(me))
            .route("/login/_private/complete", get(async || StatusCode::OK))
            .route("/signin", get(async || "please sign in"))
            .route("/api/order_fulfillment/", post(notice))
            .with_state(inner);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, people, notices: tokio::sync::Mutex::new(receiver) }
    }

    /// Adds or changes a person. Their tokens are `token-of-<username>`, their session cookie is
    /// `xpro_session=<username>`.
    pub(crate) fn person(&self, username: &str, name: &str, email: &str) {
        let mut people = self.people.lock().expect("no test panics with the lock");
        people.insert(username.into(), (name.into(), email.into()));
    }

    /// The next notice, waiting for it.
    pub(crate) async fn next_notice(&self) -> Notice {
        let mut notices = self.notices.lock().await;
        timeout(Duration::from_secs(20), notices.recv())
            .await
            .expect("a notice arrives in time")
            .expect("the server runs")
    }

    /// The notices that have arrived and were not read.
    pub(crate) async fn waiting_notices(&self) -> Vec<Notice> {
        let mut notices = self.notices.lock().await;
        std::iter::from_fn(|| notices.try_recv().ok()).collect()
    }
}

async fn authorize(Query(query): Query<HashMap<String, String>>, headers: HeaderMap) -> Response {
    assert_eq!(query["client_id"], SSO_CLIENT.0);
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["scope"], "user:read");
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let username = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("xpro_session="));
    let Some(username) = username else {
        return Redirect::to("/signin").into_response();
    };
    let mut back: Url = query["redirect_uri"].parse().expect("an address");
    back.query_pairs_mut().append_pair("code", &format!("code-of-{username}")).append_pair("state", &query["state"]);
    Redirect::to(back.as_str()).into_response()
}

async fn token(Form(form): Form<HashMap<String, String>>) -> Response {
    let trusted = form["client_id"] == SSO_CLIENT.0
        && form["client_secret"] == SSO_CLIENT.1
        && form["grant_type"] == "authorization_code"
        && form["redirect_uri"].ends_with("/auth/complete/ol-oauth2/");
    match form["code"].strip_prefix("code-of-") {
        Some(username) if trusted => Json(json!({"access_token": format!("token-of-{username}")})).into_response(),
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Like xPRO, answers strangers too, with nulls.
async fn me(State(inner): State<Inner>, headers: HeaderMap) -> Json<serde_json::Value> {
    let username = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer token-of-"));
    let people = inner.people.lock().expect("no test panics with the lock");
    let person = username.and_then(|username| people.get_key_value(username));
    Json(match person {
        Some((username, (name, email))) => {
            json!({"username": username, "name": name, "email": email})
        }
        None => json!({"username": null, "name": null, "email": null}),
    })
}

async fn notice(State(inner): State<Inner>, Form(fields): Form<Notice>) -> StatusCode {
    inner.notices.send(fields).expect("the test listens");
    StatusCode::OK
}
