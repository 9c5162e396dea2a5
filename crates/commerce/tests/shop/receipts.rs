//! Receipts (9.6).

use crate::world::{RUN, build, count, notice, pay, put, settle, sql};
use sqlx::PgPool;
use xpro_commerce::{
    checkout::Decision,
    receipt::{Issuer, PaymentFacts, load_receipt, queue_receipt_mail},
};
use xpro_kernel::OrderId;
use xpro_platform::{db::Database, mail::Brand};

async fn send(db: &Database, order: i64) -> usize {
    let brand = Brand {
        site_name: "xPRO".into(),
        base_url: "https://shop.example".into(),
        support_email: "help@example.com".into(),
        postal_address: "77 Ave".into(),
    };
    let issuer = Issuer { environment: "test".into(), ..Issuer::default() };
    let mut tx = db.begin("r").await.expect("begin");
    let queued = queue_receipt_mail(&mut tx, &brand, &issuer, OrderId(order)).await.expect("queued");
    tx.commit().await.expect("commit");
    queued
}

/// 120, 121, 123, D-28: whose receipt, and what it says when prices have changed since.
#[sqlx::test(migrations = "../../migrations")]
async fn a_receipt_is_the_buyers_and_stays_as_it_was(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &bob, RUN, Some("TEN")).await.expect("put");
    let form = pay(&db, &bob).await;
    let order = OrderId(form.order);
    let mut conn = db.read().await.expect("connection");
    assert_eq!(load_receipt(&mut conn, &bob, "test", order).await.expect("read"), None, "not paid yet");
    let mut accepted = notice(&form, Decision::Accept, "T1");
    accepted.data = PaymentFacts {
        card_type: Some("Mastercard".into()),
        card_number: Some("xxxxxxxxxxxx4444".into()),
        name: Some("B. Buyer".into()),
        bill_to_email: Some("office@example.com".into()),
        payment_method: Some("card".into()),
    }
    .to_json();
    settle(&db, &accepted).await;
    sql(&pool, "insert into product_version (product_id, price, description, text_id, created_at) values (1, 1, 'Cheaper', 'course-v1:xPRO+S+R1', '2026-02-20');\nupdate coupon set enabled = false;\nupdate tax_rate set rate = 99").await;

    let receipt = load_receipt(&mut conn, &bob, "test", order).await.expect("read").expect("paid");
    let json = serde_json::to_value(&receipt).expect("serializes");
    assert_eq!(json["lines"][0]["price"], "949.95");
    assert_eq!(
        (
            json["lines"][0]["discount"].as_str(),
            json["lines"][0]["total_before_tax"].as_str(),
            json["lines"][0]["tax_paid"].as_str(),
            json["lines"][0]["total_paid"].as_str()
        ),
        (Some("95.00"), Some("854.95"), Some("153.89"), Some("1008.84"))
    );
    assert_eq!(
        (json["lines"][0]["start_date"].as_str(), json["lines"][0]["end_date"].as_str()),
        (Some("2026-04-01T00:00:00Z"), Some("2026-05-01T00:00:00Z"))
    );
    assert_eq!(
        (json["coupon"].as_str(), json["order"]["reference_number"].as_str(), json["order"]["tax_rate"].as_str()),
        (Some("TEN"), Some(format!("xpro-b2c-test-{order}").as_str()), Some("18.0000"))
    );
    assert_eq!(
        (json["receipt"]["card_type"].as_str(), json["receipt"]["card_number"].as_str()),
        (Some("Mastercard"), Some("xxxxxxxxxxxx4444"))
    );
    assert_eq!(load_receipt(&mut conn, &ada, "test", order).await.expect("read"), None, "somebody else's");
    assert_eq!(load_receipt(&mut conn, &ada, "test", OrderId(i64::MAX)).await.expect("read"), None);
    sql(&pool, "update orders set status = 'refunded'").await;
    assert!(load_receipt(&mut conn, &bob, "test", order).await.expect("read").expect("still there").order.refunded);
}

/// 118: one letter per address, however often the job runs.
#[sqlx::test(migrations = "../../migrations")]
async fn the_letter_goes_to_each_address_once(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    put(&db, &bob, RUN, Some("full-1")).await.expect("put");
    let form = pay(&db, &ada).await;
    assert_eq!(send(&db, form.order).await, 0, "an unpaid order has no receipt");
    let mut accepted = notice(&form, Decision::Accept, "T1");
    accepted.data =
        PaymentFacts { bill_to_email: Some("Office@Example.com".into()), ..PaymentFacts::default() }.to_json();
    settle(&db, &accepted).await;
    assert_eq!((send(&db, form.order).await, send(&db, form.order).await), (2, 0));
    let free = match crate::world::checkout(&db, &bob, crate::world::context()).await.expect("free") {
        xpro_commerce::checkout::StartPayment::Free { order, .. } => order.0,
        xpro_commerce::checkout::StartPayment::Gateway(_) => panic!("nothing is due"),
    };
    assert_eq!(send(&db, free).await, 1);
    assert_eq!(
        count(&pool, "select count(*) from mail_message where template = 'order_receipt' and subject_type = 'order'")
            .await,
        3
    );
    let text = sqlx::query_scalar!("select text_body from mail_message where recipient = 'bob@example.com'")
        .fetch_one(&pool)
        .await
        .expect("mail");
    assert!(text.contains("Total paid: $0.00") && text.contains("Discount code: Full-1"), "{text}");
}

/// The dates on a receipt are those of the enrollments that still hold.
#[sqlx::test(migrations = "../../migrations")]
async fn dates_follow_the_enrollments(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    settle(&db, &notice(&form, Decision::Accept, "T1")).await;
    sql(&pool, &format!("insert into run_enrollment (user_id, course_run_id, order_id, active, change_status, created_at, updated_at) values (1, 1, {0}, false, 'deferred', now(), now()), (1, 5, {0}, true, null, now(), now())", form.order)).await;
    let mut conn = db.read().await.expect("connection");
    let receipt = load_receipt(&mut conn, &ada, "test", OrderId(form.order)).await.expect("read").expect("paid");
    assert_eq!(receipt.lines[0].start_date.map(|at| at.date().to_string()).as_deref(), Some("2026-07-01"));
}
