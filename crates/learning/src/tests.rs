//! Enrollments on a real database.

use crate::{
    courseware::{self, StoredToken},
    dashboard::{DateSummary, PushState, date_summary, load_dashboard},
    enrollment::{
        OpenOrder, PushFailure, enqueue_unpushed, find_push_target, open_enrollments, record_push, record_push_failure,
    },
};
use sqlx::PgPool;
use time::{Duration, macros::datetime};
use xpro_kernel::{Clock, CourseRunId, Learner, OrderId, System, UserId};
use xpro_platform::{db::Database, mail::Brand};

const NOW: time::OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn brand() -> Brand {
    Brand {
        site_name: "xPRO".into(),
        base_url: "https://shop.example".into(),
        support_email: "help@shop.example".into(),
        postal_address: "1 Main Street".into(),
    }
}

fn database_at(pool: &PgPool, now: time::OffsetDateTime) -> Database {
    Database::new(pool.clone(), Clock::new(move || now))
}

async fn world(pool: &PgPool) -> (Learner, OpenOrder) {
    let id = |sql: &'static str| sqlx::query_scalar::<_, i64>(sql).fetch_one(pool);
    let user = id("insert into users (username, email, name, is_active, created_at, updated_at) values ('ada', 'ada@example.com', 'Ada', true, '2026-01-01', '2026-01-01') returning id").await.expect("user");
    id("insert into platform (name) values ('xPRO') returning id").await.expect("platform");
    id("insert into course (title, readable_id, live, platform_id) values ('Systems', 'course-v1:xPRO+S', true, 1) returning id").await.expect("course");
    let run = id("insert into course_run (course_id, title, courseware_id, run_tag, courseware_url_path, start_date, end_date, live) values (1, 'Systems R1', 'course-v1:xPRO+S+R1', 'R1', '/c/', '2026-02-01', '2026-05-01', true) returning id").await.expect("run");
    id("insert into product (course_run_id) values (1) returning id").await.expect("product");
    id("insert into product_version (product_id, price, description, text_id, created_at) values (1, 100, 'Systems', 'course-v1:xPRO+S+R1', '2026-01-01') returning id").await.expect("version");
    let order = id("insert into orders (purchaser_id, status, total_price_paid, tax_amount, amount_due, fulfilled_at, created_at, updated_at) values (1, 'fulfilled', 100, 0, 100, '2026-03-01', '2026-03-01', '2026-03-01') returning id").await.expect("order");
    id("insert into order_line (order_id, product_id, product_version_id, title, text_id, list_price, discount_amount, net_amount, tax_rate, tax_amount, total_amount) values (1, 1, 1, 'Systems', 'course-v1:xPRO+S+R1', 100, 0, 100, 0, 0, 100) returning id").await.expect("line");
    let learner = Learner {
        id: UserId(user),
        username: "ada".into(),
        email: "ada@example.com".parse().expect("email"),
        name: "Ada".into(),
    };
    (
        learner,
        OpenOrder {
            order: OrderId(order),
            user: UserId(user),
            runs: vec![CourseRunId(run)],
            program: None,
            company: None,
        },
    )
}

#[sqlx::test(migrations = "../../migrations")]
async fn opening_twice_opens_once_and_the_dashboard_tells_each_stage(pool: PgPool) {
    let db = database_at(&pool, NOW);
    let (learner, order) = world(&pool).await;
    let mut conn = pool.acquire().await.expect("connection");

    let before = load_dashboard(&mut conn, &learner, NOW).await.expect("dashboard");
    assert_eq!(before.setting_up.len(), 1, "paid, and nothing open yet");

    let mut tx = db.begin("r").await.expect("begin");
    let opened = open_enrollments(&mut tx, System("test"), &order).await.expect("open");
    assert!(open_enrollments(&mut tx, System("test"), &order).await.expect("open").enrollments.is_empty());
    tx.commit().await.expect("commit");

    let pending = load_dashboard(&mut conn, &learner, NOW).await.expect("dashboard");
    assert_eq!(
        (pending.courses[0].push, pending.is_settling(), pending.courses[0].is_open(NOW)),
        (PushState::Pending, true, false)
    );

    let target = find_push_target(&mut conn, opened.enrollments[0]).await.expect("read").expect("to push");
    let mut tx = db.begin("r").await.expect("begin");
    record_push_failure(&mut tx, &brand(), System("test"), &target, &PushFailure { error: "HTTP 500", is_final: true })
        .await
        .expect("record");
    tx.commit().await.expect("commit");
    let failed = load_dashboard(&mut conn, &learner, NOW).await.expect("dashboard");
    assert_eq!(failed.courses[0].push, PushState::NeedsHelp);
    let mails = sqlx::query_scalar!("select recipient from mail_message").fetch_all(&pool).await.expect("mails");
    assert_eq!(mails, ["help@shop.example"], "support has been told, as the page says");

    let mut tx = db.begin("r").await.expect("begin");
    record_push(&mut tx, System("test"), target.enrollment, "no-id-professional").await.expect("record");
    tx.commit().await.expect("commit");
    let done = load_dashboard(&mut conn, &learner, NOW).await.expect("dashboard");
    assert_eq!(
        (done.courses[0].push, done.courses[0].is_open(NOW), done.is_settling()),
        (PushState::Enrolled, true, false)
    );
    assert_eq!(done.title_of("course-v1:xPRO+S+R1"), Some("Systems R1"));
    assert!(find_push_target(&mut conn, target.enrollment).await.expect("read").is_none(), "nothing left to push");
}

