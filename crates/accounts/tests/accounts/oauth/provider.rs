//! A provider with two clients, and the steps of both protocols in short.

use crate::world::{EMAIL, World};
use base64::{Engine, engine::general_purpose::STANDARD};
use sqlx::PgPool;
use url::Url;
use xpro_accounts::oauth::{
    AuthorizeOutcome, AuthorizeRequest, ClientCredentials, ConsentAnswer, NewApplication, TokenAnswer, TokenBody,
    TokenRefusal, TokenRequest, authorize, bearer, ensure_application, exchange,
};
use xpro_kernel::{Learner, System};

pub const DONE: &str = "https://edx.example/auth/complete/ol-oauth2/";
pub const EDX: NewApplication<'static> = NewApplication {
    name: "edx-oauth-app",
    client_id: "edx",
    client_secret: "edx-secret",
    redirect_uris: &[DONE],
    is_public: false,
    skip_authorization: true,
    scopes: &[],
};
pub const WALLET: NewApplication<'static> = NewApplication {
    name: "wallet",
    client_id: "wallet",
    client_secret: "",
    redirect_uris: &["http://127.0.0.1/done"],
    is_public: true,
    skip_authorization: false,
    scopes: &["digitalcredentials"],
};

pub async fn world(pool: PgPool) -> (World, Learner) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let mut tx = world.tx().await;
    for application in [&EDX, &WALLET] {
        assert!(ensure_application(&mut tx, System("test"), application).await.expect("made"));
        assert!(
            !ensure_application(&mut tx, System("test"), application).await.expect("kept"),
            "the same again changes nothing"
        );
    }
    tx.commit().await.expect("committed");
    (world, learner)
}

pub fn edx_request() -> AuthorizeRequest {
    AuthorizeRequest {
        client_id: "edx".into(),
        response_type: "code".into(),
        redirect_uri: DONE.into(),
        scope: "user:read".into(),
        state: Some("s&1".into()),
        ..AuthorizeRequest::default()
    }
}

pub async fn ask(
    world: &World,
    request: &AuthorizeRequest,
    learner: Option<&Learner>,
    answer: Option<ConsentAnswer>,
) -> AuthorizeOutcome {
    let mut tx = world.tx().await;
    let outcome = authorize(&mut tx, request, learner, answer).await.expect("a query");
    tx.commit().await.expect("committed");
    outcome
}

/// A parameter of the address that the browser is sent to.
pub fn param(outcome: &AuthorizeOutcome, name: &str) -> Option<String> {
    let AuthorizeOutcome::Redirect(to) = outcome else { panic!("expected a redirect, got {outcome:?}") };
    Url::parse(to).expect("an address").query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

pub fn edx() -> Option<ClientCredentials> {
    ClientCredentials::read(Some(&format!("Basic {}", STANDARD.encode("edx:edx-secret"))), None, None)
}

pub fn code_request(code: &str) -> TokenRequest {
    TokenRequest {
        grant_type: "authorization_code".into(),
        code: Some(code.into()),
        redirect_uri: Some(DONE.into()),
        ..TokenRequest::default()
    }
}

pub fn refresh_request(body: &TokenBody) -> TokenRequest {
    TokenRequest {
        grant_type: "refresh_token".into(),
        refresh_token: Some(body.refresh_token.as_str().into()),
        ..TokenRequest::default()
    }
}

pub async fn trade(
    world: &World,
    client: Option<&ClientCredentials>,
    request: &TokenRequest,
) -> Result<TokenBody, TokenRefusal> {
    let mut tx = world.tx().await;
    let answer = exchange(&mut tx, client, request).await.expect("a query");
    tx.commit().await.expect("committed");
    match answer {
        TokenAnswer::Granted(body) => Ok(body),
        TokenAnswer::Refused(refusal) => Err(refusal),
    }
}

pub async fn code(world: &World, learner: &Learner) -> String {
    param(&ask(world, &edx_request(), Some(learner), None).await, "code").expect("a code")
}

pub async fn tokens(world: &World, learner: &Learner) -> TokenBody {
    let code = code(world, learner).await;
    trade(world, edx().as_ref(), &code_request(&code)).await.expect("granted")
}

pub async fn reads(world: &World, token: &str) -> Option<(Learner, Vec<String>)> {
    let mut conn = world.db.read().await.expect("a connection");
    bearer(&mut conn, token, world.db.now()).await.expect("a query").map(|bearer| (bearer.learner, bearer.scopes))
}
