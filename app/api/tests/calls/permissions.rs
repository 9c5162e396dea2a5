//! Who is let in.

use crate::common::{REQUEST_ID, count, get, post, shop, staff};
use axum::http::{Method, StatusCode, header};
use leptos::server_fn::axum::server_fn_paths;
use sqlx::PgPool;

/// Each call with the permission it needs, if it needs more than being staff.
const CALLS: [(&str, &str, &str, Option<&str>); 5] = [
    ("GET", "/api/studio/me", "", None),
    ("GET", "/api/studio/orders", "", Some("orders.view")),
    ("GET", "/api/studio/order?id=1", "", Some("orders.view")),
    ("POST", "/api/studio/retry-job", "job_id=1", Some("jobs.retry")),
    ("POST", "/api/studio/retry-enrollment", "enrollment_id=1", Some("enrollments.retry")),
];

/// The calls of the content rooms; each room tries its own.
const ROOMS: &[&[(&str, &str, &str)]] = &[
    &crate::collaboration::CALLS,
    &crate::editing::CALLS,
    &crate::integrations::CALLS,
    &crate::library::CALLS,
    &crate::pages::CALLS,
    &crate::records::CALLS,
    &crate::releases::CALLS,
];

async fn ask(
    pool: &PgPool,
    visitor: Option<xpro_kernel::Staff>,
    method: &str,
    address: &str,
    form: &str,
) -> (StatusCode, String) {
    let answer =
        if method == "GET" { get(pool, visitor, address).await } else { post(pool, visitor, address, form).await };
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json", "{address}");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{address}");
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn every_call_has_its_address_and_is_tried_here() {
    let mut registered: Vec<(Method, &str)> = server_fn_paths().map(|(path, method)| (method, path)).collect();
    registered.retain(|(_, path)| path.starts_with("/api/studio/"));
    registered.sort_by_key(|(_, path)| *path);
    let mut named: Vec<(Method, &str)> =
        xpro_api::ENDPOINTS.iter().map(|(method, path)| (method.parse().expect("a method"), *path)).collect();
    named.sort_by_key(|(_, path)| *path);
    assert_eq!(registered, named);
    let mut tried: Vec<(&str, &str)> = CALLS.iter().map(|call| (call.0, call.1)).collect();
    tried.extend(ROOMS.iter().copied().flatten().map(|call| (call.0, call.1)));
    for (method, path) in xpro_api::ENDPOINTS {
        assert!(
            tried.iter().any(|call| call.0 == method && call.1.split('?').next() == Some(path)),
            "{path} is not tried"
        );
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn visitors_and_learners_are_asked_to_sign_in_as_staff(pool: PgPool) {
    shop(&pool).await;
    for (method, address, form, _) in CALLS {
        assert_eq!(
            ask(&pool, None, method, address, form).await,
            (StatusCode::FORBIDDEN, "signed_out".to_owned()),
            "{address}"
        );
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn staff_without_the_permission_are_refused(pool: PgPool) {
    shop(&pool).await;
    let all = ["orders.view", "jobs.retry", "enrollments.retry"];
    for (method, address, form, permission) in CALLS {
        let Some(permission) = permission else { continue };
        let others: Vec<&str> = all.into_iter().filter(|name| *name != permission).collect();
        assert_eq!(
            ask(&pool, staff(&others), method, address, form).await,
            (StatusCode::FORBIDDEN, "forbidden".to_owned()),
            "{address}"
        );
    }
    assert_eq!(count(&pool, "select count(*) from audit_entry").await, 0);
    assert_eq!(count(&pool, "select count(*) from job where state = 'failed'").await, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn staff_with_just_the_permission_are_let_in(pool: PgPool) {
    shop(&pool).await;
    for (method, address, form, permission) in CALLS {
        let permissions: Vec<&str> = permission.into_iter().collect();
        assert_eq!(
            ask(&pool, staff(&permissions), method, address, form).await,
            (StatusCode::OK, String::new()),
            "{address}"
        );
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_studio_learns_what_it_may_offer(pool: PgPool) {
    let me = get(&pool, staff(&["jobs.retry"]), "/api/studio/me").await.body;
    assert_eq!(
        me,
        serde_json::json!({
            "name": "Maya", "email": "maya@example.com", "may_view_orders": false, "may_retry_jobs": true, "may_retry_enrollments": false,
            "may_edit_content": false, "may_change_redirects": false, "may_change_integrations": false, "rooms": [],
        })
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn nonsense_is_a_plain_refusal(pool: PgPool) {
    let may = || staff(&["orders.view", "jobs.retry", "enrollments.retry"]);
    let long = "a".repeat(255);
    for address in [
        "/api/studio/order",
        "/api/studio/order?id=x",
        "/api/studio/orders?filter[status]=paid",
        &format!("/api/studio/orders?filter[q]={long}"),
    ] {
        let answer = get(&pool, may(), address).await;
        assert_eq!(
            (answer.status, answer.body["code"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("invalid")),
            "{address}: {}",
            answer.body
        );
    }
    for form in ["", "job_id=", "job_id=1e9", "job_id=99999999999999999999"] {
        let answer = post(&pool, may(), "/api/studio/retry-job", form).await;
        assert_eq!(
            (answer.status, answer.body["code"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("invalid")),
            "{form}: {}",
            answer.body
        );
    }
    let nul = get(&pool, may(), "/api/studio/orders?filter[q]=a%00b").await;
    assert_eq!((nul.status, nul.body["rows"].as_array().map(Vec::len)), (StatusCode::OK, Some(0)), "{}", nul.body);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_fault_of_ours_tells_the_request_and_nothing_else(pool: PgPool) {
    sqlx::raw_sql("drop table order_line cascade").execute(&pool).await.expect("dropped");
    let answer = get(&pool, staff(&["orders.view"]), "/api/studio/orders").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.body, serde_json::json!({ "code": "internal", "request_id": REQUEST_ID }));
}
