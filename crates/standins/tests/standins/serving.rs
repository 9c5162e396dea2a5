//! Starting, stopping, and the pages around everything.

use std::time::Duration;

use serde_json::json;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::bed::{Bed, client, config, listen};

#[tokio::test]
async fn stopping_does_not_wait_for_a_long_delay() {
    let (listener, url) = listen().await;
    let (stop, stopped) = oneshot::channel::<()>();
    let settings = config(&url, &url);
    let server = tokio::spawn(xpro_standins::serve(listener, settings, async move {
        let _ = stopped.await;
    }));
    let http = client().build().expect("a client");
    let fault = json!({"system": "openedx", "kind": "delay", "ms": 500_000});
    let order = http.post(url.join("/control/faults").expect("a path")).json(&fault);
    order.send().await.expect("an answer");
    let slow = http.get(url.join("/api/courses/v1/courses/").expect("a path"));
    let slow = tokio::spawn(slow.send());
    // The delayed request is in the log before the server is told to stop.
    let log = url.join("/control/requests").expect("a path");
    loop {
        let entries = http.get(log.clone()).send().await.expect("an answer");
        let entries: Vec<serde_json::Value> = entries.json().await.expect("JSON");
        if !entries.is_empty() {
            break;
        }
        tokio::task::yield_now().await;
    }

    stop.send(()).expect("the server listens");

    let ended = timeout(Duration::from_secs(20), server).await;
    ended.expect("in time").expect("no panic").expect("no error");
    let answer = slow.await.expect("no panic").expect("an answer");
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn every_page_is_served_with_a_strict_policy() {
    let bed = Bed::start().await;
    for path in ["/", "/edx/", "/payments/", "/inbox/", "/login", "/pay", "/nowhere"] {
        let answer = bed.http.get(bed.at(path)).send().await.expect("a page");

        let policy = answer.headers()["content-security-policy"].to_str().expect("text");
        assert!(!policy.contains("unsafe"), "{path}");
        let html = answer.text().await.expect("text");
        assert!(html.contains("<html lang=\"en\">"), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
    }
    for (path, kind) in [("/standins.css", "text/css"), ("/standins.js", "text/javascript")] {
        let answer = bed.http.get(bed.at(path)).send().await.expect("an asset");
        let given = answer.headers()["content-type"].to_str().expect("text");
        assert!(given.starts_with(kind));
    }
}
