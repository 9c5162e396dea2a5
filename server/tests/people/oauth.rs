//! The OAuth2 provider as Open edX uses it (accounts_ops.md 3, 13.6).

use crate::world::{DEMO_PASSWORD, LEARNER, Site, Visitor};
use sqlx::PgPool;

const SECRET: &str = "dev-edx-oauth-secret";
const CALLBACK: &str = "http://127.0.0.1:1/auth/complete/ol-oauth2/";

fn authorize(extra: &str) -> String {
    let callback = CALLBACK.replace(':', "%3A").replace('/', "%2F");
    format!(
        "/oauth2/authorize/?client_id=edx-oauth-app&response_type=code&redirect_uri={callback}&state=s1&scope=user%3Aread{extra}"
    )
}

async fn code(learner: &Visitor) -> String {
    let answer = learner.get(&authorize("")).await;
    let query = answer.location().strip_prefix(&format!("{CALLBACK}?")).expect("back to Open edX").to_owned();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&query).expect("readable");
    assert!(pairs.contains(&("state".to_owned(), "s1".to_owned())), "{query}");
    pairs.into_iter().find(|(name, _)| name == "code").expect("a code").1
}

fn exchange(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", "edx-oauth-app"),
        ("client_secret", SECRET),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn open_edx_signs_a_learner_in(pool: PgPool) {
    let site = Site::open(pool).await;
    let (visitor, edx) = (site.visitor(), site.visitor());
    let asked = visitor.get(&authorize("")).await;
    let next = asked.location().strip_prefix("/signin/?next=").expect("to the sign-in");
    let next: Vec<(String, String)> = serde_urlencoded::from_str(&format!("next={next}")).expect("readable");
    let entered = visitor.sign_in(LEARNER, DEMO_PASSWORD, &next[0].1).await;
    assert_eq!(entered.location(), next[0].1, "back to the authorization");
    assert!(visitor.get(entered.location()).await.location().starts_with(CALLBACK));

    let code = code(&visitor).await;
    let token = edx.post("/oauth2/token/", &exchange(&code)).await;
    assert_eq!((token.status, token.header("cache-control")), (200, "no-store"), "{}", token.text);
    let token = token.json();
    assert_eq!((&token["token_type"], &token["expires_in"]), (&"Bearer".into(), &36_000.into()));
    let access = token["access_token"].as_str().expect("a token");
    let me = edx.get_with_token("/api/users/me", access).await.json();
    assert_eq!(me["email"], LEARNER);
    assert!(me["username"].is_string() && me["name"].is_string() && me["legal_address"].is_null(), "{me}");

    let again = edx.post("/oauth2/token/", &exchange(&code)).await;
    assert_eq!((again.status, again.json()["error"].clone()), (400, "invalid_grant".into()));
    let stolen = edx.get_with_token("/api/users/me", access).await;
    assert_eq!(
        (stolen.status, stolen.header("www-authenticate")),
        (401, "Bearer"),
        "a code used twice ends its tokens"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn who_must_prove_again_who_they_are_is_asked(pool: PgPool) {
    let site = Site::open(pool).await;
    let learner = site.learner().await;
    let asked = learner.get(&authorize("&prompt=login")).await;
    assert!(asked.location().starts_with("/signin/?next=") && asked.location().ends_with("&prompt=login"));
    assert_eq!(learner.get(asked.location()).await.status, 200, "the form, although somebody is signed in");
    let none = site.visitor().get(&authorize("&prompt=none")).await;
    assert!(none.location().contains("error=login_required") && none.location().contains("state=s1"));
}

#[sqlx::test(migrations = "../migrations")]
async fn malformed_token_requests_are_refused_in_the_protocols_words(pool: PgPool) {
    let site = Site::open(pool).await;
    let edx = site.visitor();
    for (body, status, error) in [
        (&b""[..], 401, "invalid_client"),
        (b"client_id=%00&client_secret=x&grant_type=refresh_token", 400, "invalid_request"),
        (b"client_id=\xff", 400, "invalid_request"),
        (b"client_id=edx-oauth-app&client_id=other", 400, "invalid_request"),
        (b"client_id=nobody&client_secret=x&grant_type=refresh_token", 401, "invalid_client"),
        (b"client_id=edx-oauth-app&client_secret=wrong&grant_type=refresh_token", 401, "invalid_client"),
        (b"client_id=edx-oauth-app&client_secret=dev-edx-oauth-secret", 400, "invalid_request"),
        (
            b"client_id=edx-oauth-app&client_secret=dev-edx-oauth-secret&grant_type=password",
            400,
            "unsupported_grant_type",
        ),
    ] {
        let answer = edx.post_raw("/oauth2/token/", body.to_vec()).await;
        let shown = String::from_utf8_lossy(body);
        assert_eq!((answer.status, answer.json()["error"].clone()), (status, error.into()), "{shown}");
    }
    assert_eq!(edx.post_raw("/oauth2/revoke_token/", b"token=%00".to_vec()).await.status, 400);
    assert_eq!(edx.post_raw("/oauth2/revoke_token/", b"token=x&client_id=nobody".to_vec()).await.status, 401);
    let nul = "Basic YSUwMGI6c2VjcmV0";
    let answer = edx.post_with("/oauth2/token/", &[("grant_type", "refresh_token")], &[("authorization", nul)]).await;
    assert_eq!(answer.status, 401);

    for path in ["/oauth2/authorize/?client_id=nobody", "/oauth2/authorize/?client_id=a&client_id=b"] {
        assert_eq!(edx.get(path).await.status, 400, "{path}");
    }
    let elsewhere = authorize("").replace("%2Fauth%2Fcomplete", "%2Felsewhere");
    assert_eq!(edx.get(&elsewhere).await.status, 400, "nobody is sent to an unknown address");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_discovery_document_has_three_entries(pool: PgPool) {
    let site = Site::open(pool).await;
    let document = site.visitor().get("/.well-known/openid-configuration").await.json();
    let expected = serde_json::json!({
        "issuer": site.url,
        "authorization_endpoint": format!("{}/oauth2/authorize/", site.url),
        "token_endpoint": format!("{}/oauth2/token/", site.url),
    });
    assert_eq!(document, expected);
    assert_eq!(site.visitor().get("/login/_private/complete?code=x").await.text, "");
}
