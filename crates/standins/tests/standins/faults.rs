//! The fault kinds, each proven over a real socket, and the request log.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bed::{Bed, SERVICE_TOKEN};

const EMAIL: &str = "ada@example.com";

async fn bed_with_ada() -> Bed {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    bed
}

async fn edx_log(bed: &Bed) -> Vec<Value> {
    let log = bed.control("/control/requests?system=openedx&direction=in").await;
    log.as_array().expect("a list").clone()
}

#[tokio::test]
async fn delay_answers_late_but_well() {
    let bed = bed_with_ada().await;
    bed.fault(json!({"system": "openedx", "kind": "delay", "ms": 300, "times": 1})).await;

    let begun = Instant::now();
    let answer = bed.find_account(EMAIL).await.expect("edX answers");

    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn status_strikes_as_often_as_ordered_and_only_where_ordered() {
    let bed = bed_with_ada().await;
    bed.fault(json!({
        "system": "openedx", "path_prefix": "/api/user/", "method": "GET",
        "kind": "status", "code": 503, "body": "{\"detail\":\"busy\"}",
        "content_type": "application/json", "times": 2,
    }))
    .await;

    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answer = bed.find_account(EMAIL).await.expect("edX answers");
        statuses.push(answer.status().as_u16());
    }
    let other = bed.at("/api/courses/v1/courses/");
    let other = bed.http.get(other).send().await.expect("edX answers");

    assert_eq!(statuses, [503, 503, 200]);
    assert_eq!(other.status(), 200);
    let faults = bed.control("/control/faults").await;
    assert_eq!(faults[0]["hits"], 2);
    let log = edx_log(&bed).await;
    assert_eq!(log[0]["fault"], "status 503");
    assert_eq!(log[0]["status"], 503);
    assert_eq!(log[2]["fault"], Value::Null);
}

#[tokio::test]
async fn garbage_is_no_json_although_the_status_is_200() {
    let bed = bed_with_ada().await;
    for shape in ["html", "truncated"] {
        bed.fault(json!({"system": "openedx", "kind": "garbage", "shape": shape, "times": 1})).await;

        let answer = bed.find_account(EMAIL).await.expect("edX answers");

        assert_eq!(answer.status(), 200);
        let text = answer.text().await.expect("text");
        assert!(serde_json::from_str::<Value>(&text).is_err(), "{text}");
    }
}

