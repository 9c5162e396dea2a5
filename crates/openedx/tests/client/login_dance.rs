//! E3 to E6: the walk through two sites, wrong turns, and refreshing.

use std::time::Duration;

use crate::common::{changed_client, client};
use serde_json::json;
use xpro_openedx::{DanceError, OpenEdx, RefreshError, Retryable, Secret, SessionCookie};
use xpro_outbound::testing::{Answer, ScriptedServer};

const LOGIN: &str = "/auth/login/ol-oauth2/";
const AUTHORIZE: &str = "/oauth2/authorize";
const TOKEN: &str = "/oauth2/access_token";
const LANDING: &str = "/login/_private/complete";

/// edX under one host name and our site under another, so that cookies stay apart as they do in the world.
struct Stage {
    edx: ScriptedServer,
    site: ScriptedServer,
    client: OpenEdx,
}

async fn stage() -> Stage {
    let (edx, site) = (ScriptedServer::start().await, ScriptedServer::start().await);
    let mut site_url = site.url.clone();
    site_url.set_host(Some("localhost")).expect("a host name");
    let client = client(&edx.url, &site_url);
    Stage { edx, site, client }
}

fn session() -> SessionCookie {
    SessionCookie { name: "sessionid".to_owned(), value: Secret::from("ada-session"), path: "/".to_owned() }
}

fn tokens() -> Answer {
    let body = json!({"access_token": "acc", "refresh_token": "ref", "expires_in": 36000, "scope": "read write"});
    Answer::json(200, &body)
}

impl Stage {
    fn site_at(&self, path: &str) -> String {
        self.site.at(path).replace("127.0.0.1", "localhost")
    }

    /// The first half: edX sends the browser to us and we send it back, logged in.
    fn logs_in(&self) -> &Self {
        self.edx
            .on(LOGIN, Answer::redirect(self.site_at("/oauth2/authorize/?client_id=edx")))
            .on("/auth/complete", Answer::redirect("/dashboard").with_header("set-cookie", "edxsession=in; Path=/"))
            .on("/dashboard", Answer::html(200, "Welcome"));
        self.site.on("/oauth2/authorize/", Answer::redirect(self.edx.at("/auth/complete?code=inner")));
        self
    }

    /// The second half: edX sends the browser on to this address.
    fn authorizes(&self, to: &str) -> &Self {
        self.edx.on(AUTHORIZE, Answer::redirect(self.site_at(to)));
        self.site.on(to.split('?').next().unwrap_or(to), Answer::html(200, ""));
        self
    }
}

#[tokio::test]
async fn the_walk_ends_with_tokens() {
    let stage = stage().await;
    stage.logs_in().authorizes("/login/_private/complete?code=c%2F1&state=x");
    stage.edx.on(TOKEN, tokens());

    let pair = stage.client.login_dance(&session()).await.expect("tokens");

    assert_eq!((pair.access_token.expose(), pair.refresh_token.expose()), ("acc", "ref"));
    assert_eq!(pair.expires_in, Duration::from_secs(36_000));
    let now = time::OffsetDateTime::UNIX_EPOCH;
    assert_eq!(pair.expires_on(now), now + Duration::from_secs(35_990));
    let edx = stage.edx.seen();
    let walked: Vec<&str> = edx.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(walked, [LOGIN, "/auth/complete", "/dashboard", AUTHORIZE, TOKEN]);
    assert_eq!(edx[0].query, "auth_entry=login");
    let cookies: Vec<&str> = edx.iter().map(|seen| seen.header("cookie")).collect();
    assert_eq!(cookies, ["", "", "edxsession=in", "edxsession=in", ""], "our session goes to our site only");
    let redirect_uri = stage.site_at(LANDING);
    let escaped: String = url::form_urlencoded::byte_serialize(redirect_uri.as_bytes()).collect();
    let query = format!("client_id=client-id&scope=read+write&redirect_uri={escaped}&response_type=code");
    assert_eq!(edx[3].query, query);
    let form = edx[4].form();
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", "c/1"),
        ("redirect_uri", redirect_uri.as_str()),
        ("client_id", "client-id"),
        ("client_secret", "client-secret"),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(stage.site.seen().iter().all(|seen| seen.header("cookie") == "sessionid=ada-session"));
}

#[tokio::test]
async fn every_walk_starts_with_a_fresh_jar() {
    let stage = stage().await;
    for _ in 0..2 {
        stage.logs_in().authorizes("/login/_private/complete?code=1");
        stage.edx.on(TOKEN, tokens());
    }

    stage.client.login_dance(&session()).await.expect("first");
    stage.client.login_dance(&session()).await.expect("second");

    let edx = stage.edx.seen();
    let starts: Vec<&str> = edx.iter().filter(|seen| seen.path == LOGIN).map(|seen| seen.header("cookie")).collect();
    assert_eq!(starts, ["", ""]);
}

