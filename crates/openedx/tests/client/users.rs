//! E1, E2, E10 and E11: creating, finding and naming users.

use std::time::Duration;

use crate::common::{changed_client, client, edx};
use serde_json::{Value, json};
use xpro_openedx::{LookupError, NameDecision, NewUser, RegisterError, Retryable, Secret};
use xpro_outbound::Fault;
use xpro_outbound::testing::{Answer, ScriptedServer, raw_server, refused_url};

const REGISTRATION: &str = "/user_api/v1/account/registration/";
const ACCOUNTS: &str = "/api/user/v1/accounts";
const VALIDATION: &str = "/api/user/v1/validation/registration";

fn ada(token: &Secret) -> NewUser<'_> {
    NewUser { username: "ada", email: "ada+1@example.com", name: "Ada Lövelace", access_token: token }
}

#[tokio::test]
async fn a_user_is_created_with_exactly_these_fields() {
    let (server, client) = edx().await;
    server.on(REGISTRATION, Answer::json(200, &json!({"success": true})));

    client.register_user(ada(&Secret::from("our-token"))).await.expect("created");

    let seen = server.seen().remove(0);
    let form = seen.form();
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("username", "ada"),
            ("email", "ada+1@example.com"),
            ("name", "Ada Lövelace"),
            ("provider", "ol-oauth2"),
            ("access_token", "our-token"),
            ("country", "US"),
            ("honor_code", "True"),
        ]
    );
    assert_eq!((seen.method.as_str(), seen.header("x-access-token")), ("POST", "registration-token"));
}

#[tokio::test]
async fn no_registration_token_no_header() {
    let server = ScriptedServer::start().await;
    server.on(REGISTRATION, Answer::json(200, &json!({})));
    let client = changed_client(&server.url, &server.url, |config| config.registration_access_token = None);

    client.register_user(ada(&Secret::from("t"))).await.expect("created");

    assert!(!server.seen()[0].headers.contains_key("x-access-token"));
}

