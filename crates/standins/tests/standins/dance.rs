//! E3 to E6, E10: the login dance through xPRO, user tokens, and what they allow.

use reqwest::{Client, Response};
use serde_json::{Value, json};
use url::Url;

use crate::bed::{API_CLIENT, Bed, client};

/// A browser that is signed in at the fake xPRO.
fn signed_in(username: &str) -> Client {
    let mut headers = reqwest::header::HeaderMap::new();
    let jar = reqwest::cookie::Jar::default();
    let host: Url = "http://127.0.0.1/".parse().expect("an address");
    jar.add_cookie_str(&format!("xpro_session={username}; Path=/"), &host);
    headers.insert("accept", "*/*".parse().expect("a header value"));
    client().default_headers(headers).cookie_provider(std::sync::Arc::new(jar)).build().expect("a client")
}

async fn log_in(bed: &Bed, browser: &Client) -> Response {
    let address = bed.at("/auth/login/ol-oauth2/?auth_entry=login");
    browser.get(address).send().await.expect("the dance ends")
}

fn redirect_uri(bed: &Bed) -> String {
    bed.xpro.url.join("/login/_private/complete").expect("a path").into()
}

async fn authorize(bed: &Bed, browser: &Client) -> Response {
    let mut address = bed.at("/oauth2/authorize");
    address
        .query_pairs_mut()
        .append_pair("client_id", API_CLIENT.0)
        .append_pair("scope", "read write")
        .append_pair("redirect_uri", &redirect_uri(bed))
        .append_pair("response_type", "code");
    browser.get(address).send().await.expect("edX answers")
}

fn code_of(answer: &Response) -> String {
    let pair = answer.url().query_pairs().find(|(name, _)| name == "code");
    pair.expect("the landing address carries a code").1.into_owned()
}

async fn tokens(bed: &Bed, form: &[(&str, &str)]) -> Response {
    let mut form = form.to_vec();
    form.extend([("client_id", API_CLIENT.0), ("client_secret", API_CLIENT.1)]);
    let request = bed.http.post(bed.at("/oauth2/access_token")).form(&form);
    request.send().await.expect("edX answers")
}

async fn redeem(bed: &Bed, code: &str) -> Response {
    let redirect_uri = redirect_uri(bed);
    let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect_uri.as_str())];
    tokens(bed, &form).await
}

/// A bed with a linked user, and that user's tokens.
async fn danced() -> (Bed, Value) {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    bed.xpro.person("ada", "Ada Lovelace", "ada@example.com");
    let browser = signed_in("ada");
    log_in(&bed, &browser).await;
    let code = code_of(&authorize(&bed, &browser).await);
    let pair = redeem(&bed, &code).await.json().await.expect("tokens");
    (bed, pair)
}

async fn own_enrollments(bed: &Bed, token: &Value) -> Response {
    bed.http
        .get(bed.at("/api/enrollment/v1/enrollment"))
        .bearer_auth(token.as_str().expect("a token"))
        .send()
        .await
        .expect("edX answers")
}

#[tokio::test]
async fn the_dance_logs_in_and_refreshes_name_and_email() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    bed.xpro.person("ada", "Ada King", "countess@example.com");
    let browser = signed_in("ada");

    let landing = log_in(&bed, &browser).await;
    let complete = authorize(&bed, &browser).await;

    assert_eq!(landing.status(), 200);
    assert_eq!(landing.url().path(), "/dashboard");
    assert!(complete.url().as_str().starts_with(&redirect_uri(&bed)));
    assert!(!code_of(&complete).is_empty());
    let users = bed.control("/control/edx/users").await;
    assert_eq!(users[0]["name"], "Ada King");
    assert_eq!(users[0]["email"], "countess@example.com");
    assert_eq!(users[0]["logins"], 1);
}