#[sqlx::test(migrations = "../../migrations")]
async fn support_is_told_once_however_many_rounds_fail(pool: PgPool) {
    let db = database_at(&pool, NOW);
    let (learner, order) = world(&pool).await;
    let mut tx = db.begin("r").await.expect("begin");
    let opened = open_enrollments(&mut tx, System("test"), &order).await.expect("open");
    let target = find_push_target(&mut tx, opened.enrollments[0]).await.expect("read").expect("to push");

    for is_final in [false, true, false, true] {
        let failure = PushFailure { error: "HTTP 500", is_final };
        record_push_failure(&mut tx, &brand(), System("test"), &target, &failure).await.expect("record");
    }
    tx.commit().await.expect("commit");

    let mails = sqlx::query_scalar!(r#"select count(*) as "n!" from mail_message"#).fetch_one(&pool).await.expect("n");
    assert_eq!(mails, 1);
    let mut conn = pool.acquire().await.expect("connection");
    let shown = load_dashboard(&mut conn, &learner, NOW).await.expect("dashboard");
    assert_eq!(shown.courses[0].push, PushState::NeedsHelp, "support knows, whatever the next round does");
    let attempts = sqlx::query_scalar!("select push_attempts from run_enrollment").fetch_one(&pool).await.expect("n");
    assert_eq!(attempts, 4);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_forgotten_account_takes_its_token_along(pool: PgPool) {
    let db = database_at(&pool, NOW);
    let (learner, _) = world(&pool).await;
    let mut tx = db.begin("r").await.expect("begin");
    courseware::record_courseware_user(&mut tx, System("test"), learner.id).await.expect("record");
    courseware::store_token(&mut tx, learner.id, "access", "refresh", Duration::HOUR).await.expect("store");

    courseware::forget_courseware_user(&mut tx, System("test"), learner.id).await.expect("forget");
    courseware::forget_courseware_user(&mut tx, System("test"), learner.id).await.expect("forget again");
    tx.commit().await.expect("commit");

    let mut conn = pool.acquire().await.expect("connection");
    assert!(!courseware::has_courseware_user(&mut conn, learner.id).await.expect("read"));
    assert_eq!(courseware::find_token(&mut conn, learner.id, NOW).await.expect("read"), StoredToken::Missing);
    let acts = sqlx::query_scalar!("select act from audit_entry order by id").fetch_all(&pool).await.expect("audit");
    assert_eq!(acts, ["record_courseware_user", "forget_courseware_user"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_schedule_asks_again_only_for_enrollments_without_a_job(pool: PgPool) {
    let (_, order) = world(&pool).await;
    let mut tx = database_at(&pool, NOW).begin("r").await.expect("begin");
    open_enrollments(&mut tx, System("test"), &order).await.expect("open");
    tx.commit().await.expect("commit");
    let later = database_at(&pool, NOW + Duration::minutes(6));

    let mut tx = later.begin("r").await.expect("begin");
    assert_eq!(enqueue_unpushed(&mut tx).await.expect("enqueue"), 0, "its own job waits");
    sqlx::query!("update job set state = 'failed', finished_at = now() where kind = 'push_enrollment'")
        .execute(&mut *tx)
        .await
        .expect("fail");
    assert_eq!(enqueue_unpushed(&mut tx).await.expect("enqueue"), 1);
    assert_eq!(enqueue_unpushed(&mut tx).await.expect("enqueue"), 0);
    tx.commit().await.expect("commit");
}

#[sqlx::test(migrations = "../../migrations")]
async fn tokens_are_valid_stale_or_missing(pool: PgPool) {
    let (learner, _) = world(&pool).await;
    let db = database_at(&pool, NOW);
    let mut conn = pool.acquire().await.expect("connection");
    assert_eq!(courseware::find_token(&mut conn, learner.id, NOW).await.expect("read"), StoredToken::Missing);

    let mut tx = db.begin("r").await.expect("begin");
    courseware::store_token(&mut tx, learner.id, "access", "refresh", Duration::seconds(3600)).await.expect("store");
    tx.commit().await.expect("commit");

    assert_eq!(
        courseware::find_token(&mut conn, learner.id, NOW).await.expect("read"),
        StoredToken::Valid("access".into())
    );
    let late = NOW + Duration::seconds(3600 - 60);
    assert_eq!(
        courseware::find_token(&mut conn, learner.id, late).await.expect("read"),
        StoredToken::Stale("refresh".into())
    );
    assert_eq!(format!("{:?}", StoredToken::Valid("access".into())), "Valid(***)");
}

#[test]
fn dates_are_evaluated_in_the_specs_order() {
    let day = Duration::DAY;
    let summary = |start: Option<i32>, end: Option<i32>, expiration: Option<i32>| {
        let at = |days: Option<i32>| days.map(|days| NOW + day * days);
        date_summary(at(start), at(end), at(expiration), NOW)
    };
    assert_eq!(summary(Some(1), Some(5), Some(-1)), DateSummary::Starts(NOW + day));
    assert_eq!(summary(Some(-9), Some(5), Some(-1)), DateSummary::AccessExpired(NOW - day));
    assert_eq!(summary(Some(-9), Some(5), None), DateSummary::Ends(NOW + day * 5));
    assert_eq!(summary(Some(-9), Some(-1), None), DateSummary::Ended(NOW - day));
    assert_eq!(summary(Some(-9), None, None), DateSummary::Started(NOW - day * 9));
    assert_eq!(summary(None, None, None), DateSummary::Pending);
    assert!(summary(Some(-9), Some(-1), None).is_archived() && summary(Some(-9), None, None).is_in_progress());
}