#[tokio::test]
async fn only_200_creates_and_nothing_is_sent_twice() {
    let (server, client) = edx().await;
    server
        .on(REGISTRATION, Answer::json(409, &json!({"username": "taken"})))
        .on(REGISTRATION, Answer::html(500, "<h1>Oops</h1>"))
        .on(REGISTRATION, Answer::json(202, &json!({})));
    let token = Secret::from("our-token");

    let conflict = client.register_user(ada(&token)).await.expect_err("409");
    let broken = client.register_user(ada(&token)).await.expect_err("500");
    let accepted = client.register_user(ada(&token)).await.expect_err("202 is not 200");

    assert!(conflict.to_string().contains(r#"status 409: {"username":"taken"}"#), "{conflict}");
    let page = format!("status 500 from {} (HTML body left out)", server.at(REGISTRATION));
    assert!(broken.to_string().ends_with(&page), "{broken}");
    assert!(matches!(accepted, RegisterError::Refused { status: 202, .. }));
    let verdicts = [conflict, broken, accepted].map(|error| error.is_retryable());
    assert_eq!(verdicts, [false, true, false]);
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_proxys_page_creates_nobody() {
    let (server, client) = edx().await;
    server.on(REGISTRATION, Answer::html(200, "<p>maintenance</p>"));

    let error = client.register_user(ada(&Secret::from("t"))).await.expect_err("not edX's answer");

    assert!(matches!(error, RegisterError::Refused { status: 200, .. }) && error.is_retryable());
}

#[tokio::test]
async fn registration_without_an_answer_is_unreachable() {
    let url = raw_server(b"").await;

    let error = client(&url, &url).register_user(ada(&Secret::from("t"))).await.expect_err("dropped");

    assert!(matches!(error, RegisterError::Unreachable(_)) && error.is_retryable());
}

#[tokio::test]
async fn a_username_is_found_by_email() {
    let (server, client) = edx().await;
    server.on(ACCOUNTS, Answer::json(200, &json!([{"username": "Ada_1", "email": "x"}, {"username": "other"}])));

    let found = client.find_username_by_email("ada+1@example.com").await.expect("answered");

    assert_eq!(found.as_deref(), Some("Ada_1"));
    let seen = server.seen().remove(0);
    assert_eq!(seen.query, "email=ada%2B1%40example.com");
    assert_eq!(seen.header("authorization"), "Bearer service-token");
}

#[tokio::test]
async fn no_such_user_is_not_an_error() {
    let (server, client) = edx().await;
    server
        .on(ACCOUNTS, Answer::json(404, &json!([])))
        .on(ACCOUNTS, Answer::json(200, &json!([])))
        .on(ACCOUNTS, Answer::json(200, &json!([{"email": "no name"}])));

    for _ in 0..3 {
        let found = client.find_username_by_email("nobody@example.com").await.expect("answered");
        assert_eq!(found, None);
    }
}

#[tokio::test]
async fn looking_up_needs_the_service_token() {
    let server = ScriptedServer::start().await;
    for unset in [None, Some(Secret::from(""))] {
        let client = changed_client(&server.url, &server.url, |config| config.service_token = unset);

        let error = client.find_username_by_email("ada@example.com").await.expect_err("not configured");

        assert!(matches!(error, LookupError::NotConfigured(_)) && error.is_permanent());
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn renaming_sends_the_merge_patch() {
    let (server, client) = edx().await;
    let path = "/api/user/v1/accounts/a%2Fda%20b";
    server.on(path, Answer::json(200, &json!({"name": "Ada King"})));

    client.rename("a/da b", "Ada King", &Secret::from("user-token")).await.expect("renamed");

    let seen = server.seen().remove(0);
    assert_eq!(seen.method, "PATCH");
    assert_eq!(seen.json::<Value>(), json!({"name": "Ada King"}));
    let headers = ["authorization", "accept", "x-requested-with", "content-type"].map(|name| seen.header(name));
    assert_eq!(
        headers,
        [
            "Bearer user-token",
            "application/json, text/javascript, */*; q=0.01",
            "XMLHttpRequest",
            "application/merge-patch+json",
        ]
    );
    assert_eq!(seen.headers.get_all("content-type").iter().count(), 1);
}

#[tokio::test]
async fn edx_decides_on_names() {
    let (server, client) = edx().await;
    let decision = |text: &str| Answer::json(200, &json!({"validation_decisions": {"name": text}}));
    server.on(VALIDATION, decision("")).on(VALIDATION, decision("Enter your full name"));

    let good = client.validate_name("Ada Lovelace").await.expect("answered");
    let bad = client.validate_name("http://ada").await.expect("answered");

    assert_eq!(good, NameDecision::Acceptable);
    let explanation = "Enter your full name".to_owned();
    assert_eq!(bad, NameDecision::Refused { explanation });
    let seen = server.seen().remove(0);
    assert_eq!((seen.body.as_str(), seen.header("authorization").trim()), ("name=Ada+Lovelace", "Bearer"));
}

#[tokio::test]
async fn an_unreachable_edx_accepts_any_name() {
    for url in [refused_url().await, raw_server(b"").await] {
        let client = client(&url, &url);
        for _ in 0..7 {
            let decision = client.validate_name("Ada").await.expect("accepted, also with the circuit open");
            assert_eq!(decision, NameDecision::Acceptable);
        }
    }
}

#[tokio::test]
async fn an_undecided_edx_is_an_error_and_a_silent_one_is_not() {
    let server = ScriptedServer::start().await;
    server
        .on(VALIDATION, Answer::html(500, "down"))
        .on(VALIDATION, Answer::json(200, &json!({"validation_decisions": {}})))
        .on(VALIDATION, Answer::Hang);
    let client = changed_client(&server.url, &server.url, |config| {
        config.name_check_timeout = Duration::from_millis(100);
    });

    let broken = client.validate_name("Ada").await.expect_err("500");
    let garbled = client.validate_name("Ada").await.expect_err("no decision");
    let silent = client.validate_name("Ada").await.expect("nobody waits for edX");

    assert_eq!(broken.status(), Some(500));
    assert!(matches!(garbled.fault, Fault::Decode(_)));
    assert!(matches!(silent, NameDecision::Acceptable));
    assert_eq!(server.seen().len(), 3, "a person is waiting: no retries");
}