#[tokio::test]
async fn drop_closes_the_connection_without_a_byte() {
    let bed = bed_with_ada().await;
    bed.fault(json!({"system": "openedx", "kind": "drop", "times": 2})).await;
    let host = format!("127.0.0.1:{}", bed.url.port().expect("a port"));
    let mut socket = TcpStream::connect(&host).await.expect("a connection");

    let request = format!(
        "GET /api/user/v1/accounts?email={EMAIL} HTTP/1.1\r\nHost: {host}\r\n\
         Authorization: Bearer {SERVICE_TOKEN}\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.expect("sent");
    let mut received = Vec::new();
    socket.read_to_end(&mut received).await.expect("the end of the connection");

    assert_eq!(received, b"");
    assert!(bed.find_account(EMAIL).await.is_err());
    let answer = bed.find_account(EMAIL).await.expect("edX answers again");
    assert_eq!(answer.status(), 200);
    let log = edx_log(&bed).await;
    assert_eq!(log[0]["dropped"], true);
    assert_eq!(log[0]["status"], Value::Null);
}

#[tokio::test]
async fn a_fault_after_handling_loses_the_answer_only() {
    let bed = Bed::start().await;
    bed.add_edx_user("ada").await;
    let course = crate::bed::COURSE;
    bed.fault(json!({"system": "openedx", "method": "POST", "kind": "drop", "when": "after"})).await;

    let request = bed
        .http
        .post(bed.at("/api/enrollment/v1/enrollment"))
        .bearer_auth(SERVICE_TOKEN)
        .json(&json!({"user": "ada", "course_details": {"course_id": course}}));

    assert!(request.send().await.is_err());
    let rows = bed.control("/control/edx/enrollments").await;
    assert_eq!(rows[0]["posts"], 1);
    assert_eq!(rows[0]["is_active"], true);
}

#[tokio::test]
async fn duplicate_handles_a_request_twice_and_gives_the_second_answer() {
    let bed = Bed::start().await;
    bed.xpro.person("ada", "Ada", EMAIL);
    bed.fault(json!({"system": "openedx", "method": "POST", "kind": "duplicate", "times": 1})).await;
    let form = [
        ("username", "ada"),
        ("email", EMAIL),
        ("name", "Ada"),
        ("provider", "ol-oauth2"),
        ("access_token", "token-of-ada"),
        ("honor_code", "True"),
    ];

    let answer = bed
        .http
        .post(bed.at("/user_api/v1/account/registration/"))
        .header("X-Access-Token", crate::bed::REGISTRATION_TOKEN)
        .form(&form)
        .send()
        .await
        .expect("edX answers");

    assert_eq!(answer.status(), 409);
    let log = edx_log(&bed).await;
    assert_eq!(log.len(), 2);
    assert_eq!(log[1]["duplicate"], true);
    let users = bed.control("/control/edx/users").await;
    assert_eq!(users.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn faults_of_one_system_leave_the_others_and_the_pages_alone() {
    let bed = bed_with_ada().await;
    bed.fault(json!({"system": "mailgun", "kind": "status", "code": 500})).await;
    bed.fault(json!({"system": "cybersource", "kind": "drop"})).await;

    let edx = bed.find_account(EMAIL).await.expect("edX answers");
    let inbox = bed.http.get(bed.at("/inbox/")).send().await.expect("a page");
    let mail = bed.http.post(bed.at("/v3/x/messages")).send().await.expect("an answer");
    let pay = bed.http.get(bed.at("/pay")).send().await;

    assert_eq!(edx.status(), 200);
    assert_eq!(inbox.status(), 200);
    assert_eq!(mail.status(), 500);
    assert!(pay.is_err());
}

#[tokio::test]
async fn senseless_orders_are_refused() {
    let bed = Bed::start().await;
    let orders = [
        json!({"system": "openedx", "kind": "explode"}),
        json!({"system": "nobody", "kind": "drop"}),
        json!({"system": "openedx", "kind": "status", "code": 99}),
        json!({"system": "openedx", "kind": "drop", "times": 0}),
        json!({"system": "openedx", "kind": "drop", "path_prefix": "api"}),
        json!({"system": "cybersource", "kind": "status", "code": 500, "path_prefix": "/notice"}),
    ];
    for order in orders {
        let answer = bed.order("/control/faults", order.clone()).await;

        assert_eq!(answer.status(), 400, "{order}");
        let body: Value = answer.json().await.expect("JSON");
        assert!(body["error"].is_string());
    }
    assert_eq!(bed.control("/control/faults").await, json!([]));
}

#[tokio::test]
async fn faults_are_cleared_one_by_one_or_together() {
    let bed = Bed::start().await;
    for system in ["openedx", "mailgun", "cybersource"] {
        bed.fault(json!({"system": system, "kind": "drop"})).await;
    }
    let delete = async |path: &str| {
        let request = bed.http.delete(bed.at(path));
        request.send().await.expect("an answer").status()
    };

    assert_eq!(delete("/control/faults/1").await, 204);
    assert_eq!(delete("/control/faults/1").await, 404);
    assert_eq!(delete("/control/faults?system=mailgun").await, 204);
    let left = bed.control("/control/faults").await;
    assert_eq!(left.as_array().map(Vec::len), Some(1));
    assert_eq!(left[0]["system"], "cybersource");
    assert_eq!(delete("/control/faults").await, 204);
    assert_eq!(bed.control("/control/faults").await, json!([]));
}

#[tokio::test]
async fn the_log_masks_secrets_and_reset_empties_everything() {
    let bed = bed_with_ada().await;
    bed.find_account(EMAIL).await.expect("edX answers");

    let log = edx_log(&bed).await;
    assert_eq!(log[0]["authorization"], "Bearer ****0001");
    assert_eq!(log[0]["query"], "email=ada%40example.com");
    assert!(!log[0].to_string().contains(SERVICE_TOKEN));

    let reset = bed.http.post(bed.at("/control/reset")).send().await;
    assert_eq!(reset.expect("an answer").status(), 204);
    assert_eq!(bed.control("/control/requests").await, json!([]));
    assert_eq!(bed.control("/control/edx/users").await, json!([]));
}

#[tokio::test]
async fn people_set_and_clear_faults_with_plain_forms() {
    let bed = Bed::start().await;
    let form = [
        ("system", "openedx"),
        ("kind", "status"),
        ("code", "502"),
        ("ms", "3000"),
        ("path_prefix", ""),
        ("method", ""),
        ("times", "1"),
        ("when", "before"),
    ];
    let request = bed.browser.post(bed.at("/control/form/fault")).form(&form);

    let html = request.send().await.expect("a page").text().await.expect("text");

    assert!(html.contains(r#"data-testid="fault" data-id="1" data-hits="0""#), "{html}");
    assert!(html.contains("status 502"));
    let cleared = bed.browser.post(bed.at("/control/form/clear")).form(&[("id", "1")]);
    let html = cleared.send().await.expect("a page").text().await.expect("text");
    assert!(!html.contains(r#"data-testid="fault""#));
}
