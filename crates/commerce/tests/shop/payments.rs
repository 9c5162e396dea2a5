//! Payments: one order is fulfilled once, for the right amount, whatever arrives and in whatever order.

use crate::world::{RUN, build, context, notice, pay, put, settle};
use futures::future::join_all;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use rust_decimal::Decimal;
use sqlx::PgPool;
use xpro_commerce::checkout::{
    Decision, LearnerOrderForm, Settlement, SettlementNotice, StartPayment, order_facts, start_payment,
};
use xpro_kernel::{CourseRunId, OrderId};

/// (order's status, jobs that open enrollments, audit entries of fulfillment)
async fn effects(pool: &PgPool, order: i64) -> (String, i64, i64) {
    let row = sqlx::query!(
        r#"select status, (select count(*) from job where kind = 'open_enrollments' and subject_id = $1) as "jobs!",
                  (select count(*) from audit_entry where act = 'fulfill_order' and subject_id = $1) as "audits!"
           from orders where id = $1"#,
        order
    )
    .fetch_one(pool)
    .await
    .expect("order");
    (row.status, row.jobs, row.audits)
}

#[sqlx::test(migrations = "../../migrations")]
async fn fifty_parallel_copies_fulfill_once(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    let form = pay(&db, &ada).await;
    let accepted = notice(&form, Decision::Accept, "T1");

    let outcomes = join_all((0..50).map(|_| settle(&db, &accepted))).await;

    let applied = outcomes.iter().filter(|outcome| matches!(outcome, Settlement::Applied(_))).count();
    let duplicate = outcomes.iter().filter(|outcome| matches!(outcome, Settlement::Duplicate(_))).count();
    assert_eq!((applied, duplicate), (1, 49));
    assert_eq!(effects(&pool, form.order).await, ("fulfilled".into(), 1, 1));
    let mut conn = db.read().await.expect("connection");
    let facts = order_facts(&mut conn, OrderId(form.order)).await.expect("read").expect("fulfilled");
    assert_eq!((facts.purchaser, facts.runs), (ada.id, vec![CourseRunId(1)]));
    let baskets = sqlx::query_scalar!(r#"select count(*) as "n!" from basket"#).fetch_one(&pool).await.expect("count");
    assert_eq!(baskets, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_wrong_amount_is_never_fulfilled(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    let wrongs: [fn(&mut SettlementNotice); 5] = [
        |notice| notice.amount = Decimal::ONE,
        |notice| notice.auth_amount = Some(Decimal::ONE),
        |notice| notice.auth_amount = None,
        |notice| notice.currency = "EUR".into(),
        |notice| notice.reason_code = Some(110),
    ];
    for (n, wrong) in wrongs.iter().enumerate() {
        let mut changed = notice(&form, Decision::Accept, &format!("T{n}"));
        wrong(&mut changed);
        assert!(matches!(settle(&db, &changed).await, Settlement::NeedsReview(..)), "{n}");
    }
    assert_eq!(effects(&pool, form.order).await, ("created".into(), 0, 0));
    let flagged = sqlx::query_scalar!("select needs_review from orders where id = $1", form.order)
        .fetch_one(&pool)
        .await
        .expect("order");
    assert!(flagged.is_some());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_declined_card_may_be_followed_by_a_good_one(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;

    settle(&db, &notice(&form, Decision::Decline, "T1")).await;
    assert_eq!(effects(&pool, form.order).await.0, "failed");
    settle(&db, &notice(&form, Decision::Accept, "T2")).await;
    assert_eq!(effects(&pool, form.order).await, ("fulfilled".into(), 1, 1));
    settle(&db, &notice(&form, Decision::Cancel, "T3")).await;
    assert_eq!(effects(&pool, form.order).await.0, "fulfilled", "a late cancel changes nothing");
    assert!(
        matches!(settle(&db, &notice(&form, Decision::Accept, "T4")).await, Settlement::NeedsReview(..)),
        "a second payment is money to give back"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_signed_is_what_is_fulfilled(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    let signed = pay(&db, &ada).await;
    // While the payer is away, another tab takes the code off and places the order again.
    let mut tx = db.begin("r").await.expect("begin");
    let change = xpro_commerce::basket::BasketUpdate {
        item: xpro_commerce::basket::ItemChange::Keep,
        code: xpro_commerce::basket::CodeChange::Remove,
    };
    xpro_commerce::basket::update_basket(&mut tx, &ada, change).await.expect("update");
    tx.commit().await.expect("commit");
    let later = pay(&db, &ada).await;
    assert_eq!(later.order, signed.order);
    assert_ne!(later.amount, signed.amount);

    settle(&db, &notice(&signed, Decision::Accept, "T1")).await;

    let line = sqlx::query!("select total_amount, coupon_code from order_line where order_id = $1", signed.order)
        .fetch_one(&pool)
        .await
        .expect("line");
    assert_eq!((line.total_amount, line.coupon_code.as_deref()), (signed.amount.amount(), Some("TEN")));
    assert_eq!(effects(&pool, signed.order).await.0, "fulfilled");
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_last_use_of_a_free_code_goes_to_one_person(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    for learner in [&ada, &bob] {
        put(&db, learner, RUN, Some("full-1")).await.expect("put");
    }
    let start = |learner| {
        let db = &db;
        async move {
            let mut tx = db.begin("r").await.expect("begin");
            let started = start_payment(&mut tx, learner, &context()).await;
            if started.is_ok() {
                tx.commit().await.expect("commit");
            }
            started
        }
    };

    let outcomes = join_all([start(&ada), start(&ada), start(&bob), start(&bob)]).await;

    let free = outcomes.iter().filter(|outcome| matches!(outcome, Ok(StartPayment::Free { .. }))).count();
    assert_eq!(free, 1);
    let fulfilled = sqlx::query_scalar!(r#"select count(*) as "n!" from orders where status = 'fulfilled'"#)
        .fetch_one(&pool)
        .await
        .expect("count");
    assert_eq!(fulfilled, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_notice_about_nothing_we_know_moves_nothing(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    let mut foreign = notice(&form, Decision::Accept, "T1");
    foreign.reference = format!("xpro-b2c-production-{}", form.order);
    assert_eq!(settle(&db, &foreign).await, Settlement::Unknown);
    assert_eq!(effects(&pool, form.order).await.0, "created");
}

/// Any sequence of notices: at most one fulfillment, and exactly one once a right acceptance came.
#[sqlx::test(migrations = "../../migrations")]
async fn any_order_of_notices_fulfills_at_most_once(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    let sequences: Vec<Vec<u8>> = {
        let mut runner = TestRunner::deterministic();
        let strategy = proptest::collection::vec(0_u8..7, 1..8);
        (0..24).filter_map(|_| strategy.new_tree(&mut runner).ok().map(|tree| tree.current())).collect()
    };
    for (n, sequence) in sequences.iter().enumerate() {
        sqlx::query!("update orders set status = 'refunded', fulfilled_at = coalesce(fulfilled_at, now()) where status <> 'refunded'").execute(&pool).await.expect("close earlier orders");
        put(&db, &ada, RUN, None).await.expect("put");
        let form = pay(&db, &ada).await;
        for step in sequence {
            settle(&db, &step_notice(&form, *step, n)).await;
        }
        let (status, jobs, audits) = effects(&pool, form.order).await;
        let paid = sequence.contains(&0) || sequence.contains(&1);
        assert_eq!((status == "fulfilled", jobs, audits), (paid, i64::from(paid), i64::from(paid)), "{sequence:?}");
    }
}

fn step_notice(form: &LearnerOrderForm, step: u8, n: usize) -> SettlementNotice {
    let transaction = format!("{n}-{step}");
    match step {
        0 | 1 => notice(form, Decision::Accept, &transaction),
        2 => notice(form, Decision::Decline, &transaction),
        3 => notice(form, Decision::Cancel, &transaction),
        4 => notice(form, Decision::Review, &transaction),
        5 => SettlementNotice { amount: Decimal::ONE, ..notice(form, Decision::Accept, &transaction) },
        _ => notice(form, Decision::Unknown("ODD".into()), &transaction),
    }
}
