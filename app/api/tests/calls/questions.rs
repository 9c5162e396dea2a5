//! The list and one order.

use crate::common::{get, shop, staff};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::PgPool;

async fn ids(pool: &PgPool, query: &str) -> Vec<i64> {
    let answer = get(pool, staff(&["orders.view"]), &format!("/api/studio/orders?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
    answer.body["rows"].as_array().expect("rows").iter().map(|row| row["id"].as_i64().expect("a number")).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_list_is_filtered_and_searched(pool: PgPool) {
    shop(&pool).await;
    assert_eq!(ids(&pool, "").await, [2, 1]);
    assert_eq!(ids(&pool, "filter[status]=fulfilled").await, [1]);
    assert_eq!(ids(&pool, "filter[needs_review]=true").await, [0_i64; 0]);
    assert_eq!(ids(&pool, "filter[q]=ada%40example").await, [2, 1]);
    assert_eq!(ids(&pool, "filter[q]=spring").await, [1]);
    assert_eq!(ids(&pool, "filter[q]=grace").await, [0_i64; 0]);
    assert_eq!(ids(&pool, "cursor=2").await, [1]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_long_list_comes_in_stretches(pool: PgPool) {
    shop(&pool).await;
    let many = "with made as (
            insert into orders (purchaser_id, total_price_paid, tax_amount, amount_due, created_at, updated_at)
            select 1, 1, 0, 1, '2026-02-03', '2026-02-03' from generate_series(1, 98) returning id
        )
        insert into order_line (order_id, product_id, product_version_id, title, text_id, list_price, discount_amount, net_amount, tax_rate, tax_amount, total_amount)
        select id, 1, 1, 'Systems', 'x', 1, 0, 1, 0, 0, 1 from made";
    sqlx::raw_sql(many).execute(&pool).await.expect("many orders");
    let mut seen = Vec::new();
    let mut query = String::new();
    loop {
        let page = get(&pool, staff(&["orders.view"]), &format!("/api/studio/orders?{query}")).await.body;
        seen.extend(page["rows"].as_array().expect("rows").iter().map(|row| row["id"].as_i64().expect("a number")));
        match page["next"].as_i64() {
            Some(next) => query = format!("cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, (1..=100).rev().collect::<Vec<i64>>());
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_order_tells_its_frozen_figures_and_its_story(pool: PgPool) {
    shop(&pool).await;
    let order = get(&pool, staff(&["orders.view"]), "/api/studio/order?id=1").await.body;
    assert_eq!(order["row"]["total"], "$1,200.00");
    assert_eq!(order["row"]["created_at"], 1_769_940_000_000_i64);
    assert_eq!(
        order["totals"],
        json!({ "net": "$1,000.00", "tax_label": "VAT 20%", "tax": "$200.00", "total": "$1,200.00" })
    );
    let line = &order["lines"][0];
    assert_eq!(
        (&line["list_price"], &line["discount"], &line["net"]),
        (&json!("$1,250.00"), &json!("$250.00"), &json!("$1,000.00"))
    );

    let timeline: Vec<&Value> = order["timeline"].as_array().expect("a list").iter().collect();
    let job = timeline.iter().find(|entry| entry["kind"] == "job").expect("the job");
    assert_eq!(
        (&job["outcome"], &job["duration_ms"], &job["request_id"]),
        (&json!("failed"), &json!(1500), &json!("r-1"))
    );
    assert_eq!(job["retry"], json!({ "kind": "job", "id": 1 }));
    assert!(timeline.iter().any(|entry| entry["retry"] == json!({ "kind": "enrollment", "id": 1 })));
    let times: Vec<i64> = timeline.iter().map(|entry| entry["at"].as_i64().expect("an instant")).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_untaxed_undiscounted_order_says_so(pool: PgPool) {
    shop(&pool).await;
    let order = get(&pool, staff(&["orders.view"]), "/api/studio/order?id=2").await.body;
    assert_eq!(order["lines"][0]["discount"], Value::Null);
    assert_eq!(order["totals"]["tax_label"], "Tax");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_unknown_order_is_not_found(pool: PgPool) {
    for id in ["0", "-1", "9223372036854775807"] {
        let answer = get(&pool, staff(&["orders.view"]), &format!("/api/studio/order?id={id}")).await;
        assert_eq!((answer.status, answer.body), (StatusCode::NOT_FOUND, json!({ "code": "not_found" })));
    }
}
