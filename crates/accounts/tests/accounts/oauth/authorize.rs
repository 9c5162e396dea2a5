//! The authorization endpoint, and tokens made for Open edX.

use super::provider::*;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use time::Duration;
use xpro_accounts::oauth::{
    AuthorizeOutcome, AuthorizePageError, AuthorizeRequest, ClientCredentials, ConsentAnswer, NewApplication,
    TokenRefusal, TokenRequest, ensure_application, mint_token_for_courseware,
};
use xpro_kernel::System;

#[sqlx::test(migrations = "../../migrations")]
async fn edx_gets_a_code_without_a_consent_page_once_somebody_is_signed_in(pool: PgPool) {
    let (world, learner) = world(pool).await;

    let AuthorizeOutcome::NeedsLogin { next } = ask(&world, &edx_request(), None, None).await else {
        panic!("nobody is signed in")
    };
    assert!(next.starts_with("/oauth2/authorize/?client_id=edx&"), "{next}");
    assert_eq!(xpro_accounts::next::safe_next(&next, "https://shop.example").as_deref(), Some(next.as_str()));
    let query = next.split_once('?').expect("a query").1;
    let back: AuthorizeRequest = serde_json::from_value(
        url::form_urlencoded::parse(query.as_bytes())
            .map(|(key, value)| (key.into_owned(), value.into_owned().into()))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    )
    .expect("readable");
    assert_eq!(back, edx_request());

    let outcome = ask(&world, &back, Some(&learner), None).await;
    assert_eq!(param(&outcome, "state").as_deref(), Some("s&1"));
    let body =
        trade(&world, edx().as_ref(), &code_request(&param(&outcome, "code").expect("a code"))).await.expect("granted");
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
    assert_eq!(
        (param(&outcome, "error").as_deref(), param(&outcome, "state").as_deref()),
        (Some("login_required"), Some("s&1"))
    );

    let login = AuthorizeRequest { prompt: Some("login".into()), ..edx_request() };
    let AuthorizeOutcome::NeedsLogin { next } = ask(&world, &login, Some(&learner), None).await else {
        panic!("sign in again")
    };
    assert!(!next.contains("prompt"), "it would ask for ever");
}

#[sqlx::test(migrations = "../../migrations")]
async fn strangers_get_an_error_page_and_never_a_redirect(pool: PgPool) {
    let (world, learner) = world(pool).await;

    let unknown = AuthorizeRequest { client_id: "nobody".into(), ..edx_request() };
    assert_eq!(
        ask(&world, &unknown, Some(&learner), None).await,
        AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownClient)
    );
    for uri in ["https://evil.example/", "", "https://edx.example/auth/complete/ol-oauth2", "javascript:alert(1)"] {
        let elsewhere = AuthorizeRequest { redirect_uri: uri.into(), ..edx_request() };
        assert_eq!(
            ask(&world, &elsewhere, Some(&learner), None).await,
            AuthorizeOutcome::ErrorPage(AuthorizePageError::UnknownRedirect)
        );
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
    let bare = AuthorizeRequest {
        client_id: "wallet".into(),
        response_type: "code".into(),
        redirect_uri: "http://127.0.0.1:5555/done".into(),
        ..AuthorizeRequest::default()
    };
    let request = AuthorizeRequest {
        code_challenge: Some(challenge),
        code_challenge_method: Some("S256".into()),
        ..bare.clone()
    };
    let wallet = ClientCredentials::read(None, Some("wallet"), None);

    assert_eq!(param(&ask(&world, &bare, Some(&learner), None).await, "error").as_deref(), Some("invalid_request"));
    let wide = AuthorizeRequest { scope: "user:read".into(), ..request.clone() };
    assert_eq!(param(&ask(&world, &wide, Some(&learner), None).await, "error").as_deref(), Some("invalid_scope"));
    let AuthorizeOutcome::NeedsConsent(consent) = ask(&world, &request, Some(&learner), None).await else {
        panic!("must ask")
    };
    assert_eq!(
        (consent.application_name.as_str(), consent.scopes.as_slice()),
        ("wallet", ["Read and write your digital credentials"].as_slice())
    );
    assert_eq!(
        param(&ask(&world, &request, Some(&learner), Some(ConsentAnswer::Deny)).await, "error").as_deref(),
        Some("access_denied")
    );

    let trade_with = async |verifier: Option<&str>| {
        let code =
            param(&ask(&world, &request, Some(&learner), Some(ConsentAnswer::Allow)).await, "code").expect("a code");
        let form = TokenRequest {
            redirect_uri: Some(request.redirect_uri.clone()),
            code_verifier: verifier.map(str::to_owned),
            ..code_request(&code)
        };
        trade(&world, wallet.as_ref(), &form).await
    };
    assert_eq!(trade_with(None).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(trade_with(Some(&"w".repeat(43))).await, Err(TokenRefusal::InvalidGrant));
    assert_eq!(trade_with(Some(&verifier)).await.expect("granted").scope, "digitalcredentials");

    let auto = AuthorizeRequest { approval_prompt: Some("auto".into()), ..request.clone() };
    assert!(param(&ask(&world, &auto, Some(&learner), None).await, "code").is_some(), "granted before");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_token_for_the_courseware_reads_the_user_record(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let mut tx = world.tx().await;
    let token = mint_token_for_courseware(&mut tx, learner.id, "edx-oauth-app", Duration::hours(1000))
        .await
        .expect("a query")
        .expect("the application exists");
    assert!(
        mint_token_for_courseware(&mut tx, learner.id, "missing", Duration::hours(1)).await.expect("a query").is_none()
    );
    tx.commit().await.expect("committed");

    world.later(Duration::hours(999));
    assert_eq!(reads(&world, token.as_str()).await, Some((learner, vec!["user:read".to_owned()])));
    assert_eq!(
        world.count(&format!("select count(*) from oauth_token t where t::text like '%{}%'", token.as_str())).await,
        0
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn settings_that_change_are_taken_over(pool: PgPool) {
    let (world, learner) = world(pool).await;
    let body = tokens(&world, &learner).await;
    let mut tx = world.tx().await;

    assert!(
        ensure_application(&mut tx, System("test"), &NewApplication { client_secret: "new-secret", ..EDX })
            .await
            .expect("updated")
    );
    tx.commit().await.expect("committed");

    assert_eq!(trade(&world, edx().as_ref(), &refresh_request(&body)).await, Err(TokenRefusal::InvalidClient));
    let renewed = ClientCredentials::read(None, Some("edx"), Some("new-secret"));
    assert!(trade(&world, renewed.as_ref(), &refresh_request(&body)).await.is_ok());
}
