//! Sending against a scripted Mailgun.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use url::Url;
use uuid::Uuid;
use xpro_mailgun::{Mailbox, Mailgun, MailgunConfig, Message, Retryable, Secret, SendError};
use xpro_outbound::testing::{Answer, ScriptedServer, raw_server, refused_url};

const PATH: &str = "/v3/mail.example.com/messages";

fn client(base_url: &Url, divert: Option<&str>) -> Mailgun {
    let mut config = MailgunConfig::new(base_url.clone(), "mail.example.com", Secret::from("key-1"));
    config.recipient_override = divert.map(mailbox);
    Mailgun::new(config, Arc::new(())).expect("a plain client builds")
}

fn mailbox(text: &str) -> Mailbox {
    text.parse().expect("a mailbox")
}

fn message() -> Message {
    Message {
        from: mailbox("MIT xPRO <no-reply@example.com>"),
        to: mailbox("ada@example.com").named("Ada, Countess"),
        reply_to: Some(mailbox("support@example.com")),
        subject: "Your order\nis complete  ".to_owned(),
        text: "Thank you & goodbye".to_owned(),
        html: "<p>Thank you &amp; goodbye</p>".to_owned(),
        tags: vec!["bulk_enrollment".to_owned(), "second".to_owned()],
        variables: BTreeMap::from([("enrollment_code".to_owned(), "C-1".to_owned())]),
        headers: BTreeMap::from([("X-Order".to_owned(), "42".to_owned())]),
        idempotency: Uuid::from_u128(7),
    }
}

fn accepted() -> Answer {
    Answer::json(200, &json!({"id": "<20260301.1@mail.example.com>", "message": "Queued. Thank you."}))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn a_message_is_handed_over_whole() {
    let server = ScriptedServer::start().await;
    server.on(PATH, accepted());

    let id = client(&server.url, None).send(&message()).await.expect("accepted");

    assert_eq!(id.as_str(), "20260301.1@mail.example.com");
    let seen = server.seen().remove(0);
    assert_eq!((seen.method.as_str(), seen.header("authorization")), ("POST", "Basic YXBpOmtleS0x"));
    let expected = pairs(&[
        ("from", "\"MIT xPRO\" <no-reply@example.com>"),
        ("to", "\"Ada, Countess\" <ada@example.com>"),
        ("subject", "Your order is complete"),
        ("text", "Thank you & goodbye"),
        ("html", "<p>Thank you &amp; goodbye</p>"),
        ("h:Message-Id", "<00000000-0000-0000-0000-000000000007@mail.example.com>"),
        ("h:Reply-To", "support@example.com"),
        ("o:tag", "bulk_enrollment"),
        ("o:tag", "second"),
        ("v:enrollment_code", "C-1"),
        ("h:X-Order", "42"),
    ]);
    assert_eq!(seen.form(), expected);
}

#[tokio::test]
async fn the_override_takes_every_message() {
    let server = ScriptedServer::start().await;
    server.on(PATH, accepted());

    client(&server.url, Some("dev@example.org")).send(&message()).await.expect("accepted");

    let seen = server.seen().remove(0);
    let form = seen.form();
    let recipients: Vec<&str> = form.iter().filter(|(name, _)| name == "to").map(|(_, to)| to.as_str()).collect();
    assert_eq!(recipients, ["dev@example.org"]);
    assert!(form.contains(&("h:X-Original-To".to_owned(), "ada@example.com".to_owned())));
}

#[tokio::test]
async fn a_message_is_never_sent_twice_by_itself() {
    let server = ScriptedServer::start().await;
    server.on(PATH, Answer::html(502, "bad gateway"));

    let error = client(&server.url, None).send(&message()).await.expect_err("502");

    assert!(matches!(error, SendError::Call(_)) && error.is_retryable());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_kind_of_failure_decides_about_trying_later() {
    for (answer, retryable) in [
        (Answer::json(400, &json!({"message": "to parameter is not a valid address"})), false),
        (Answer::json(404, &json!({})), false),
        (Answer::json(429, &json!({})), true),
        (Answer::new(401, "text/plain", "Forbidden"), true),
        (Answer::new(403, "text/plain", "Forbidden"), true),
        (Answer::html(200, "garbage"), true),
    ] {
        let server = ScriptedServer::start().await;
        server.on(PATH, answer);

        let error = client(&server.url, None).send(&message()).await.expect_err("failed");

        assert_eq!(error.is_retryable(), retryable, "{error:?}");
        assert!(!format!("{error} {error:?}").contains("key-1"));
    }
    for url in [refused_url().await, raw_server(b"").await] {
        let error = client(&url, None).send(&message()).await.expect_err("no answer");
        assert!(matches!(error, SendError::Call(_)) && error.is_retryable());
    }
}

#[tokio::test]
async fn headers_cannot_smuggle_others_in() {
    let server = ScriptedServer::start().await;
    for (name, value) in [("X-A", "1\r\nBcc: x@y.zz"), ("X-A: 1\nBcc", "x"), ("", "x")] {
        let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);

        let error = client(&server.url, None).send(&Message { headers, ..message() }).await.expect_err("refused");

        assert!(matches!(&error, SendError::InvalidHeader { name: named } if named == name));
        assert!(error.is_permanent());
    }
    assert_eq!(server.seen().len(), 0);
}
