//! Mailgun: sending, the inbox, events.

use reqwest::{Response, multipart};
use serde_json::{Value, json};

use crate::bed::{Bed, MAIL_DOMAIN, MAIL_KEY};

const MAIL: [(&str, &str); 9] = [
    ("from", "MIT xPRO <support@xpro.example>"),
    ("to", "Ada <ada@example.com>"),
    ("subject", "Verify your <email>"),
    ("text", "Confirm: http://xpro.example/confirm/?a=1&b=2."),
    ("html", "<html><head><title>x</title></head><body><a href=\"http://xpro.example/\">go</a></body></html>"),
    ("h:Reply-To", "help@xpro.example"),
    ("o:tag", "bulk_enrollment"),
    ("v:enrollment_code", "ABC"),
    ("o:tracking", "yes"),
];

fn messages_path() -> String {
    format!("/v3/{MAIL_DOMAIN}/messages")
}

async fn send(bed: &Bed, key: &str, fields: &[(&str, &str)]) -> Response {
    let request = bed.http.post(bed.at(&messages_path()));
    let request = request.basic_auth("api", Some(key)).form(fields);
    request.send().await.expect("Mailgun answers")
}

async fn events(bed: &Bed, address: &str) -> Value {
    let request = bed.http.get(bed.at(address)).basic_auth("api", Some(MAIL_KEY));
    let answer = request.send().await.expect("Mailgun answers");
    answer.json().await.expect("JSON")
}

async fn page(bed: &Bed, path: &str) -> Response {
    bed.http.get(bed.at(path)).send().await.expect("a page")
}

#[tokio::test]
async fn a_message_is_queued_and_found_in_the_inbox() {
    let bed = Bed::start().await;

    let answer = send(&bed, MAIL_KEY, &MAIL).await;

    assert_eq!(answer.status(), 200);
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["message"], "Queued. Thank you.");
    let id = body["id"].as_str().expect("an id");
    assert!(id.ends_with(&format!("@{MAIL_DOMAIN}>")), "{id}");
    let inbox = bed.control("/control/inbox?to=ada@example.com").await;
    assert_eq!(inbox[0]["message_id"], id);
    assert_eq!(inbox[0]["headers"], json!([["Reply-To", "help@xpro.example"]]));
    assert_eq!(inbox[0]["tags"], json!(["bulk_enrollment"]));
    assert_eq!(inbox[0]["variables"], json!({"enrollment_code": "ABC"}));
    assert_eq!(inbox[0]["options"], json!({"tracking": "yes"}));
    assert_eq!(bed.control("/control/inbox?to=bob@example.com").await, json!([]));
}

#[tokio::test]
async fn multipart_messages_and_attachments_are_taken() {
    let bed = Bed::start().await;
    let file = multipart::Part::bytes(vec![7; 321]).file_name("receipt.pdf");
    let mut form = multipart::Form::new().part("attachment", file);
    for (name, value) in MAIL {
        form = form.text(name, value);
    }

    let request = bed.http.post(bed.at(&messages_path()));
    let request = request.basic_auth("api", Some(MAIL_KEY)).multipart(form);
    let answer = request.send().await.expect("Mailgun answers");

    assert_eq!(answer.status(), 200);
    let inbox = bed.control("/control/inbox").await;
    assert_eq!(inbox[0]["subject"], "Verify your <email>");
    assert_eq!(inbox[0]["attachments"], json!([{"name": "receipt.pdf", "bytes": 321}]));
}

#[tokio::test]
async fn bad_keys_domains_and_fields_are_refused() {
    let bed = Bed::start().await;
    let without = |name: &str| -> Vec<(&str, &str)> { MAIL.into_iter().filter(|(key, _)| *key != name).collect() };

    assert_eq!(send(&bed, "wrong", &MAIL).await.status(), 401);
    let elsewhere = bed.http.post(bed.at("/v3/other.example/messages"));
    let elsewhere = elsewhere.basic_auth("api", Some(MAIL_KEY)).form(&MAIL);
    assert_eq!(elsewhere.send().await.expect("an answer").status(), 404);
    assert_eq!(send(&bed, MAIL_KEY, &without("to")).await.status(), 400);
    assert_eq!(send(&bed, MAIL_KEY, &without("from")).await.status(), 400);
    let mut nowhere = without("to");
    nowhere.push(("to", "nobody"));
    assert_eq!(send(&bed, MAIL_KEY, &nowhere).await.status(), 400);
    assert_eq!(bed.control("/control/inbox").await, json!([]));
}

#[tokio::test]
async fn the_inbox_lists_newest_first_and_filters() {
    let bed = Bed::start().await;
    for (to, subject) in [("ada@example.com", "First"), ("bob@example.com", "Second")] {
        let fields = [("from", "a@b.example"), ("to", to), ("subject", subject), ("text", "x")];
        send(&bed, MAIL_KEY, &fields).await;
    }

    let all = page(&bed, "/inbox/").await.text().await.expect("text");
    let bobs = page(&bed, "/inbox/?to=bob@example.com").await.text().await.expect("text");

    assert!(all.find("Second") < all.find("First"));
    assert!(bobs.contains("Second"));
    assert!(!bobs.contains("First"));
}

#[tokio::test]
async fn a_message_shows_links_and_its_html_in_a_sandbox() {
    let bed = Bed::start().await;
    send(&bed, MAIL_KEY, &MAIL).await;

    let shown = page(&bed, "/inbox/1").await.text().await.expect("text");
    let html = page(&bed, "/inbox/1/html").await;
    let policy = html.headers()["content-security-policy"].to_str().expect("text").to_owned();
    let html = html.text().await.expect("text");

    assert!(shown.contains("Verify your &#60;email&#62;"), "{shown}");
    let link = r#"<a data-testid="mail-link" href="http://xpro.example/confirm/?a=1&#38;b=2">"#;
    assert!(shown.contains(link), "{shown}");
    assert!(shown.contains(r#"src="/inbox/1/html""#));
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"));
    assert!(!policy.contains("allow-scripts"));
    assert!(html.contains(r#"<head><base target="_blank">"#), "{html}");
    assert_eq!(page(&bed, "/inbox/2").await.status(), 404);
}

#[tokio::test]
async fn events_are_filtered_and_paged_until_empty() {
    let bed = Bed::start().await;
    send(&bed, MAIL_KEY, &MAIL).await;
    let plain = [("from", "a@b.example"), ("to", "bob@example.com"), ("text", "x")];
    send(&bed, MAIL_KEY, &plain).await;
    let path = format!("/v3/{MAIL_DOMAIN}/events");

    let tagged = events(&bed, &format!("{path}?tags=bulk_enrollment")).await;
    let first = events(&bed, &format!("{path}?limit=1&event=delivered")).await;
    let second = events(&bed, first["paging"]["next"].as_str().expect("a link")).await;
    let third = events(&bed, second["paging"]["next"].as_str().expect("a link")).await;
    let none = events(&bed, &format!("{path}?begin=Tue, 01 Jan 2999 00:00:00 GMT")).await;

    assert_eq!(tagged["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(tagged["items"][0]["user-variables"], json!({"enrollment_code": "ABC"}));
    assert_eq!(tagged["items"][0]["recipient"], "ada@example.com");
    assert_eq!(first["items"][0]["recipient"], "ada@example.com");
    assert_eq!(second["items"][0]["recipient"], "bob@example.com");
    assert_eq!(third["items"], json!([]));
    assert_eq!(none["items"], json!([]));
}
