//! Codes on a database (9.1): newest terms, limits over all versions, and whose uses count.

use crate::world::{NOW, PROGRAM, RUN, build, patch, sql};
use serde_json::{Value, json};
use sqlx::PgPool;
use xpro_commerce::codes::list_unused_codes;
use xpro_kernel::Learner;
use xpro_platform::db::Database;

/// What happens to a code on a product: `ok`, or the reason of the refusal.
async fn attempt(db: &Database, learner: &Learner, product: &str, code: &str) -> String {
    let body = json!({ "items": [{ "product_id": product }], "coupons": [{ "code": code }] });
    match patch(db, learner, body).await {
        Ok(basket) if basket["coupons"][0]["code"].is_string() => "ok".to_owned(),
        Ok(basket) => basket.to_string(),
        Err(refusal) => refusal["reason"].as_str().unwrap_or("none").to_owned(),
    }
}

fn order(user: i64, coupon: i64, status: &str) -> String {
    format!(
        "with o as (insert into orders (purchaser_id, status, total_price_paid, tax_amount, amount_due, fulfilled_at, created_at, updated_at) values ({user}, '{status}', 1, 0, 1, now(), now(), now()) returning id)
         insert into coupon_redemption (order_id, coupon_id, coupon_version_id) select id, {coupon}, (select min(id) from coupon_version where coupon_id = {coupon}) from o"
    )
}

/// 4 to 7: what counts as a use.
#[sqlx::test(migrations = "../../migrations")]
async fn only_paid_orders_use_a_code(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, &order(1, 4, "failed")).await;
    sql(&pool, &order(1, 4, "created")).await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "OTHER").await, "ok");
    sql(&pool, &order(1, 4, "refunded")).await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "OTHER").await, "used_by_you");
    assert_eq!(attempt(&db, &bob, PROGRAM, "OTHER").await, "ok");
    sql(&pool, "update coupon_redemption set released = true").await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "OTHER").await, "ok", "staff gave the use back");

    sql(&pool, &order(2, 2, "fulfilled")).await;
    assert_eq!(attempt(&db, &ada, RUN, "FULL-1").await, "used_up");
}

/// 3, 22: the newest terms count, and so do the uses under older ones.
#[sqlx::test(migrations = "../../migrations")]
async fn new_terms_replace_old_ones_and_keep_the_count(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, &order(1, 4, "fulfilled")).await;
    sql(&pool, "insert into coupon_payment_version (payment_id, coupon_type, discount_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, created_at) values (4, 'promo', 'percent-off', 1, 100, 1, 1, '2026-02-01'), (3, 'promo', 'percent-off', 1, 100, 1, 0.5, '2026-02-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (4, 5, '2026-02-01'), (3, 6, '2026-02-01')").await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "OTHER").await, "used_by_you");
    assert_eq!(attempt(&db, &ada, RUN, "OLD").await, "ok", "its new terms have no end");
    let basket: Value = patch(&db, &ada, json!({ "coupons": [{ "code": "OLD" }] })).await.expect("200");
    assert_eq!(basket["coupons"][0]["amount"], "0.50000");
}

/// 8, 9, 10, 16: limits over products, both ends of the validity, the switch.
#[sqlx::test(migrations = "../../migrations")]
async fn limits_dates_and_the_switch(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, activation_date, expiration_date, created_at) values
 (1, 'promo', 1, 3, 2, 0.1, '2026-03-01 12:00Z', '2027-01-01', '2026-02-01'), (2, 'promo', 1, 3, 2, 0.1, '2026-01-01', '2026-03-01 12:00Z', '2026-02-01'), (4, 'promo', 1, 3, 2, 0.1, '2026-03-02', null, '2026-02-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 5, '2026-02-01'), (2, 6, '2026-02-01'), (4, 7, '2026-02-01')").await;
    assert_eq!(attempt(&db, &ada, RUN, "TEN").await, "ok", "active from exactly now");
    assert_eq!(attempt(&db, &ada, RUN, "FULL-1").await, "ok", "active until exactly now");
    assert_eq!(attempt(&db, &ada, PROGRAM, "OTHER").await, "not_yet_active");
    sql(&pool, &order(1, 1, "fulfilled")).await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "TEN").await, "ok");
    sql(&pool, &order(1, 1, "fulfilled")).await;
    assert_eq!(attempt(&db, &ada, PROGRAM, "TEN").await, "used_by_you");
    sql(&pool, "update coupon set enabled = false").await;
    assert_eq!(attempt(&db, &ada, RUN, "FULL-1").await, "disabled");
}

/// 11 to 13: global codes, and products that ask for an enrollment code.
#[sqlx::test(migrations = "../../migrations")]
async fn a_product_may_ask_for_an_enrollment_code(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into product (course_run_id) values (4);
insert into product_version (product_id, price, description, text_id, requires_enrollment_code, created_at) values (4, 10, 'Second', 'course-v1:xPRO+B+R1', true, '2026-02-01')").await;
    assert_eq!(attempt(&db, &ada, "4", "TEN").await, "enrollment_code_wanted");
    assert_eq!(
        attempt(&db, &ada, "4", "FULL-1").await,
        "ok",
        "a single-use code is one, and a global one is valid for new products"
    );
    assert_eq!(attempt(&db, &ada, "4", "OTHER").await, "other_product");
    sql(&pool, "insert into coupon_eligibility (coupon_id, product_id) values (4, 4)").await;
    assert_eq!(attempt(&db, &ada, "4", "OTHER").await, "ok", "a promotion tied to the product");
}

/// 140: terms and prices are history.
#[sqlx::test(migrations = "../../migrations")]
async fn history_cannot_be_rewritten(pool: PgPool) {
    build(&pool).await;
    for statement in [
        "update coupon_version set created_at = now()",
        "delete from coupon_payment_version",
        "update product_version set price = 1",
        "update payment_receipt set decision = 'ACCEPT'",
        "truncate payment_receipt",
    ] {
        let refused = sqlx::raw_sql(statement).execute(&pool).await.map(drop);
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{statement}");
    }
}

/// 124: codes that wait for a person.
#[sqlx::test(migrations = "../../migrations")]
async fn unused_codes_are_those_that_work(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into coupon_eligibility (coupon_id, product_id) values (1, 1), (3, 1), (2, 2), (1, 2);
update product set is_active = false where id = 2;
insert into coupon_assignment (email, eligibility_id, redeemed, created_at, updated_at) select case when e.coupon_id = 1 then 'ADA@example.com' else 'ada@example.com' end, e.id, false, now(), now() from coupon_eligibility e").await;
    let mut conn = db.read().await.expect("connection");
    let unused = list_unused_codes(&mut conn, &ada, NOW).await.expect("list");
    let found: Vec<(&str, i64, &str)> =
        unused.iter().map(|code| (code.coupon_code.as_str(), code.product_id.0, code.product_type)).collect();
    assert_eq!(found, [("OTHER", 3, "program"), ("TEN", 1, "courserun")]);
    drop(conn);
    sql(&pool, &order(2, 2, "fulfilled")).await;
    sql(&pool, "update coupon_assignment set redeemed = true").await;
    let mut conn = db.read().await.expect("connection");
    assert_eq!(list_unused_codes(&mut conn, &ada, NOW).await.expect("list"), []);
}