#[tokio::test]
async fn without_a_session_at_xpro_there_is_no_code() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;

    let landing = log_in(&bed, &bed.browser).await;
    let refused = authorize(&bed, &bed.browser).await;

    assert_eq!(landing.url().path(), "/signin");
    assert_eq!(refused.url().path(), "/login");
}

#[tokio::test]
async fn an_unlinked_user_stays_outside() {
    let bed = Bed::start().await;
    bed.xpro.person("bob", "Bob", "bob@example.com");
    let browser = signed_in("bob");

    let landing = log_in(&bed, &browser).await;

    assert_eq!(landing.url().path(), "/login");
    assert_eq!(authorize(&bed, &browser).await.url().path(), "/login");
}

#[tokio::test]
async fn a_foreign_state_is_refused() {
    let bed = Bed::start().await;
    let address = bed.at("/auth/complete/ol-oauth2/?code=code-of-ada&state=guessed");

    let answer = bed.browser.get(address).send().await.expect("edX answers");

    assert_eq!(answer.status(), 403);
}

#[tokio::test]
async fn a_code_works_once_and_a_refresh_token_once() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    bed.xpro.person("ada", "Ada Lovelace", "ada@example.com");
    let browser = signed_in("ada");
    log_in(&bed, &browser).await;
    let code = code_of(&authorize(&bed, &browser).await);

    let first: Value = redeem(&bed, &code).await.json().await.expect("tokens");
    let again = redeem(&bed, &code).await;
    let refresh = first["refresh_token"].as_str().expect("a refresh token");
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let renewed = tokens(&bed, &form).await;
    let renewed_again = tokens(&bed, &form).await;

    assert_eq!(first["token_type"], "Bearer");
    assert_eq!(first["expires_in"], 36_000);
    assert_eq!(again.status(), 400);
    assert_eq!(renewed.status(), 200);
    assert_eq!(renewed_again.status(), 400);
    let old = own_enrollments(&bed, &first["access_token"]).await;
    assert_eq!(old.status(), 401);
}

#[tokio::test]
async fn a_wrong_client_secret_gets_nothing() {
    let bed = Bed::start().await;
    let form = [("grant_type", "authorization_code"), ("client_id", API_CLIENT.0), ("client_secret", "guessed")];

    let request = bed.http.post(bed.at("/oauth2/access_token")).form(&form);
    let answer = request.send().await.expect("edX answers");

    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn tokens_can_be_made_to_expire() {
    let (bed, pair) = danced().await;
    assert_eq!(own_enrollments(&bed, &pair["access_token"]).await.status(), 200);

    let order = json!({"username": "ada", "refresh_too": true});
    let done = bed.order("/control/edx/tokens/expire", order).await;

    assert_eq!(done.status(), 204);
    let refused = own_enrollments(&bed, &pair["access_token"]).await;
    assert_eq!(refused.status(), 401);
    let body: Value = refused.json().await.expect("JSON");
    assert_eq!(body["error_code"], "token_expired");
    let refresh = pair["refresh_token"].as_str().expect("a refresh token");
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    assert_eq!(tokens(&bed, &form).await.status(), 400);
}

#[tokio::test]
async fn users_rename_themselves_and_nobody_else() {
    let (bed, pair) = danced().await;
    bed.add_edx_user("bob").await;
    let token = pair["access_token"].as_str().expect("a token");
    let rename = async |username: &str, kind: &str| {
        bed.http
            .patch(bed.at(&format!("/api/user/v1/accounts/{username}")))
            .bearer_auth(token)
            .header("Content-Type", kind)
            .body(json!({"name": "Ada King"}).to_string())
            .send()
            .await
            .expect("edX answers")
            .status()
    };

    assert_eq!(rename("ada", "application/merge-patch+json").await, 200);
    assert_eq!(rename("ada", "application/json").await, 415);
    assert_eq!(rename("bob", "application/merge-patch+json").await, 404);

    let users = bed.control("/control/edx/users").await;
    assert_eq!(users[0]["name"], "Ada King");
    assert_eq!(users[1]["name"], "Some One");
}
