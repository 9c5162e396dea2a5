//! The demo.

use crate::world::{NOW, build, count, patch, sql};
use serde_json::json;
use sqlx::PgPool;
use xpro_commerce::seed::{DemoCommerce, apply_demo_commerce};
use xpro_platform::db::Database;

async fn seed(db: &Database) -> DemoCommerce {
    let mut tx = db.begin("r").await.expect("begin");
    let report = apply_demo_commerce(&mut tx, "test", NOW).await.expect("seeded");
    tx.commit().await.expect("commit");
    report
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_demo_is_complete_and_written_once(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "update tax_rate set active = true;\ninsert into program (title, readable_id, live, platform_id) values ('Systems', 'program-v1:xPRO+SysEngx', true, 1);\ninsert into product (program_id) values (2);\ninsert into product_version (product_id, price, description, text_id, created_at) values (4, 2499, 'Systems', 'program-v1:xPRO+SysEngx', '2026-01-01');\ninsert into course (title, readable_id, live, platform_id) values ('Additive', 'course-v1:xPRO+AMx', true, 1);\ninsert into course_run (course_id, title, courseware_id, run_tag, start_date, live) values (4, 'Additive', 'course-v1:xPRO+AMx+R1', 'R1', '2026-06-01', true);\ninsert into product (course_run_id) values (6);\ninsert into product_version (product_id, price, description, text_id, created_at) values (5, 975, 'Additive', 'course-v1:xPRO+AMx+R1', '2026-01-01')").await;

    let first = seed(&db).await;
    assert_eq!((first.batches, first.orders), (10, 60));
    assert_eq!(seed(&db).await, DemoCommerce::default(), "a second time changes nothing");

    for status in ["created", "fulfilled", "failed", "refunded"] {
        let found: i64 = sqlx::query_scalar("select count(*) from orders where status = $1")
            .bind(status)
            .fetch_one(&pool)
            .await
            .expect("count");
        assert!(found > 0, "{status}");
    }
    assert_eq!(
        count(&pool, "select count(*) from orders where status = 'fulfilled'").await,
        i64::try_from(first.fulfilled.len()).expect("few")
    );
    assert_eq!(count(&pool, "select count(*) from orders where needs_review is not null").await, 1);
    assert!(count(&pool, "select count(*) from orders where amount_due = 0").await > 0);
    assert!(count(&pool, "select count(*) from orders where tax_amount > 0 and tax_rate = 18").await > 0);
    assert_eq!(
        count(&pool, "select count(*) from orders where created_at > '2026-03-01'::timestamptz - interval '15 days'")
            .await,
        0
    );
    assert_eq!(
        count(&pool, "select count(*) from payment_receipt where data ->> 'card_number' !~ '^xxxxxxxxxxxx[0-9]{4}$'")
            .await,
        0
    );

    let buyers = count(&pool, "select count(distinct purchaser_id) from orders").await;
    assert_eq!(buyers, 2, "everybody buys");
    assert_eq!(
        count(&pool, "select count(*) from orders o join order_line l on l.order_id = o.id where o.purchaser_id = 1 and l.coupon_code is not null").await,
        0,
        "the account that everybody signs in with keeps its codes"
    );
    assert_eq!(
        count(&pool, "select count(*) from counted_redemption r join coupon_terms t on t.coupon_id = r.coupon_id group by t.coupon_id, t.max_redemptions_per_user, r.purchaser_id having count(*) > t.max_redemptions_per_user union all select 0 order by 1 desc limit 1").await,
        0,
        "nobody used a code more often than it allows"
    );
    assert!(
        count(&pool, "select count(*) from basket where updated_at < '2026-02-14'").await > 0,
        "for the job that expires them"
    );
    assert_eq!(
        count(&pool, "select count(*) from coupon_assignment where email = 'ada@example.com' and not redeemed").await,
        1
    );

    for (code, reason) in [
        ("welcome10", None),
        ("SAVE250", None),
        ("FREEPASS", None),
        ("EXPIRED20", Some("expired")),
        ("FUTURE15", Some("not_yet_active")),
        ("OLDNEWS5", Some("disabled")),
        ("USEDUP50", Some("used_up")),
        ("AMxB100", Some("other_product")),
        ("NORTHWIND25", None),
    ] {
        sql(
            &pool,
            "delete from coupon_redemption where coupon_id not in (select id from coupon where code = 'USEDUP50')",
        )
        .await;
        sql(&pool, "update orders set purchaser_id = 2").await;
        let outcome = patch(&db, &ada, json!({ "items": [{ "product_id": 4 }], "coupons": [{ "code": code }] })).await;
        assert_eq!(
            outcome.as_ref().err().and_then(|refusal| refusal["reason"].as_str()),
            reason,
            "{code}: {outcome:?}"
        );
    }
}
