//! `POST /api/checkout/` (9.4, 9.5 as far as the form goes).

use crate::world::{PROGRAM, RUN, build, checkout, context, count, patch, pay, put, refused, sql};
use futures::future::join_all;
use serde_json::json;
use sqlx::PgPool;
use xpro_commerce::checkout::{CheckoutContext, FormCoupon, StartPayment};
use xpro_kernel::Money;

/// 79, 80: what cannot be bought.
#[sqlx::test(migrations = "../../migrations")]
async fn nothing_and_what_is_gone_cannot_be_ordered(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    assert_eq!(refused(&db, &ada).await, "checkout.items.empty");
    put(&db, &ada, RUN, None).await.expect("put");
    for (gone, back, code) in [
        ("update product set is_active = false", "update product set is_active = true", "checkout.items.unavailable"),
        ("update course_run set live = false", "update course_run set live = true", "checkout.items.unavailable"),
        ("update course set is_external = true", "update course set is_external = false", "checkout.items.external"),
        (
            "update course_run set enrollment_end = '2026-02-01' where id = 1",
            "update course_run set enrollment_end = null where id = 1",
            "checkout.runs.closed",
        ),
    ] {
        sql(&pool, gone).await;
        assert_eq!(refused(&db, &ada).await, code, "{gone}");
        sql(&pool, back).await;
    }
    assert_eq!(refused(&db, &ada).await, "accepted");
    assert_eq!(count(&pool, "select count(*) from payment_attempt").await, 1);
}

/// 81 to 83 and D-70: exactly one open date for each course.
#[sqlx::test(migrations = "../../migrations")]
async fn each_course_wants_exactly_one_open_date(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, PROGRAM, None).await.expect("put");
    for (runs, code) in [
        ("", "checkout.runs.missing"),
        ("3", "checkout.runs.missing"),
        ("4,5", "checkout.runs.invalid"),
        ("3,4,5", "checkout.runs.invalid"),
        ("3,1", "checkout.runs.invalid"),
    ] {
        sql(
            &pool,
            &format!("delete from basket_run;\ninsert into basket_run select 1, unnest('{{{runs}}}'::bigint[])"),
        )
        .await;
        assert_eq!(refused(&db, &ada).await, code, "{runs}");
    }
    sql(&pool, "delete from basket_run;\ninsert into basket_run values (1, 3), (1, 4);\nupdate course_run set enrollment_end = '2026-02-01' where id = 4").await;
    assert_eq!(
        checkout(&db, &ada, context()).await.err(),
        Some(("checkout.runs.closed", "'Second R1' no longer accepts enrollments.".to_owned()))
    );
    sql(&pool, "update course_run set enrollment_end = null, enrollment_start = '2026-03-05' where id = 4").await;
    assert_eq!(
        checkout(&db, &ada, context()).await.err(),
        Some(("checkout.runs.closed", "Enrollment in 'Second R1' opens on March 5, 2026.".to_owned()))
    );
    sql(&pool, "update course_run set enrollment_start = null where id = 4;\ninsert into run_enrollment (user_id, course_run_id, created_at, updated_at) values (1, 4, now(), now())").await;
    assert_eq!(refused(&db, &ada).await, "checkout.runs.enrolled");
}

/// 84, 85: codes at the last moment.
#[sqlx::test(migrations = "../../migrations")]
async fn a_code_must_still_count(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    sql(&pool, "update coupon set enabled = false").await;
    assert_eq!(
        checkout(&db, &ada, context()).await.err(),
        Some((
            "checkout.coupons.invalid",
            "The code is no longer valid for this product. This code is no longer in use.".to_owned()
        ))
    );
    sql(&pool, "update basket set coupon_id = null;\ninsert into product_version (product_id, price, description, text_id, requires_enrollment_code, created_at) values (1, 10, 'Systems', 'course-v1:xPRO+S+R1', true, '2026-02-01')").await;
    assert_eq!(refused(&db, &ada).await, "checkout.coupons.required");
}

