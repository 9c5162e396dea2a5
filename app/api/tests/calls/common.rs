//! A small shop, and a way to call.

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::IntoResponse as _,
};
use http_body_util::BodyExt as _;
use leptos::prelude::provide_context;
use serde_json::Value;
use sqlx::PgPool;
use time::macros::datetime;
use xpro_api::{RequestId, StaffVisitor};
use xpro_kernel::{Clock, Learner, Staff, UserId};
use xpro_platform::db::Database;

/// Every call of these tests carries it.
pub const REQUEST_ID: &str = "0199aabb";

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

/// A member of staff with these permissions.
pub fn staff(permissions: &[&str]) -> Option<Staff> {
    let person = Learner {
        id: UserId(2),
        username: "maya".into(),
        email: "maya@example.com".parse().expect("an address"),
        name: "Maya".into(),
    };
    Some(Staff { person, is_superuser: false, permissions: permissions.iter().map(|&name| name.to_owned()).collect() })
}

/// GET as this visitor.
pub async fn get(pool: &PgPool, visitor: Option<Staff>, address: &str) -> Answer {
    call(pool, visitor, Method::GET, address, String::new()).await
}

/// POST of a form as this visitor.
pub async fn post(pool: &PgPool, visitor: Option<Staff>, address: &str, form: &str) -> Answer {
    call(pool, visitor, Method::POST, address, form.to_owned()).await
}

/// POST of JSON as this visitor.
pub async fn post_json(pool: &PgPool, visitor: Option<Staff>, address: &str, body: &str) -> Answer {
    send(pool, visitor, (Method::POST, address), "application/json", body.to_owned()).await
}

async fn call(pool: &PgPool, visitor: Option<Staff>, method: Method, address: &str, form: String) -> Answer {
    send(pool, visitor, (method, address), "application/x-www-form-urlencoded", form).await
}

async fn send(
    pool: &PgPool,
    visitor: Option<Staff>,
    (method, address): (Method, &str),
    content_type: &str,
    body: String,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, content_type)
        .body(Body::from(body))
        .expect("a request");
    let db = Database::new(pool.clone(), Clock::new(|| datetime!(2026-03-01 12:00 UTC)));
    let contexts = move || {
        provide_context(db.clone());
        provide_context(StaffVisitor(visitor.clone()));
        provide_context(RequestId(REQUEST_ID.to_owned()));
    };
    let response = leptos_axum::handle_server_fns_with_context(contexts, request).await.into_response();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    let body =
        serde_json::from_slice(&bytes).unwrap_or_else(|_| panic!("no JSON: {}", String::from_utf8_lossy(&bytes)));
    Answer { status: parts.status, headers: parts.headers, body }
}

/// One learner, one member of staff; a paid order whose push to Open edX has failed for good, and an unpaid one.
pub async fn shop(pool: &PgPool) {
    let rows = "
        insert into users (username, email, name, is_active, created_at, updated_at) values
            ('ada', 'ada@example.com', 'Ada Lovelace', true, '2026-01-01', '2026-01-01'),
            ('maya', 'maya@example.com', 'Maya', true, '2026-01-01', '2026-01-01');
        insert into platform (name) values ('xPRO');
        insert into course (title, readable_id, live, platform_id) values ('Systems', 'course-v1:xPRO+S', true, 1);
        insert into course_run (course_id, title, courseware_id, run_tag) values (1, 'Systems R1', 'course-v1:xPRO+S+R1', 'R1');
        insert into product (course_run_id) values (1);
        insert into product_version (product_id, price, description, text_id, created_at) values (1, 1250, 'Systems', 'course-v1:xPRO+S+R1', '2026-01-01');
        insert into orders (purchaser_id, status, total_price_paid, tax_amount, amount_due, tax_country_code, tax_rate, created_at, updated_at, fulfilled_at) values
            (1, 'fulfilled', 1000, 200, 1200, 'DE', 20, '2026-02-01T10:00:00Z', '2026-02-01', '2026-02-01T10:05:00Z'),
            (1, 'created', 1250, 0, 1250, null, 0, '2026-02-02', '2026-02-02', null);
        insert into order_line (order_id, product_id, product_version_id, title, text_id, list_price, discount_amount, net_amount, tax_rate, tax_amount, total_amount, coupon_code) values
            (1, 1, 1, 'Systems', 'course-v1:xPRO+S+R1', 1250, 250, 1000, 20, 200, 1200, 'SPRING'),
            (2, 1, 1, 'Systems', 'course-v1:xPRO+S+R1', 1250, 0, 1250, 0, 0, 1250, null);
        insert into coupon_payment (name, created_at) values ('Spring', '2026-01-01');
        insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, created_at) values
            (1, 'promo', 1, 10, 1, 0.2, '2026-01-01');
        insert into coupon (code, payment_id, created_at, updated_at) values ('SPRING', 1, '2026-01-01', '2026-01-01');
        insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 1, '2026-01-01');
        insert into coupon_redemption (order_id, coupon_id, coupon_version_id) values (1, 1, 1);
        insert into run_enrollment (user_id, course_run_id, order_id, push_state, push_attempts, push_error, created_at, updated_at) values
            (1, 1, 1, 'needs_help', 12, 'HTTP 500', '2026-02-01T10:05:00Z', '2026-02-01T10:05:00Z');
        insert into job (kind, subject_type, subject_id, state, attempts, max_attempts, run_at, created_at, finished_at, last_error, error_class, request_id) values
            ('send_receipt', 'order', 1, 'failed', 1, 1, '2026-02-01T10:05:00Z', '2026-02-01T10:05:00Z', '2026-02-01T10:05:02Z', 'no answer', 'network', 'r-1'),
            ('send_receipt', 'order', 2, 'queued', 0, 10, '2026-02-02', '2026-02-02', null, null, null, 'r-2');
        insert into job_attempt (job_id, attempt, worker, started_at, finished_at, outcome, error) values
            (1, 1, 'w1', '2026-02-01T10:05:00Z', '2026-02-01T10:05:01.5Z', 'failed', 'no answer');";
    sqlx::raw_sql(rows).execute(pool).await.expect("the shop's rows");
}

/// One number out of the database.
pub async fn count(pool: &PgPool, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(pool).await.expect("a number")
}
