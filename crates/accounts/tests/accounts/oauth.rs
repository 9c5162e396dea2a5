//! The OAuth2 provider (13.6).

use crate::world::{EMAIL, World};
use base64::{Engine, engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD}};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::Duration;
use url::Url;
use xpro_accounts::oauth::{
    AuthorizeOutcome, AuthorizePageError, AuthorizeRequest, ClientCredentials, ConsentAnswer, NewApplication, TokenAnswer, TokenBody, TokenRefusal, TokenRequest,
    authorize, bearer, ensure_application, exchange, mint_token_for_courseware, revoke,
};
use xpro_kernel::{Learner, System};

const DONE: &str = "https://edx.example/auth/complete/ol-oauth2/";
const EDX: NewApplication<'static> = NewApplication {
    name: "edx-oauth-app", client_id: "edx", client_secret: "edx-secret", redirect_uris: &[DONE], is_public: false, skip_authorization: true, scopes: &[],
};
const WALLET: NewApplication<'static> = NewApplication {
    name: "wallet", client_id: "wallet", client_secret: "", redirect_uris: &["http://127.0.0.1/done"], is_public: true, skip_authorization: false, scopes: &["digitalcredentials"],
};

async fn world(pool: PgPool) -> (World, Learner) {
    let world = World::new(pool);
    let learner = world.learner(EMAIL).await;
    let mut tx = world.tx().await;
    for application in [&EDX, &WALLET] {
        assert!(ensure_application(&mut tx, System("test"), application).await.expect("made"));
        assert!(!ensure_application(&mut tx, System("test"), application).await.expect("kept"), "the same again changes nothing");
    }
    tx.commit().await.expect("committed");
    (world, learner)
}

fn edx_request() -> AuthorizeRequest {
    AuthorizeRequest { client_id: "edx".into(), response_type: "code".into(), redirect_uri: DONE.into(), scope: "user:read".into(), state: Some("s&1".into()), ..AuthorizeRequest::default() }
}

async fn ask(world: &World, request: &AuthorizeRequest, learner: Option<&Learner>, answer: Option<ConsentAnswer>) -> AuthorizeOutcome {
    let mut tx = world.tx().await;
    let outcome = authorize(&mut tx, request, learner, answer).await.expect("a query");
    tx.commit().await.expect("committed");
    outcome
}

