//! The orders desk.

use crate::world::{PROGRAM, RUN, build, notice, pay, put, settle, sql, staff};
use sqlx::PgPool;
use xpro_commerce::{
    checkout::Decision,
    desk::{
        DeskError, EntryKind, EntryOutcome, OrderFilter, OrderStatus, RetryTarget, find_order, order_timeline,
        search_orders,
    },
};
use xpro_kernel::{OrderId, Staff};
use xpro_platform::db::Database;

async fn ids(db: &Database, staff: &Staff, filter: OrderFilter) -> Vec<i64> {
    let mut conn = db.read().await.expect("connection");
    search_orders(&mut conn, staff, &filter, None).await.expect("page").orders.iter().map(|order| order.id.0).collect()
}

fn q(text: &str) -> OrderFilter {
    OrderFilter { q: text.to_owned(), ..OrderFilter::default() }
}

#[sqlx::test(migrations = "../../migrations")]
async fn orders_are_found_in_every_way(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    sql(&pool, "update legal_address set last_name = 'Lovelace' where user_id = 1").await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");
    put(&db, &bob, PROGRAM, None).await.expect("put");
    let (first, second) = (pay(&db, &ada).await, pay(&db, &bob).await);
    settle(&db, &notice(&first, Decision::Accept, "T1")).await;
    settle(&db, &notice(&second, Decision::Review, "T2")).await;
    let desk = staff(&["orders.view"]);

    assert_eq!(ids(&db, &desk, OrderFilter::default()).await, [second.order, first.order], "newest first");
    for text in [
        first.order.to_string(),
        format!("xpro-b2c-test-{}", first.order),
        "ADA@ex".into(),
        "ad".into(),
        "lovel".into(),
        "ten".into(),
        RUN.into(),
        RUN.replace('+', " "),
    ] {
        assert_eq!(ids(&db, &desk, q(&text)).await, [first.order], "{text}");
    }
    for text in ["%", "_", "nobody", "\0", "'; drop table orders"] {
        assert_eq!(
            ids(&db, &desk, q(text)).await,
            if text == "\0" { vec![second.order, first.order] } else { vec![] },
            "{text:?}"
        );
    }
    let status = |status| OrderFilter { status: Some(status), ..OrderFilter::default() };
    assert_eq!(
        (ids(&db, &desk, status(OrderStatus::Fulfilled)).await, ids(&db, &desk, status(OrderStatus::Failed)).await),
        (vec![first.order], vec![])
    );
    assert_eq!(ids(&db, &desk, OrderFilter { needs_review: true, ..q("bob") }).await, [second.order]);

    let mut conn = db.read().await.expect("connection");
    let detail = find_order(&mut conn, &desk, OrderId(first.order)).await.expect("read").expect("found");
    assert_eq!(
        (detail.summary.total.to_string(), detail.lines[0].discount.to_string(), detail.lines[0].runs.clone()),
        ("854.95".into(), "95.00".into(), vec![RUN.to_owned()])
    );
    assert_eq!(find_order(&mut conn, &desk, OrderId(999)).await.expect("read"), None);
    let outsider = staff(&["pages.edit"]);
    assert!(matches!(
        search_orders(&mut conn, &outsider, &OrderFilter::default(), None).await,
        Err(DeskError::Forbidden)
    ));
    assert!(matches!(order_timeline(&mut conn, &outsider, OrderId(first.order)).await, Err(DeskError::Forbidden)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_follow_each_other_by_key(pool: PgPool) {
    let (db, _, _) = build(&pool).await;
    sql(&pool, "insert into orders (purchaser_id, total_price_paid, tax_amount, amount_due, created_at, updated_at) select 1, 1, 0, 1, now(), now() from generate_series(1, 120)").await;
    let desk = staff(&["orders.view"]);
    let mut conn = db.read().await.expect("connection");
    for filter in [OrderFilter::default(), q("ada")] {
        let (mut before, mut seen, mut pages) = (None, Vec::new(), 0);
        loop {
            let page = search_orders(&mut conn, &desk, &filter, before).await.expect("page");
            seen.extend(page.orders.iter().map(|order| order.id.0));
            pages += 1;
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!((pages, seen), (3, (1..=120).rev().collect::<Vec<i64>>()));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_timeline_tells_everything_in_order(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    settle(&db, &notice(&form, Decision::Accept, "T1")).await;
    sql(&pool, &format!("insert into inbound_notice (source, received_at, body, verdict, subject_type, subject_id) values ('cybersource', '2026-03-01 12:00:01Z', 'secret card 4111111111111111', 'applied', 'order', {0});
insert into run_enrollment (user_id, course_run_id, order_id, push_state, push_error, push_attempts, created_at, updated_at) values (1, 1, {0}, 'needs_help', 'course closed', 3, '2026-03-01 12:01Z', '2026-03-01 12:09Z');
insert into mail_message (template, recipient, subject, text_body, html_body, idempotency_key, state, sent_at, subject_type, subject_id, created_at) values ('order_receipt', 'ada@example.com', 'Your purchase receipt', '', '', 'k', 'sent', '2026-03-01 12:05Z', 'order', {0}, '2026-03-01 12:02Z');
update job set state = 'failed', attempts = 1, finished_at = '2026-03-01 12:03:02Z' where kind = 'open_enrollments';
insert into job_attempt (job_id, attempt, worker, started_at, finished_at, outcome, error) select id, 1, 'w1', '2026-03-01 12:03Z', '2026-03-01 12:03:02Z', 'failed', 'boom' from job where kind = 'open_enrollments'", form.order)).await;

    let mut conn = db.read().await.expect("connection");
    let timeline = order_timeline(&mut conn, &staff(&["orders.view"]), OrderId(form.order)).await.expect("timeline");

    let facts: Vec<(EntryKind, &str, EntryOutcome)> =
        timeline.iter().map(|entry| (entry.kind, entry.title.as_str(), entry.outcome)).collect();
    assert_eq!(
        facts,
        [
            (EntryKind::Order, "Order made", EntryOutcome::Done),
            (EntryKind::Order, "Fulfill order", EntryOutcome::Done),
            (EntryKind::Payment, "Payment form signed for the gateway", EntryOutcome::Done),
            (EntryKind::Payment, "The gateway says ACCEPT", EntryOutcome::Done),
            (EntryKind::Job, "Send receipt", EntryOutcome::Waiting),
            (EntryKind::Notice, "Notice from cybersource: applied", EntryOutcome::Done),
            (EntryKind::Job, "Open enrollments, attempt 1", EntryOutcome::Failed),
            (EntryKind::Mail, "Mail \"Your purchase receipt\"", EntryOutcome::Done),
            (EntryKind::Enrollment, "Open edX refused the enrollment", EntryOutcome::Failed),
        ]
    );
    assert_eq!(timeline[1].detail, "created → fulfilled");
    assert!(
        matches!(timeline[6].retry, Some(RetryTarget::Job(_)))
            && matches!(timeline[8].retry, Some(RetryTarget::Enrollment(_)))
    );
    assert_eq!(timeline[6].duration, Some(time::Duration::seconds(2)));
    assert!(timeline.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(timeline.iter().all(|entry| !entry.detail.contains("4111")), "no raw message is shown");
    assert_eq!(order_timeline(&mut conn, &staff(&["orders.view"]), OrderId(999)).await.expect("read"), []);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_job_that_is_to_be_tried_again_waits_on_the_timeline(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    settle(&db, &notice(&form, Decision::Accept, "T1")).await;
    sql(&pool, "update job set attempts = 1 where kind = 'open_enrollments';
insert into job_attempt (job_id, attempt, worker, started_at, finished_at, outcome, error) select id, 1, 'w1', '2026-03-01 12:03Z', '2026-03-01 12:03:02Z', 'failed', 'boom' from job where kind = 'open_enrollments'").await;

    let mut conn = db.read().await.expect("connection");
    let timeline = order_timeline(&mut conn, &staff(&["orders.view"]), OrderId(form.order)).await.expect("timeline");

    let tries: Vec<(&str, EntryOutcome, bool)> = timeline
        .iter()
        .filter(|entry| entry.title.starts_with("Open enrollments"))
        .map(|entry| (entry.title.as_str(), entry.outcome, entry.retry.is_some()))
        .collect();
    assert_eq!(
        tries,
        [
            ("Open enrollments, attempt 1", EntryOutcome::Failed, false),
            ("Open enrollments, next attempt", EntryOutcome::Waiting, false),
        ]
    );
}
