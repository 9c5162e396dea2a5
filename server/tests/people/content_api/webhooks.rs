//! Webhooks against targets that take, refuse and hang.

use super::{ADMIN, EDITOR, MODERATOR, World};
use crate::world::Site;
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use serde_json::Value;
use sqlx::PgPool;
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use xpro_cms::content_api::{
    Endpoint, PageEvent, Scope, WebhookError, create_webhook, list_deliveries, resend_delivery, sign, test_webhook,
};

type Heard = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// A target that keeps what it hears and answers with this status.
async fn target(status: u16) -> (String, Heard) {
    let heard = Heard::default();
    let keep = async move |State(heard): State<Heard>, headers: HeaderMap, body: Bytes| {
        heard.lock().expect("no panic").push((headers, body));
        (axum::http::StatusCode::from_u16(status).expect("a status"), "x".repeat(100_000))
    };
    let app = Router::new().route("/hook", post(keep)).with_state(heard.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, heard)
}

/// A target that takes the connection and never says anything.
async fn hanging() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    address
}

impl World {
    async fn webhook(&self, url: &str, events: &[PageEvent]) -> (i64, String) {
        let admin = self.editor(ADMIN).await;
        let mut tx = self.site.database().begin("test").await.expect("begin");
        let new = Endpoint { name: "Search".to_owned(), url: url.to_owned(), events: events.to_vec(), active: true };
        let made = create_webhook(&mut tx, &admin, &new).await.expect("made");
        tx.commit().await.expect("commit");
        made
    }

