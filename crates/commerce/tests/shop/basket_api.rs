//! `GET` and `PATCH /api/basket/` (9.3).

use crate::world::{PROGRAM, RUN, build, count, get, patch, sql};
use serde_json::{Value, json};
use sqlx::PgPool;
use time::Duration;
use xpro_commerce::basket::expire_baskets;
use xpro_kernel::System;
use xpro_platform::db::Database;

fn item(product: Value) -> Value {
    json!({ "items": [{ "product_id": product }] })
}

/// 41, 42, 60, 61: empty baskets.
#[sqlx::test(migrations = "../../migrations")]
async fn an_empty_basket_is_a_basket(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    assert_eq!(get(&db, &ada).await["items"], json!([]));

    let emptied = patch(&db, &ada, json!({ "items": [] })).await.expect("200");
    assert_eq!(
        (emptied["items"].clone(), emptied["coupons"].clone(), emptied["totals"].clone()),
        (json!([]), json!([]), json!(null))
    );
    assert_eq!(count(&pool, "select count(*) from basket").await, 1);

    patch(&db, &ada, json!({ "items": [{ "product_id": RUN }], "coupons": [{ "code": "TEN" }] })).await.expect("200");
    let emptied = patch(&db, &ada, json!({ "items": [], "coupons": [] })).await.expect("200");
    assert_eq!((emptied["items"].clone(), emptied["coupons"].clone()), (json!([]), json!([])));
    assert_eq!(count(&pool, "select count(*) from basket_run").await, 0);
}

/// 43, 44: one product, named in every way.
#[sqlx::test(migrations = "../../migrations")]
async fn a_run_is_found_by_number_and_text_id(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    for name in [json!(1), json!("1"), json!(RUN), json!("course-v1:xPRO S R1")] {
        patch(&db, &ada, json!({ "items": [] })).await.expect("200");
        let basket = patch(&db, &ada, item(name.clone())).await.expect("200");
        assert_eq!(basket["items"][0]["product_id"], 1, "{name}");
        assert_eq!(basket["items"][0]["run_ids"], json!([1]), "{name}");
    }
    let basket = get(&db, &ada).await;
    let item = &basket["items"][0];
    assert_eq!(
        json!([
            item["price"],
            item["content_title"],
            item["readable_id"],
            item["id"],
            item["object_id"],
            item["type"],
            item["start_date"],
            item["run_tag"]
        ]),
        json!(["949.95", "Systems", RUN, 1, 1, "courserun", "2026-04-01T00:00:00Z", "R1"])
    );
    assert_eq!(item["courses"][0]["courseruns"].as_array().map(Vec::len), Some(1), "ended runs are no choice");
    assert_eq!(item["courses"][0]["courseruns"][0]["courseware_id"], RUN);
    assert_eq!(item["courses"][0]["next_run_id"], 1);
    assert_eq!(
        basket["tax_info"],
        json!({ "country_code": "", "tax_rate": "0.0000", "tax_rate_name": "VAT", "active": true })
    );
    assert_eq!(
        get(&db, &bob).await["tax_info"],
        json!({ "country_code": "IN", "tax_rate": "18.0000", "tax_rate_name": "GST", "active": true })
    );
}

/// 45 to 49: programs, their offerings, and the dates chosen by themselves.
#[sqlx::test(migrations = "../../migrations")]
async fn a_program_comes_with_the_first_dates(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, "insert into program (title, readable_id, live, platform_id) values ('Odd', 'program-v1:xPRO+Odd+R1', true, 1);
insert into product (program_id) values (2);
insert into product_version (product_id, price, description, text_id, created_at) values (4, 10, 'Odd', 'program-v1:xPRO+Odd+R1', '2026-01-01');
insert into run_enrollment (user_id, course_run_id, created_at, updated_at) values (2, 4, now(), now())").await;

    let basket = patch(&db, &ada, item(json!(format!("{PROGRAM}+R2")))).await.expect("200");
    assert_eq!(
        (basket["items"][0]["run_tag"].clone(), basket["items"][0]["run_ids"].clone()),
        (json!("R2"), json!([3, 4]))
    );
    assert_eq!(basket["items"][0]["type"], "program");
    let odd = patch(&db, &ada, item(json!("program-v1:xPRO+Odd+R1"))).await.expect("200");
    assert_eq!((odd["items"][0]["product_id"].clone(), odd["items"][0]["run_tag"].clone()), (json!(4), json!(null)));

    let bobs = patch(&db, &bob, item(json!(PROGRAM))).await.expect("200");
    assert_eq!(bobs["items"][0]["run_ids"], json!([3, 5]), "the next one, as he takes the first");
    sql(&pool, "update course_run set live = false where id in (4, 5)").await;
    let none = patch(&db, &ada, item(json!(PROGRAM))).await.expect("200");
    assert_eq!(none["items"][0]["run_ids"], json!([]), "one course without a date");
}