#[tokio::test]
async fn landing_elsewhere_is_named() {
    for place in ["/login/?next=x&code=1", "/login/_private/complete/more?code=1", "/login/_private/completed?code=1"] {
        let stage = stage().await;
        stage.logs_in().authorizes(place);

        let error = stage.client.login_dance(&session()).await.expect_err("wrong page");

        let DanceError::WrongLandingPage { expected, landed } = &error else { panic!("{error:?}") };
        assert_eq!(*expected, stage.site_at(LANDING));
        assert_eq!(*landed, stage.site_at(place.split('?').next().unwrap_or(place)));
        assert!(error.is_permanent() && !stage.edx.seen().iter().any(|seen| seen.path == TOKEN));
    }
}

#[tokio::test]
async fn staying_on_edx_is_a_wrong_landing_page() {
    let stage = stage().await;
    stage.logs_in();
    stage.edx.on(AUTHORIZE, Answer::html(200, "Do you allow this?"));

    let error = stage.client.login_dance(&session()).await.expect_err("consent page");

    assert!(matches!(error, DanceError::WrongLandingPage { landed, .. } if landed == stage.edx.at(AUTHORIZE)));
}

#[tokio::test]
async fn a_landing_without_code_is_named() {
    for (query, reason) in [("", None), ("?code=", None), ("?error=access_denied", Some("access_denied"))] {
        let stage = stage().await;
        stage.logs_in().authorizes(&format!("{LANDING}{query}"));

        let error = stage.client.login_dance(&session()).await.expect_err("no code");

        let DanceError::MissingCode { reason: named, .. } = &error else { panic!("{error:?}") };
        assert_eq!(named.as_deref(), reason);
    }
}

#[tokio::test]
async fn a_failing_step_ends_the_walk() {
    let stage = stage().await;
    stage.edx.on(LOGIN, Answer::html(503, "down"));
    let first = stage.client.login_dance(&session()).await.expect_err("login fails");
    stage.logs_in();
    stage.edx.on(AUTHORIZE, Answer::html(400, "bad client"));
    let second = stage.client.login_dance(&session()).await.expect_err("authorize fails");

    assert!(matches!(&first, DanceError::Walk(error) if error.status() == Some(503)));
    assert!(matches!(&second, DanceError::Walk(error) if error.status() == Some(400)));
    assert_eq!((first.is_retryable(), second.is_retryable()), (true, false));
}

#[tokio::test]
async fn a_refused_code_is_told_without_secrets() {
    for (answer, retryable) in [
        (Answer::json(400, &json!({"error": "invalid_grant"})), false),
        (Answer::html(502, "down"), true),
        (Answer::json(200, &json!({"access_token": "acc-secret", "refresh_token": 5, "expires_in": 1})), true),
    ] {
        let stage = stage().await;
        stage.logs_in().authorizes("/login/_private/complete?code=the-code");
        stage.edx.on(TOKEN, answer);

        let error = stage.client.login_dance(&session()).await.expect_err("no tokens");

        assert!(matches!(error, DanceError::TokenRefused(_)));
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
        let text = format!("{error} {error:?}");
        let secrets = ["the-code", "client-secret", "ada-session", "acc-secret"];
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

#[tokio::test]
async fn revisiting_redeems_nothing_and_may_land_anywhere() {
    let stage = stage().await;
    stage.logs_in().authorizes("/somewhere");

    stage.client.revisit(&session()).await.expect("walked");

    assert!(!stage.edx.seen().iter().any(|seen| seen.path == TOKEN));
    assert!(stage.edx.seen().iter().any(|seen| seen.path == AUTHORIZE));
}

#[tokio::test]
async fn the_login_path_is_a_setting() {
    let edx = ScriptedServer::start().await;
    let client = changed_client(&edx.url, &edx.url, |config| config.social_login_path = "/go/?x=1".to_owned());

    client.revisit(&session()).await.expect_err("404");

    assert_eq!((edx.seen()[0].path.as_str(), edx.seen()[0].query.as_str()), ("/go/", "x=1"));
}

#[tokio::test]
async fn tokens_are_refreshed_once() {
    let stage = stage().await;
    stage.edx.on(TOKEN, tokens());

    let pair = stage.client.refresh_token(&Secret::from("old")).await.expect("refreshed");

    assert_eq!(pair.refresh_token.expose(), "ref");
    let expected = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "old"),
        ("client_id", "client-id"),
        ("client_secret", "client-secret"),
    ];
    assert_eq!(stage.edx.seen()[0].form(), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn a_refused_refresh_differs_from_an_absent_edx() {
    for (answer, refused, retryable) in [
        (Answer::json(401, &json!({"error": "invalid_grant"})), true, false),
        (Answer::json(429, &json!({})), false, true),
        (Answer::html(500, "down"), true, false),
        (Answer::html(200, "<p>maintenance</p>"), false, true),
    ] {
        let stage = stage().await;
        stage.edx.on(TOKEN, answer);

        let error = stage.client.refresh_token(&Secret::from("old")).await.expect_err("no tokens");

        assert_eq!(matches!(error, RefreshError::Refused(_)), refused, "{error:?}");
        assert_eq!(error.is_retryable(), retryable);
        assert_eq!(stage.edx.seen().len(), 1);
    }
}