    async fn log(&self, endpoint: i64) -> Vec<(String, String, i32, Option<i32>, String)> {
        let admin = self.editor(ADMIN).await;
        let mut conn = self.site.database().read().await.expect("a connection");
        let log = list_deliveries(&mut conn, &admin, endpoint, None).await.expect("a log");
        log.into_iter()
            .map(|row| (row.event, row.state, row.attempts, row.last_status, row.last_error.unwrap_or_default()))
            .collect()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_happens_is_told_once_it_happened_and_signed(pool: PgPool) {
    let world = World::open(pool).await;
    let (url, heard) = target(200).await;
    let (endpoint, secret) = world.webhook(&url, &PageEvent::ALL).await;
    let (quiet_url, quiet) = target(200).await;
    world.webhook(&quiet_url, &[PageEvent::Deleted]).await;
    let page = world.page("News", false).await;
    let token = world.token(MODERATOR, &Scope::ALL).await;
    let visitor = world.site.visitor();
    for act in ["publish", "unpublish"] {
        let answer = visitor.send_json("POST", &format!("/api/v2/pages/{page}/{act}/"), None, Some(&token)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let refused = visitor.send_json("POST", "/api/v2/pages/999999/publish/", None, Some(&token)).await;
    assert_eq!(refused.status, 404);
    visitor.send_json("DELETE", &format!("/api/v2/pages/{page}/"), None, Some(&token)).await;
    world.site.work().await;

    let heard = heard.lock().expect("no panic").clone();
    let events: Vec<String> =
        heard.iter().map(|(headers, _)| headers["x-xpro-event"].to_str().expect("text").to_owned()).collect();
    assert_eq!(events, ["page.published", "page.unpublished", "page.deleted"]);
    assert_eq!(quiet.lock().expect("no panic").len(), 1);
    for (headers, body) in &heard {
        let signature = headers["x-xpro-signature"].to_str().expect("text");
        let seconds: i64 =
            signature.trim_start_matches("t=").split(',').next().and_then(|t| t.parse().ok()).expect("a time");
        let at = time::OffsetDateTime::from_unix_timestamp(seconds).expect("a time");
        assert_eq!(signature, sign(&secret, at, body));
        let told: Value = serde_json::from_slice(body).expect("JSON");
        assert_eq!(
            (told["page"]["id"].as_i64(), told["page"]["type"].as_str()),
            (Some(page.0), Some("cms.ResourcePage"))
        );
        assert_eq!(told["id"].as_str(), headers["x-xpro-event-id"].to_str().ok());
    }
    let states: Vec<String> = world.log(endpoint).await.into_iter().map(|row| row.1).collect();
    assert_eq!(states, ["delivered"; 3], "a long answer is no failure");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_rolled_back_is_not_told(pool: PgPool) {
    let world = World::open(pool).await;
    let (url, heard) = target(200).await;
    world.webhook(&url, &PageEvent::ALL).await;
    let page = world.page("News", false).await;
    let mut tx = world.site.database().begin("test").await.expect("begin");
    xpro_cms::publish::publish_page(&mut tx, super::SYSTEM.into(), page).await.expect("published");
    drop(tx);
    world.site.work().await;
    assert_eq!(heard.lock().expect("no panic").len(), 0);
    assert_eq!(world.site.count("select count(*) from webhook_delivery").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_delivery_is_logged_and_can_be_sent_again(pool: PgPool) {
    let world = World::open(pool).await;
    let (url, heard) = target(410).await;
    let (endpoint, _) = world.webhook(&url, &[PageEvent::Published]).await;
    world.page("News", true).await;
    world.site.work().await;
    assert_eq!(
        world.log(endpoint).await,
        [("page.published".to_owned(), "failed".to_owned(), 1, Some(410), "answered 410 Gone".to_owned())]
    );
    assert_eq!(world.site.count("select count(*) from job where state = 'failed'").await, 0, "no work for staff");
    let (admin, editor) = (world.editor(ADMIN).await, world.editor(EDITOR).await);
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let delivery: i64 = sqlx::query_scalar("select id from webhook_delivery").fetch_one(&mut *tx).await.expect("one");
    assert!(matches!(resend_delivery(&mut tx, &editor, delivery).await, Err(WebhookError::Denied)));
    resend_delivery(&mut tx, &admin, delivery).await.expect("again");
    assert!(
        matches!(resend_delivery(&mut tx, &admin, delivery).await, Err(WebhookError::NotFound)),
        "it waits already"
    );
    tx.commit().await.expect("commit");
    world.site.work().await;
    let heard = heard.lock().expect("no panic").clone();
    assert_eq!(heard.len(), 2);
    assert_eq!(heard[0].0["x-xpro-event-id"], heard[1].0["x-xpro-event-id"], "the same event");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_target_that_hangs_holds_nobody_else(pool: PgPool) {
    let world = World::of(
        Site::open_with(pool, |settings| settings.webhooks_private = true)
            .await
            .patient_for(Duration::from_millis(300)),
    )
    .await;
    let (slow, _) = world.webhook(&hanging().await, &[PageEvent::Published]).await;
    let (url, heard) = target(204).await;
    let (quick, _) = world.webhook(&url, &[PageEvent::Published]).await;
    for number in 0..6 {
        world.page(&format!("News {number}"), true).await;
    }
    let begun = Instant::now();
    world.site.work().await;
    assert_eq!(heard.lock().expect("no panic").len(), 6);
    assert!(world.log(quick).await.iter().all(|row| row.1 == "delivered"));
    let log = world.log(slow).await;
    assert!(log.iter().all(|row| row.1 == "waiting" && row.2 == 1), "{log:?}");
    let timeouts = log.iter().filter(|row| row.4 == "no answer in time").count();
    assert_eq!(timeouts, 3, "after three the target is left alone: {log:?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[sqlx::test(migrations = "../migrations")]
async fn our_own_network_is_out_of_reach(pool: PgPool) {
    let world = World::of(Site::open(pool).await).await;
    let (url, heard) = target(200).await;
    let (direct, _) = world.webhook(&url, &[PageEvent::Published]).await;
    let (named, _) = world.webhook(&url.replace("127.0.0.1", "localhost"), &[PageEvent::Published]).await;
    world.page("News", true).await;
    world.site.work().await;
    assert_eq!(heard.lock().expect("no panic").len(), 0);
    for endpoint in [direct, named] {
        assert_eq!(world.log(endpoint).await[0].4, "the address is not on the public internet");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn only_sound_addresses_are_taken(pool: PgPool) {
    let world = World::open(pool).await;
    let (admin, editor) = (world.editor(ADMIN).await, world.editor(EDITOR).await);
    let mut tx = world.site.database().begin("test").await.expect("begin");
    let endpoint = |url: &str| Endpoint {
        name: "x".to_owned(),
        url: url.to_owned(),
        events: vec![PageEvent::Published],
        active: true,
    };
    let denied = create_webhook(&mut tx, &editor, &endpoint("https://example.com/")).await;
    assert!(matches!(denied, Err(WebhookError::Denied)));
    for url in [
        "",
        "example.com",
        "ftp://example.com/",
        "http://example.com/",
        "javascript:alert(1)",
        "https://a:b@example.com/",
        "file:///etc/passwd",
    ] {
        let refused = create_webhook(&mut tx, &admin, &endpoint(url)).await.expect_err(url);
        assert!(matches!(refused, WebhookError::Field("url", _)), "{url}: {refused}");
    }
    let (id, _) = create_webhook(&mut tx, &admin, &endpoint("https://example.com/hook")).await.expect("made");
    test_webhook(&mut tx, &admin, id).await.expect("a test");
    assert!(matches!(test_webhook(&mut tx, &admin, id + 1).await, Err(WebhookError::NotFound)));
}