/// 88, 94, 95: the form, the order behind it, and no event in the order's history.
#[sqlx::test(migrations = "../../migrations")]
async fn a_paid_basket_becomes_a_form(pool: PgPool) {
    let (db, _, bob) = build(&pool).await;
    sql(&pool, "insert into company (name, created_at) values ('Acme GmbH', '2026-01-01');
insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, company_id, payment_type, payment_transaction, created_at) values (1, 'promo', 1, 9, 9, 0.25, 1, 'purchase_order', 'PO-1815', '2026-02-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 5, '2026-02-01')").await;
    put(&db, &bob, RUN, Some("TEN")).await.expect("put");
    let form = pay(&db, &bob).await;

    assert_eq!(
        (form.net.to_string(), form.tax_amount.to_string(), form.amount.to_string()),
        ("712.46".into(), "128.24".into(), "840.70".into())
    );
    assert_eq!(
        (form.is_program, form.object_id, form.text_id.as_str(), form.description.as_str(), form.customer_ip),
        (false, 1, RUN, "Systems, run 1", None)
    );
    let coupon = FormCoupon {
        code: "TEN".into(),
        company: Some("Acme GmbH".into()),
        payment_transaction: Some("PO-1815".into()),
        payment_type: Some("purchase_order".into()),
    };
    assert_eq!(form.coupon, Some(coupon));
    let order = sqlx::query!(
        "select status, total_price_paid, tax_amount, amount_due, tax_country_code, tax_rate_name from orders"
    )
    .fetch_one(&pool)
    .await
    .expect("one order");
    assert_eq!(
        (order.status.as_str(), Money::from(order.total_price_paid), Money::from(order.amount_due)),
        ("created", form.net, form.amount)
    );
    assert_eq!((order.tax_country_code.as_deref(), order.tax_rate_name.as_str()), (Some("IN"), "GST"));
    assert_eq!(count(&pool, "select count(*) from audit_entry where subject_type = 'order'").await, 0);
    assert_eq!(
        count(
            &pool,
            "select count(*) from audit_entry where act = 'start_payment' and subject_type = 'payment_attempt'"
        )
        .await,
        1
    );

    patch(&db, &bob, json!({ "coupons": [] })).await.expect("200");
    assert_eq!(pay(&db, &bob).await.coupon, None);
    assert_eq!(count(&pool, "select count(*) from payment_attempt").await, 2, "a form of its own each time");
}

/// 89: the first affiliate keeps the order.
#[sqlx::test(migrations = "../../migrations")]
async fn the_first_affiliate_keeps_the_order(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    for affiliate in [Some("first"), Some("second"), None, Some("longer-than-an-affiliate-code")] {
        checkout(&db, &ada, CheckoutContext { affiliate: affiliate.map(str::to_owned), ..context() })
            .await
            .expect("started");
    }
    assert_eq!(count(&pool, "select count(*) from orders where affiliate_code = 'first'").await, 1);
}

/// 90, 91, D-26: a free order is fulfilled at once, and once.
#[sqlx::test(migrations = "../../migrations")]
async fn a_free_order_is_fulfilled_once(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, Some("full-1")).await.expect("put");
    let keyed = || CheckoutContext { idempotency_key: Some("browser-1".into()), ..context() };

    let outcomes = join_all((0..6).map(|_| checkout(&db, &ada, keyed()))).await;

    let free: Vec<i64> = outcomes
        .iter()
        .filter_map(|outcome| {
            if let Ok(StartPayment::Free { order, text_id }) = outcome {
                (text_id == RUN).then_some(order.0)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(free.len(), 6, "each copy is told the same: {outcomes:?}");
    assert!(free.iter().all(|order| *order == free[0]));
    assert_eq!(refused(&db, &ada).await, "checkout.items.empty", "without the key there is nothing left to order");
    assert_eq!(count(&pool, "select count(*) from orders").await, 1);
    assert_eq!(count(&pool, "select count(*) from job where kind = 'open_enrollments'").await, 1);
    assert_eq!(count(&pool, "select count(*) from job where kind = 'send_receipt'").await, 1);
    assert_eq!(count(&pool, "select count(*) from audit_entry where subject_type = 'order' and actor_user_id = 1 and data_before ->> 'status' = 'created' and data_after ->> 'status' = 'fulfilled'").await, 1);
    assert_eq!(count(&pool, "select count(*) from basket where product_id is not null").await, 0);
    assert_eq!(count(&pool, "select count(*) from payment_attempt").await, 0);
}

/// 115, 116: assignments of the code, to the buyer and to somebody else.
#[sqlx::test(migrations = "../../migrations")]
async fn assignments_are_redeemed_by_whoever_buys(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into coupon_eligibility (coupon_id, product_id) values (2, 1);
insert into coupon_assignment (email, eligibility_id, created_at, updated_at) select address, e.id, now(), now() from coupon_eligibility e, (values ('ADA@Example.com'), ('carl@example.com')) as a (address) where e.coupon_id = 2").await;
    put(&db, &ada, RUN, Some("FULL-1")).await.expect("put");
    checkout(&db, &ada, context()).await.expect("free");
    let rows = sqlx::query!("select email, original_email, redeemed from coupon_assignment order by id")
        .fetch_all(&pool)
        .await
        .expect("rows");
    let found: Vec<(&str, Option<&str>, bool)> =
        rows.iter().map(|row| (row.email.as_str(), row.original_email.as_deref(), row.redeemed)).collect();
    assert_eq!(found, [("ADA@Example.com", None, true), ("ada@example.com", Some("carl@example.com"), true)]);
}
