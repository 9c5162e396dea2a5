//! The gateway against a server that misbehaves: slow, failing, cut off, garbled, too long.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use url::Url;
use xpro_outbound::testing::{Answer, ManualPace, Recorder, ScriptedServer, raw_server, refused_url};
use xpro_outbound::{CallError, CircuitState, ErrorClass, Fault, Gateway, GatewayConfig, Retry, Retryable};

struct Bench {
    gateway: Gateway,
    pace: Arc<ManualPace>,
    heard: Arc<Recorder>,
}

fn bench_with(base_url: Url, change: impl FnOnce(&mut GatewayConfig)) -> Bench {
    let mut config = GatewayConfig::new("far-side", base_url);
    change(&mut config);
    let (pace, heard) = (ManualPace::new(), Recorder::new());
    let gateway = Gateway::with_pace(config, heard.clone(), pace.clone()).expect("a plain client builds");
    Bench { gateway, pace, heard }
}

fn bench(base_url: Url) -> Bench {
    bench_with(base_url, |_| {})
}

impl Bench {
    async fn get(&self, path: &str, retry: Retry) -> Result<Value, CallError> {
        let request = self.gateway.request(Method::GET, path);
        self.gateway.execute_json("read_thing", request, retry).await
    }

    fn classes(&self) -> Vec<Option<ErrorClass>> {
        self.heard.records().iter().map(|record| record.error_class).collect()
    }
}

#[tokio::test]
async fn tries_again_after_500_when_safe() {
    let server = ScriptedServer::start().await;
    server
        .on("/thing", Answer::html(500, "<h1>down</h1>"))
        .on("/thing", Answer::html(503, "<h1>down</h1>"))
        .on("/thing", Answer::json(200, &json!({"ok": true})));
    let bench = bench(server.url.clone());

    let value = bench.get("/thing", Retry::Safe).await.expect("third attempt");

    assert_eq!(value, json!({"ok": true}));
    let pauses = bench.pace.pauses();
    assert_eq!(pauses.len(), 2);
    assert!(pauses[0] <= Duration::from_millis(250) && pauses[1] <= Duration::from_millis(500));
    let records = bench.heard.records();
    let attempts: Vec<_> = records.iter().map(|record| (record.attempt, record.status)).collect();
    assert_eq!(attempts, [(1, Some(500)), (2, Some(503)), (3, Some(200))]);
    assert!(records.iter().all(|record| record.request_id == records[0].request_id));
    assert_eq!(server.seen()[2].header("x-request-id"), records[0].request_id.to_string());
}

#[tokio::test]
async fn one_attempt_only_when_not_safe() {
    let server = ScriptedServer::start().await;
    server.on("/thing", Answer::html(500, "")).on("/thing", Answer::json(200, &json!(1)));
    let bench = bench(server.url.clone());

    let error = bench.get("/thing", Retry::Never).await.expect_err("500");

    assert_eq!((error.status(), error.is_retryable()), (Some(500), true));
    assert_eq!(server.seen().len(), 1);
    assert!(bench.pace.pauses().is_empty());
}

