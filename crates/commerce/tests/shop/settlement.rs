//! The gateway's word, beyond what `payments` covers (9.5).

use crate::world::{PROGRAM, RUN, build, checkout, context, count, notice, patch, pay, put, settle, sql};
use futures::future::join_all;
use serde_json::json;
use sqlx::PgPool;
use xpro_commerce::checkout::{Decision, Settlement, StartPayment, has_held_payment, order_facts};
use xpro_kernel::{CourseRunId, OrderId, ProgramId};
use xpro_platform::notices::Verdict;

async fn order(pool: &PgPool, id: i64) -> (String, Option<String>) {
    let row =
        sqlx::query!("select status, needs_review from orders where id = $1", id).fetch_one(pool).await.expect("order");
    (row.status, row.needs_review)
}

/// 97, 98: an acceptance fulfills, tells its history, and takes the basket; a refusal keeps it.
#[sqlx::test(migrations = "../../migrations")]
async fn an_acceptance_tells_what_changed(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    put(&db, &bob, RUN, None).await.expect("put");
    let (accepted, refused) = (pay(&db, &ada).await, pay(&db, &bob).await);

    assert_eq!(settle(&db, &notice(&accepted, Decision::Accept, "T1")).await.verdict(), Verdict::Applied);
    let declined = settle(&db, &notice(&refused, Decision::Error, "T2")).await;

    assert_eq!((declined.verdict(), declined.order()), (Verdict::Applied, Some(OrderId(refused.order))));
    assert_eq!(order(&pool, refused.order).await, ("failed".into(), None));
    assert_eq!(count(&pool, "select user_id from basket").await, 2, "only the refused buyer still has a basket");
    let history = sqlx::query!(r#"select data_before ->> 'status' as before, data_after ->> 'status' as after, actor_kind from audit_entry where subject_type = 'order' and subject_id = $1"#, accepted.order).fetch_all(&pool).await.expect("audit");
    let found: Vec<_> =
        history.iter().map(|row| (row.before.as_deref(), row.after.as_deref(), row.actor_kind.as_str())).collect();
    assert_eq!(found, [(Some("created"), Some("fulfilled"), "system")]);
    assert_eq!(count(&pool, "select count(*) from payment_receipt").await, 2);
}

/// 99, 101: news that is none, and a refusal after the fact.
#[sqlx::test(migrations = "../../migrations")]
async fn late_and_repeated_notices_change_nothing(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    let cancel = || notice(&form, Decision::Cancel, "T0");
    assert_eq!(settle(&db, &cancel()).await.verdict(), Verdict::Applied);
    assert_eq!(settle(&db, &cancel()).await.verdict(), Verdict::Duplicate);
    assert_eq!(count(&pool, "select count(*) from payment_receipt").await, 1, "the copy is not stored again");
    assert_eq!(
        settle(&db, &notice(&form, Decision::Decline, "T1")).await.verdict(),
        Verdict::Duplicate,
        "another refusal of a failed order"
    );
    assert_eq!(settle(&db, &notice(&form, Decision::Accept, "T2")).await.verdict(), Verdict::Applied);
    let late = settle(&db, &notice(&form, Decision::Error, "T3")).await;
    assert_eq!(
        (late.verdict(), order(&pool, form.order).await),
        (Verdict::NeedsReview, ("fulfilled".into(), None)),
        "staff hear of it, the order is as it was"
    );
    assert_eq!(late.reason(), "ERROR came for an order that is fulfilled; nothing was changed.");
}

/// 108, 110: money that is not right, or not there yet.
#[sqlx::test(migrations = "../../migrations")]
async fn held_and_partial_payments_wait_for_staff(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    assert_eq!(settle(&db, &notice(&form, Decision::Review, "T1")).await.verdict(), Verdict::NeedsReview);
    assert_eq!(settle(&db, &notice(&form, Decision::Review, "T1")).await.verdict(), Verdict::Duplicate);
    assert_eq!(
        order(&pool, form.order).await,
        ("created".into(), Some("The gateway put this payment under review.".into()))
    );
    let mut conn = db.read().await.expect("connection");
    for (text_id, held) in [(RUN, true), (PROGRAM, false), ("a\0b", false)] {
        assert_eq!(has_held_payment(&mut conn, &ada, text_id).await.expect("read"), held, "{text_id:?}");
    }
    drop(conn);
    let later = pay(&db, &ada).await;
    assert_ne!(later.order, form.order, "an order under review is left alone");

    settle(&db, &notice(&form, Decision::Accept, "T2")).await;
    assert_eq!(order(&pool, form.order).await, ("fulfilled".into(), None), "the acceptance answers the review");

    let mut partial = notice(&later, Decision::Accept, "T3");
    partial.reason_code = Some(110);
    partial.auth_amount = Some(rust_decimal::Decimal::from(700));
    settle(&db, &partial).await;
    settle(&db, &notice(&later, Decision::Accept, "T4")).await;
    assert_eq!(
        order(&pool, later.order).await,
        ("fulfilled".into(), Some("Only part of the amount was approved.".into())),
        "the partial payment stays a case for staff"
    );
}

/// D-36: a transaction belongs to one attempt.
#[sqlx::test(migrations = "../../migrations")]
async fn one_transaction_pays_for_one_order(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    put(&db, &bob, RUN, None).await.expect("put");
    let (first, second) = (pay(&db, &ada).await, pay(&db, &bob).await);
    assert!(matches!(settle(&db, &notice(&first, Decision::Accept, "T1")).await, Settlement::Applied(_)));
    assert!(matches!(settle(&db, &notice(&second, Decision::Accept, "T1")).await, Settlement::NeedsReview(..)));
    assert_eq!(order(&pool, second.order).await.0, "created");
}

/// 109, 113: the form that was paid decides, even after the basket moved on to something else.
#[sqlx::test(migrations = "../../migrations")]
async fn the_paid_form_decides_what_is_bought(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    sql(&pool, "insert into company (name, created_at) values ('Acme', '2026-01-01');
insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, company_id, created_at) values (1, 'promo', 1, 9, 9, 0.1, 1, '2026-02-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 5, '2026-02-01')").await;
    patch(
        &db,
        &ada,
        json!({ "items": [{ "product_id": PROGRAM, "run_ids": [3, 4] }], "coupons": [{ "code": "TEN" }] }),
    )
    .await
    .expect("200");
    let form = pay(&db, &ada).await;
    patch(&db, &ada, json!({ "items": [{ "product_id": PROGRAM, "run_ids": [3, 5] }], "coupons": [] }))
        .await
        .expect("200");
    patch(&db, &ada, json!({ "items": [{ "product_id": RUN }] })).await.expect("200");

    settle(&db, &notice(&form, Decision::Accept, "T1")).await;

    let mut conn = db.read().await.expect("connection");
    let facts = order_facts(&mut conn, OrderId(form.order)).await.expect("read").expect("fulfilled");
    assert_eq!(
        (facts.runs, facts.program, facts.company.map(|id| id.0)),
        (vec![CourseRunId(3), CourseRunId(4)], Some(ProgramId(1)), Some(1))
    );
    let line = sqlx::query!("select total_amount, coupon_code from order_line where order_id = $1", form.order)
        .fetch_one(&pool)
        .await
        .expect("line");
    assert_eq!((line.total_amount.to_string().as_str(), line.coupon_code.as_deref()), ("1350.00", Some("TEN")));
    assert_eq!(count(&pool, "select count(*) from orders where status = 'fulfilled'").await, 1);
}

/// D-15: two people pay with the last use of a code; both get what they paid for, and staff hear of the second.
#[sqlx::test(migrations = "../../migrations")]
async fn a_code_used_up_meanwhile_is_honored_and_flagged(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, "insert into coupon_payment_version (payment_id, coupon_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, created_at) values (1, 'single-use', 1, 1, 1, 0.1, '2026-02-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 5, '2026-02-01')").await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    put(&db, &bob, RUN, Some("TEN")).await.expect("put");
    let forms = [pay(&db, &ada).await, pay(&db, &bob).await];

    join_all(
        forms.iter().map(|form| async { settle(&db, &notice(form, Decision::Accept, &form.order.to_string())).await }),
    )
    .await;

    let mut flags: Vec<Option<String>> = Vec::new();
    for form in &forms {
        let (status, flag) = order(&pool, form.order).await;
        assert_eq!(status, "fulfilled");
        flags.push(flag);
    }
    flags.sort();
    assert_eq!(flags, [None, Some("The code TEN had no uses left when this order was paid.".to_owned())]);
}

/// Checkouts, basket changes and notices of many people about one code never wait for each other in a circle.
#[sqlx::test(migrations = "../../migrations")]
async fn everybody_at_once_ends_well(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    put(&db, &bob, RUN, Some("TEN")).await.expect("put");
    let forms = [pay(&db, &ada).await, pay(&db, &bob).await];
    let rounds = (0..10).map(|round| {
        let (db, forms, ada, bob) = (&db, &forms, &ada, &bob);
        async move {
            let form = &forms[round % 2];
            let learner = if round % 2 == 0 { ada } else { bob };
            let accepted = notice(form, Decision::Accept, &form.order.to_string());
            tokio::join!(
                checkout(db, learner, context()),
                patch(db, learner, json!({ "coupons": [{ "code": "TEN" }] })),
                settle(db, &accepted)
            )
            .0
        }
    });
    let started = join_all(rounds).await;
    assert!(
        started
            .iter()
            .all(|outcome| matches!(outcome, Ok(StartPayment::Gateway(_)) | Err(("checkout.items.empty", _)))),
        "{started:?}"
    );
    for form in &forms {
        assert_eq!(order(&pool, form.order).await.0, "fulfilled");
    }
    assert_eq!(count(&pool, "select count(*) from orders where status = 'fulfilled'").await, 2);
}