/// A parameter of the address that the browser is sent to.
fn param(outcome: &AuthorizeOutcome, name: &str) -> Option<String> {
    let AuthorizeOutcome::Redirect(to) = outcome else { panic!("expected a redirect, got {outcome:?}") };
    Url::parse(to).expect("an address").query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn edx() -> Option<ClientCredentials> {
    ClientCredentials::read(Some(&format!("Basic {}", STANDARD.encode("edx:edx-secret"))), None, None)
}

fn code_request(code: &str) -> TokenRequest {
    TokenRequest { grant_type: "authorization_code".into(), code: Some(code.into()), redirect_uri: Some(DONE.into()), ..TokenRequest::default() }
}

fn refresh_request(body: &TokenBody) -> TokenRequest {
    TokenRequest { grant_type: "refresh_token".into(), refresh_token: Some(body.refresh_token.as_str().into()), ..TokenRequest::default() }
}

async fn trade(world: &World, client: Option<&ClientCredentials>, request: &TokenRequest) -> Result<TokenBody, TokenRefusal> {
    let mut tx = world.tx().await;
    let answer = exchange(&mut tx, client, request).await.expect("a query");
    tx.commit().await.expect("committed");
    match answer {
        TokenAnswer::Granted(body) => Ok(body),
        TokenAnswer::Refused(refusal) => Err(refusal),
    }
}

async fn code(world: &World, learner: &Learner) -> String {
    param(&ask(world, &edx_request(), Some(learner), None).await, "code").expect("a code")
}

async fn tokens(world: &World, learner: &Learner) -> TokenBody {
    let code = code(world, learner).await;
    trade(world, edx().as_ref(), &code_request(&code)).await.expect("granted")
}

async fn reads(world: &World, token: &str) -> Option<(Learner, Vec<String>)> {
    let mut conn = world.db.read().await.expect("a connection");
    bearer(&mut conn, token, world.db.now()).await.expect("a query").map(|bearer| (bearer.learner, bearer.scopes))
}

#[sqlx::test(migrations = "../../migrations")]
async fn edx_gets_a_code_without_a_consent_page_once_somebody_is_signed_in(pool: PgPool) {
    let (world, learner) = world(pool).await;

    let AuthorizeOutcome::NeedsLogin { next } = ask(&world, &edx_request(), None, None).await else { panic!("nobody is signed in") };
    assert!(next.starts_with("/oauth2/authorize/?client_id=edx&"), "{next}");
    assert_eq!(xpro_accounts::next::safe_next(&next, "https://shop.example").as_deref(), Some(next.as_str()));
    let query = next.split_once('?').expect("a query").1;
    let back: AuthorizeRequest = serde_json::from_value(url::form_urlencoded::parse(query.as_bytes()).map(|(key, value)| (key.into_owned(), value.into_owned().into())).collect::<serde_json::Map<_, _>>().into()).expect("readable");
    assert_eq!(back, edx_request());

    let outcome = ask(&world, &back, Some(&learner), None).await;
    assert_eq!(param(&outcome, "state").as_deref(), Some("s&1"));
    let body = trade(&world, edx().as_ref(), &code_request(&param(&outcome, "code").expect("a code"))).await.expect("granted");
    assert_eq!((body.expires_in, body.token_type, body.scope.as_str()), (36_000, "Bearer", "user:read"));
    assert_eq!(reads(&world, body.access_token.as_str()).await, Some((learner, vec!["user:read".to_owned()])));
    let json = serde_json::to_value(&body).expect("serializable");
    assert_eq!(json.as_object().map(serde_json::Map::len), Some(5));
}

#[sqlx::test(migrations = "../../migrations")]
async fn prompts_are_honored(pool: PgPool) {
    let (world, learner) = world(pool).await;

    let none = AuthorizeRequest { prompt: Some("none".into()), ..edx_request() };
    let outcome = ask(&world, &none, None, None).await;
    assert_eq!((param(&outcome, "error").as_deref(), param(&outcome, "state").as_deref()), (Some("login_required"), Some("s&1")));

    let login = AuthorizeRequest { prompt: Some("login".into()), ..edx_request() };
    let AuthorizeOutcome::NeedsLogin { next } = ask(&world, &login, Some(&learner), None).await else { panic!("sign in again") };
    assert!(!next.contains("prompt"), "it would ask for ever");
}

#[sqlx::test(migrations = "../../migrations")]
async fn strangers_get_an_error_page_and_never_a_redirect(pool: PgPool) {
    let (world, learner) = world(pool).await;

    let unknown = AuthorizeRequest { client_id: "nobody".into(), ..edx_request() };
    assert_eq!(ask(&world, &unknown, Some(&learner), None).await, AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownClient));
    for uri in ["https://evil.example/", "", "https://edx.example/auth/complete/ol-oauth2", "javascript:alert(1)"] {
        let elsewhere = AuthorizeRequest { redirect_uri: uri.into(), ..edx_request() };
        assert_eq!(ask(&world, &elsewhere, Some(&learner), None).await, AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownRedirect));
    }
    for (request, error) in [
        (AuthorizeRequest { response_type: "token".into(), ..edx_request() }, "unsupported_response_type"),
        (AuthorizeRequest { scope: "user:read admin".into(), ..edx_request() }, "invalid_scope"),
        (AuthorizeRequest { code_challenge: Some("short".into()), ..edx_request() }, "invalid_request"),
    ] {
        assert_eq!(param(&ask(&world, &request, Some(&learner), None).await, "error").as_deref(), Some(error));
    }
    assert_eq!(world.count("select count(*) from oauth_grant").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_public_client_needs_consent_and_pkce(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let verifier = "v".repeat(43);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
    let bare = AuthorizeRequest { client_id: "wallet".into(), response_type: "code".into(), redirect_uri: "http://127.0.0.1:5555/done".into(), ..AuthorizeRequest::default() };
    let request = AuthorizeRequest { code_challenge: Some(challenge), code_challenge_method: Some("S256".into()), ..bare.clone() };
    let wallet = ClientCredentials::read(None, Some("wallet"), None);

    assert_eq!(param(&ask(&world, &bare, Some(&learner), None).await, "error").as_deref(), Some("invalid_request"));
    let wide = AuthorizeRequest { scope: "user:read".into(), ..request.clone() };
    assert_eq!(param(&ask(&world, &wide, Some(&learner), None).await, "error").as_deref(), Some("invalid_scope"));
    let AuthorizeOutcome::NeedsConsent(consent) = ask(&world, &request, Some(&learner), None).await else { panic!("must ask") };
    assert_eq!((consent.application_name.as_str(), consent.scopes.as_slice()), ("wallet", ["Read and write your digital credentials"].as_slice()));
    assert_eq!(param(&ask(&world, &request, Some(&learner), Some(ConsentAnswer::Deny)).await, "error").as_deref(), Some("access_denied"));

    let trade_with = async |verifier: Option<&str>| {
        let code = param(&ask(&world, &request, Some(&learner), Some(ConsentAnswer::Allow)).await, "code").expect("a code");
        let form = TokenRequest { redirect_uri: Some(request.redirect_uri.clone()), code_verifier: verifier.map(str::to_owned), ..code_request(&code) };
        trade(&world, wallet.as_ref(), &form).await
    };
    assert_eq!(trade_with(None).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(trade_with(Some(&"w".repeat(43))).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(trade_with(Some(&verifier)).await.expect("granted").scope, "digitalcredentials");

    let auto = AuthorizeRequest { approval_prompt: Some("auto".into()), ..request.clone() };
    assert!(param(&ask(&world, &auto, Some(&learner), None).await, "code").is_some(), "granted before");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_code_works_once_for_a_minute_for_its_client_and_address(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let edx = edx();

    let first = code(&world, &learner).await;
    let body = trade(&world, edx.as_ref(), &code_request(&first)).await.expect("granted");
    assert_eq!(trade(&world, edx.as_ref(), &code_request(&first)).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(reads(&world, body.access_token.as_str()).await, None, "a code used twice was stolen: its tokens are dead");
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));

    let second = code(&world, &learner).await;
    world.later(Duration::seconds(60));
    assert_eq!(trade(&world, edx.as_ref(), &code_request(&second)).await, Err(TokenRefusal::InvalidGrant), "too late");

    let third = code(&world, &learner).await;
    let elsewhere = TokenRequest { redirect_uri: Some("https://edx.example/".into()), ..code_request(&third) };
    assert_eq!(trade(&world, edx.as_ref(), &elsewhere).await, Err(TokenRefusal::InvalidGrant));

    let fourth = code(&world, &learner).await;
    let wallet = ClientCredentials::read(None, Some("wallet"), None);
    assert_eq!(trade(&world, wallet.as_ref(), &code_request(&fourth)).await, Err(TokenRefusal::InvalidGrant), "another client's");
}

#[sqlx::test(migrations = "../../migrations")]
async fn clients_must_prove_who_they_are(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let code = code(&world, &learner).await;

    for client in [None, ClientCredentials::read(None, Some("edx"), None), ClientCredentials::read(None, Some("edx"), Some("wrong")), ClientCredentials::read(None, Some("nobody"), Some("x"))] {
        assert_eq!(trade(&world, client.as_ref(), &code_request(&code)).await, Err(TokenRefusal::InvalidClient));
    }
    assert_eq!((TokenRefusal::InvalidClient.status(), TokenRefusal::InvalidGrant.status()), (401, 400));
    let body = ClientCredentials::read(None, Some("edx"), Some("edx-secret"));
    for (grant_type, refusal) in [("password", TokenRefusal::UnsupportedGrantType), ("client_credentials", TokenRefusal::UnsupportedGrantType), ("", TokenRefusal::InvalidRequest)] {
        assert_eq!(trade(&world, body.as_ref(), &TokenRequest { grant_type: grant_type.into(), ..code_request(&code) }).await, Err(refusal));
    }
    assert!(trade(&world, body.as_ref(), &code_request(&code)).await.is_ok(), "secret in the body");
}

#[sqlx::test(migrations = "../../migrations")]
async fn refreshing_rotates_and_reuse_kills_the_family(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let edx = edx();
    let first = tokens(&world, &learner).await;

    let second = trade(&world, edx.as_ref(), &refresh_request(&first)).await.expect("granted");
    assert_eq!(reads(&world, first.access_token.as_str()).await, None, "the old pair is dead");
    assert!(reads(&world, second.access_token.as_str()).await.is_some());

    assert_eq!(trade(&world, edx.as_ref(), &TokenRequest { scope: Some("write".into()), ..refresh_request(&second) }).await, Err(TokenRefusal::InvalidScope));
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&first)).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(reads(&world, second.access_token.as_str()).await, None, "reuse was noticed");
    assert_eq!(trade(&world, edx.as_ref(), &refresh_request(&second)).await, Err(TokenRefusal::InvalidGrant));
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_refreshes_at_once_leave_nothing_behind(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let (edx, first) = (edx(), tokens(&world, &learner).await);
    let request = refresh_request(&first);

    let (one, two) = tokio::join!(trade(&world, edx.as_ref(), &request), trade(&world, edx.as_ref(), &request));

    let granted = [one, two].into_iter().filter_map(Result::ok).collect::<Vec<_>>();
    assert_eq!(granted.len(), 1);
    assert_eq!(reads(&world, granted[0].access_token.as_str()).await, None, "the second use revoked the first's pair");
}

#[sqlx::test(migrations = "../../migrations")]
async fn tokens_expire_and_die_with_the_person(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;

    world.later(Duration::seconds(35_999));
    assert!(reads(&world, body.access_token.as_str()).await.is_some());
    world.later(Duration::seconds(1));
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
    assert_eq!(reads(&world, body.refresh_token.as_str()).await, None, "a refresh token reads nothing");
    world.later(Duration::days(30));
    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));

    let body = tokens(&world, &learner).await;
    world.execute("update users set is_active = false").await;
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidGrant));
}