/// 52 to 59, 63, 67 to 70: each refusal in its shape, and nothing changed by it.
#[sqlx::test(migrations = "../../migrations")]
async fn refusals_have_their_shape_and_change_nothing(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    patch(&db, &ada, json!({ "items": [{ "product_id": PROGRAM }], "coupons": [{ "code": "OTHER" }] }))
        .await
        .expect("200");
    let before = get(&db, &ada).await;
    sql(&pool, "insert into product (course_run_id, is_active) values (3, false);
insert into product_version (product_id, price, description, text_id, created_at) values (4, 10, 'First', 'course-v1:xPRO+A+R1', '2026-01-01');
insert into run_enrollment (user_id, course_run_id, created_at, updated_at) values (1, 5, now(), now()), (2, 4, now(), now())").await;
    let runs = |runs: Value| json!({ "items": [{ "product_id": PROGRAM, "run_ids": runs }] });

    for (body, errors, code) in [
        (item(json!(9999)), json!({ "items": "Unknown product: 9999" }), "basket.items.unknown_product"),
        (item(json!(4)), json!({ "items": "Unknown product: 4" }), "basket.items.unknown_product"),
        (
            item(json!("course-v1:xPRO+A+R1")),
            json!({ "items": "Unknown product: course-v1:xPRO+A+R1" }),
            "basket.items.unknown_product",
        ),
        (item(json!("a\0b")), json!({ "items": "Unknown product: ab" }), "basket.items.unknown_product"),
        (item(json!(2)), json!(["Enrollment for this offering has closed."]), "basket.items.closed"),
        (runs(json!([null])), json!({ "runs": "Choose a date for every course." }), "basket.runs.missing"),
        (
            runs(json!([5])),
            json!({ "runs": "You are already enrolled in one of these dates." }),
            "basket.runs.enrolled",
        ),
        (
            runs(json!([3, 1])),
            json!({ "runs": "A selected date does not belong to this product." }),
            "basket.runs.foreign",
        ),
        (
            json!({ "coupons": [{ "code": "OLD\0" }] }),
            json!({ "coupons": "The code 'OLD' cannot be used for this purchase. We do not know this code. Check it for typos." }),
            "basket.coupons.invalid",
        ),
        (
            json!({ "coupons": [{ "code": "OLD" }] }),
            json!({ "coupons": "The code 'OLD' cannot be used for this purchase. This code expired on February 1, 2026." }),
            "basket.coupons.invalid",
        ),
    ] {
        let refusal = patch(&db, &ada, body.clone()).await.expect_err("400");
        assert_eq!((refusal["errors"].clone(), refusal["codes"].clone()), (errors, json!([code])), "{body}");
    }
    sql(&pool, "delete from run_enrollment where user_id = 1").await;
    let duplicate = patch(&db, &ada, runs(json!([3, 4, 5]))).await.expect_err("400");
    assert_eq!(duplicate["codes"], json!(["basket.runs.duplicate"]));
    assert_eq!(get(&db, &ada).await, before);

    sql(&pool, "update product set is_active = true where id = 4;\nupdate course set is_external = true where id = 1")
        .await;
    assert_eq!(
        patch(&db, &ada, item(json!(RUN))).await.expect_err("400")["errors"],
        json!(["This offering is sold elsewhere."])
    );
    assert!(patch(&db, &ada, item(json!(4))).await.is_ok());
}

/// 70: inactive enrollments and other people's do not stand in the way.
#[sqlx::test(migrations = "../../migrations")]
async fn only_an_active_enrollment_of_ones_own_blocks(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into run_enrollment (user_id, course_run_id, active, change_status, created_at, updated_at) values (1, 3, false, 'refunded', now(), now()), (2, 4, true, null, now(), now())").await;
    let basket =
        patch(&db, &ada, json!({ "items": [{ "product_id": PROGRAM, "run_ids": [3, 4] }] })).await.expect("200");
    assert_eq!(basket["items"][0]["run_ids"], json!([3, 4]));
}

/// 62 to 66: codes come and go with what they are for.
#[sqlx::test(migrations = "../../migrations")]
async fn codes_follow_the_item(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into coupon_payment (name, created_at) values ('auto', '2026-01-01');
insert into coupon_payment_version (payment_id, automatic, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, created_at) values (5, true, 'promo', 1, 9, 9, 0.05, '2026-01-01');
insert into coupon (code, payment_id, created_at, updated_at) values ('WORST', 5, '2026-01-01', '2026-01-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (5, 5, '2026-01-01');
insert into coupon_eligibility (coupon_id, product_id) values (5, 3)").await;
    let code = |basket: &Value| basket["coupons"][0]["code"].clone();

    let basket = patch(&db, &ada, json!({ "items": [{ "product_id": PROGRAM }], "coupons": [{ "code": " other " }] }))
        .await
        .expect("200");
    assert_eq!(
        basket["coupons"][0],
        json!({ "code": "OTHER", "amount": "250.00000", "targets": [3], "discount_type": "dollars-off" })
    );
    assert_eq!(
        basket["totals"],
        json!({ "list_price": "1500.00", "discount": "250.00", "net": "1250.00", "tax": "0.00", "total": "1250.00" })
    );
    let basket = patch(&db, &ada, json!({ "coupons": [] })).await.expect("200");
    assert_eq!(
        basket["coupons"][0],
        json!({ "code": "WORST", "amount": "0.05000", "targets": [3], "discount_type": "percent-off" }),
        "the automatic one takes its place"
    );
    assert_eq!(code(&patch(&db, &ada, json!({ "coupons": [{ "code": "OTHER" }] })).await.expect("200")), "OTHER");
    assert_eq!(code(&patch(&db, &ada, item(json!(RUN))).await.expect("200")), json!(null), "not for the run");
    assert_eq!(code(&patch(&db, &ada, item(json!(PROGRAM))).await.expect("200")), "WORST");
    patch(&db, &ada, json!({ "coupons": [{ "code": "TEN" }] })).await.expect("200");
    assert_eq!(code(&patch(&db, &ada, item(json!(RUN))).await.expect("200")), "TEN", "valid for both");
    sql(&pool, "update coupon set enabled = false where code = 'TEN'").await;
    assert_eq!(get(&db, &ada).await["coupons"][0]["targets"], json!([]), "switched off meanwhile");
}

/// 51, 72: dates survive the same product, and leave when they close.
#[sqlx::test(migrations = "../../migrations")]
async fn chosen_dates_stay_while_they_are_open(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    patch(
        &db,
        &ada,
        json!({ "items": [{ "product_id": PROGRAM, "run_ids": [3, 5] }], "coupons": [{ "code": "OTHER" }] }),
    )
    .await
    .expect("200");
    let again = patch(&db, &ada, item(json!(PROGRAM))).await.expect("200");
    assert_eq!(
        (again["items"][0]["run_ids"].clone(), again["coupons"][0]["code"].clone()),
        (json!([3, 5]), json!("OTHER"))
    );
    sql(&pool, "update course_run set live = false where id = 5").await;
    assert_eq!(get(&db, &ada).await["items"][0]["run_ids"], json!([3]));
}

/// 73, 75 to 77: one pending order per person and product, in step with the basket.
#[sqlx::test(migrations = "../../migrations")]
async fn a_basket_ready_to_order_has_one_pending_order(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    let created = "select count(*) from orders where status = 'created'";
    patch(&db, &ada, json!({ "items": [{ "product_id": RUN }], "coupons": [{ "code": "TEN" }] })).await.expect("200");
    patch(&db, &ada, item(json!(RUN))).await.expect("200");
    assert_eq!((count(&pool, created).await, count(&pool, "select count(*) from coupon_redemption").await), (1, 1));
    patch(&db, &ada, json!({ "coupons": [] })).await.expect("200");
    assert_eq!(count(&pool, "select count(*) from coupon_redemption").await, 0);
    patch(&db, &ada, item(json!(PROGRAM))).await.expect("200");
    assert_eq!(count(&pool, created).await, 2);

    let both = futures::future::join_all((0..8).map(|_| patch(&db, &ada, item(json!(RUN))))).await;
    assert!(both.iter().all(Result::is_ok));
    assert_eq!(count(&pool, created).await, 2);
    assert_eq!(
        count(&pool, "select count(*) from audit_entry where subject_type = 'order'").await,
        0,
        "a pending order is no event"
    );
}

/// 74: a pending order that cannot be written is not the shopper's trouble.
#[sqlx::test(migrations = "../../migrations")]
async fn a_failing_order_leaves_the_basket_stored(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "alter table orders add constraint broken check (id < 0)").await;
    let basket = patch(&db, &ada, item(json!(RUN))).await.expect("200");
    assert_eq!(basket["items"][0]["product_id"], 1);
    assert_eq!(
        (count(&pool, "select count(*) from basket_run").await, count(&pool, "select count(*) from orders").await),
        (1, 0)
    );
}

/// 78.
#[sqlx::test(migrations = "../../migrations")]
async fn old_baskets_go(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    for learner in [&ada, &bob] {
        patch(&db, learner, item(json!(RUN))).await.expect("200");
    }
    let age = Duration::days(15);
    assert_eq!(expire(&db, age).await, 0);
    sql(&pool, "update basket set updated_at = updated_at - interval '15 days' where user_id = 1").await;
    assert_eq!((expire(&db, age).await, expire(&db, age).await), (1, 0));
    assert_eq!(count(&pool, "select user_id from basket").await, 2);
}

async fn expire(db: &Database, age: Duration) -> u64 {
    let mut tx = db.begin("r").await.expect("begin");
    let expired = expire_baskets(&mut tx, System("expire_baskets"), age).await.expect("expired");
    tx.commit().await.expect("commit");
    expired
}