#[tokio::test]
async fn gives_up_after_the_last_retry() {
    let server = ScriptedServer::start().await;
    for _ in 0..5 {
        server.on("/thing", Answer::html(502, ""));
    }
    let bench = bench(server.url.clone());

    let error = bench.get("/thing", Retry::Safe).await.expect_err("502");

    assert_eq!(error.status(), Some(502));
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_client_error_is_not_repeated() {
    let server = ScriptedServer::start().await;
    server.on("/thing", Answer::json(409, &json!({"message": "taken"})));
    let bench = bench(server.url.clone());

    let error = bench.get("/thing", Retry::Safe).await.expect_err("409");

    assert!(!error.is_retryable());
    assert_eq!(error.summary(), r#"status 409: {"message":"taken"}"#);
    assert_eq!(error.to_string(), "far-side read_thing: answered 409 Conflict");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn waits_as_long_as_asked_or_not_at_all() {
    let server = ScriptedServer::start().await;
    server
        .on("/soon", Answer::json(429, &json!({})).with_header("retry-after", "3"))
        .on("/soon", Answer::json(200, &json!("done")))
        .on("/late", Answer::json(429, &json!({})).with_header("retry-after", "600"));
    let bench = bench(server.url.clone());

    let soon = bench.get("/soon", Retry::Safe).await.expect("after three seconds");
    let late = bench.get("/late", Retry::Safe).await.expect_err("ten minutes are for a job");

    assert_eq!(soon, json!("done"));
    assert_eq!(bench.pace.pauses(), [Duration::from_secs(3)]);
    assert!(late.is_retryable());
    let asked = late.answer().and_then(|answer| answer.retry_after);
    assert_eq!(asked, Some(Duration::from_secs(600)));
}

#[tokio::test]
async fn a_silent_server_times_out() {
    let server = ScriptedServer::start().await;
    server.on("/thing", Answer::Hang);
    let bench = bench_with(server.url.clone(), |config| config.timeout = Duration::from_millis(50));

    let error = bench.get("/thing", Retry::Never).await.expect_err("no answer");

    assert!(matches!(error.fault, Fault::Timeout));
    assert!(error.is_retryable());
    assert_eq!(bench.classes(), [Some(ErrorClass::Timeout)]);
}

#[tokio::test]
async fn refused_dropped_and_cut_connections_are_told_apart() {
    let refused = bench(refused_url().await).get("/", Retry::Never).await.expect_err("refused");
    let dropped = bench(raw_server(b"").await).get("/", Retry::Never).await.expect_err("dropped");
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"half";
    let cut = bench(raw_server(head).await).get("/", Retry::Never).await.expect_err("cut");

    assert!(matches!(refused.fault, Fault::Connect(_)), "{refused:?}");
    assert!(matches!(dropped.fault, Fault::Connect(_)), "{dropped:?}");
    assert!(matches!(cut.fault, Fault::Body(_)), "{cut:?}");
    assert!([refused, dropped, cut].iter().all(CallError::is_retryable));
}

#[tokio::test]
async fn garbage_is_a_decode_error_that_repeats_no_value() {
    let server = ScriptedServer::start().await;
    server
        .on("/thing", Answer::html(200, "<p>maintenance</p>"))
        .on("/token", Answer::json(200, &json!({"token": "s3cret"})));
    let bench = bench(server.url.clone());
    #[derive(Debug, serde::Deserialize)]
    struct Numbered {
        #[serde(rename = "token")]
        _token: u32,
    }

    let page = bench.get("/thing", Retry::Safe).await.expect_err("not JSON");
    let request = bench.gateway.request(Method::GET, "/token");
    let typed = bench.gateway.execute_json::<Numbered>("read_token", request, Retry::Safe).await;

    assert!(matches!(page.fault, Fault::Decode(_)) && !page.is_retryable());
    let text = format!("{:?}", typed.expect_err("a text is no number"));
    assert!(text.contains("unexpected value at token") && !text.contains("s3cret"), "{text}");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_the_end() {
    let server = ScriptedServer::start().await;
    server
        .on("/long", Answer::new(200, "application/json", "x".repeat(5000)))
        .on("/refusal", Answer::new(400, "text/plain", "y".repeat(5000)));
    let bench = bench_with(server.url.clone(), |config| config.max_body_bytes = 1000);

    let long = bench.get("/long", Retry::Safe).await.expect_err("too long");
    let refusal = bench.get("/refusal", Retry::Safe).await.expect_err("400");

    assert!(matches!(&long.fault, Fault::Decode(reason) if reason == "longer than 1000 bytes"));
    assert_eq!(refusal.status(), Some(400));
    assert_eq!(refusal.answer().map(|answer| answer.body.len()), Some(1000));
}

#[tokio::test]
async fn the_circuit_opens_and_recovers() {
    let server = ScriptedServer::start().await;
    for _ in 0..4 {
        server.on("/thing", Answer::html(500, ""));
    }
    server.on("/thing", Answer::json(200, &json!(1))).on("/thing", Answer::json(200, &json!(2)));
    let bench = bench_with(server.url.clone(), |config| config.breaker.failures = 3);

    let first = bench.get("/thing", Retry::Safe).await.expect_err("three failures");
    assert_eq!(first.status(), Some(500), "the failure is shown, not the opening");
    assert_eq!(bench.gateway.circuit(), CircuitState::Open);
    let refused = bench.get("/thing", Retry::Safe).await.expect_err("open");
    assert!(matches!(refused.fault, Fault::CircuitOpen { .. }) && refused.is_retryable());
    assert_eq!(server.seen().len(), 3, "nothing is sent while open");

    bench.pace.advance(Duration::from_secs(31));
    let probe = bench.get("/thing", Retry::Safe).await.expect_err("the probe fails");
    assert_eq!((probe.status(), server.seen().len()), (Some(500), 4));
    assert_eq!(bench.gateway.circuit(), CircuitState::Open);

    bench.pace.advance(Duration::from_secs(31));
    assert_eq!(bench.get("/thing", Retry::Safe).await.expect("probe"), json!(1));
    assert_eq!(bench.gateway.circuit(), CircuitState::Closed);
    assert_eq!(bench.get("/thing", Retry::Safe).await.expect("closed"), json!(2));
    assert_eq!(bench.classes()[3], Some(ErrorClass::CircuitOpen));
}

#[tokio::test]
async fn client_errors_do_not_open_the_circuit() {
    let server = ScriptedServer::start().await;
    let bench = bench_with(server.url.clone(), |config| config.breaker.failures = 2);

    for _ in 0..6 {
        bench.get("/unknown", Retry::Safe).await.expect_err("404");
    }

    assert_eq!(bench.gateway.circuit(), CircuitState::Closed);
}

#[tokio::test]
async fn records_mask_the_query_and_errors_carry_no_address() {
    let bench = bench(refused_url().await);

    let error = bench.get("/find?email=ada@example.com&page=2", Retry::Never).await.expect_err("refused");

    assert_eq!(bench.heard.records()[0].path, "/find?email=***&page=***");
    assert!(!format!("{error:?}").contains("ada"));
}

#[tokio::test]
async fn redirects_are_an_error_except_for_walkers() {
    let server = ScriptedServer::start().await;
    let step = |to: &str| Answer::redirect(server.at(to)).with_header("set-cookie", "seen=1; Path=/");
    server.on("/from", step("/to")).on("/from", step("/to")).on("/to", Answer::html(200, "landed"));
    let bench = bench(server.url.clone());

    let plain = bench.get("/from", Retry::Safe).await.expect_err("302");
    let walker = bench.gateway.walker(Arc::default()).expect("a plain client builds");
    let request = walker.request(Method::GET, "/from");
    let landed = walker.execute("walk", request, Retry::Never).await.expect("landed");

    assert_eq!((plain.status(), plain.is_retryable()), (Some(302), false));
    assert_eq!((landed.url.path(), landed.body.len()), ("/to", 0));
    assert_eq!(server.seen()[2].header("cookie"), "seen=1");
}

#[tokio::test]
async fn endless_redirects_end() {
    let server = ScriptedServer::start().await;
    for _ in 0..40 {
        server.on("/round", Answer::redirect("/round"));
    }
    let walker = bench(server.url.clone()).gateway.walker(Arc::default()).expect("builds");

    let request = walker.request(Method::GET, "/round");
    let error = walker.execute("walk", request, Retry::Safe).await.expect_err("no end");

    assert!(matches!(error.fault, Fault::Request(_)) && !error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn html_refusals_are_summarised_without_the_page() {
    let server = ScriptedServer::start().await;
    server.on("/thing", Answer::html(403, "<html>secret page</html>"));
    let bench = bench(server.url.clone());

    let error = bench.get("/thing?code=abc", Retry::Safe).await.expect_err("403");

    let expected = format!("status 403 from {} (HTML body left out)", server.at("/thing"));
    assert_eq!(error.summary(), expected);
}