#[sqlx::test(migrations = "../../migrations")]
async fn revoking_needs_the_owner_and_forgives_unknown_tokens(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;
    let revoke_as = async |client: Option<ClientCredentials>, token: &str| {
        let mut tx = world.tx().await;
        let done = revoke(&mut tx, client.as_ref(), token).await.expect("a query");
        tx.commit().await.expect("committed");
        done
    };

    assert_eq!(revoke_as(None, body.access_token.as_str()).await, Err(TokenRefusal::InvalidClient));
    assert_eq!(revoke_as(ClientCredentials::read(None, Some("wallet"), None), body.access_token.as_str()).await, Ok(()));
    assert_eq!(revoke_as(edx(), "unknown").await, Ok(()));
    assert!(reads(&world, body.access_token.as_str()).await.is_some(), "nothing of that touched it");
    assert_eq!(revoke_as(edx(), body.refresh_token.as_str()).await, Ok(()));
    assert_eq!(reads(&world, body.access_token.as_str()).await, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_token_for_the_courseware_reads_the_user_record(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let mut tx = world.tx().await;
    let token = mint_token_for_courseware(&mut tx, learner.id, "edx-oauth-app", Duration::hours(1000)).await.expect("a query").expect("the application exists");
    assert!(mint_token_for_courseware(&mut tx, learner.id, "missing", Duration::hours(1)).await.expect("a query").is_none());
    tx.commit().await.expect("committed");

    world.later(Duration::hours(999));
    assert_eq!(reads(&world, token.as_str()).await, Some((learner, vec!["user:read".to_owned()])));
    assert_eq!(world.count(&format!("select count(*) from oauth_token t where t::text like '%{}%'", token.as_str())).await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn ended_tokens_are_deleted_after_a_month(pool: PgPool) {
    let (world, learner) = world(pool).await;
    tokens(&world, &learner).await;
    let mut conn = world.db.read().await.expect("a connection");

    world.later(Duration::days(31));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!((world.count("select count(*) from oauth_token").await, world.count("select count(*) from oauth_grant").await), (1, 0), "the refresh token ended yesterday");
    world.later(Duration::days(30));
    xpro_accounts::purge(&mut conn, world.db.now()).await.expect("purged");
    assert_eq!(world.count("select count(*) from oauth_token").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn settings_that_change_are_taken_over(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;
    let mut tx = world.tx().await;

    assert!(ensure_application(&mut tx, System("test"), &NewApplication { client_secret: "new-secret", ..EDX }).await.expect("updated"));
    tx.commit().await.expect("committed");

    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidClient));
    let renewed = ClientCredentials::read(None, Some("edx"), Some("new-secret"));
    assert!(trade(&world, renewed.as_ref(), &refresh_request(&body)).await.is_ok());
}
