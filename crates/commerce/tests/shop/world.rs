//! A small shop on a real database.

use serde_json::Value;
use sqlx::PgPool;
use time::{OffsetDateTime, macros::datetime};
use xpro_commerce::{
    api::{BasketDocument, BasketPatch, ErrorEnvelope, patch_basket},
    basket::{BasketError, BasketUpdate, CodeChange, Fault, ItemChange, load_basket, update_basket},
    checkout::{
        CheckoutContext, Decision, LearnerOrderForm, Settlement, SettlementNotice, StartPayment, settle_payment,
        start_payment,
    },
};
use xpro_kernel::{Clock, Learner, Staff, System, UserId};
use xpro_platform::db::Database;

pub const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);
pub const RUN: &str = "course-v1:xPRO+S+R1";
pub const PROGRAM: &str = "program-v1:xPRO+P";

/// Two learners, one course run at $949.95, a program of two courses at $1,500, and codes.
pub async fn build(pool: &PgPool) -> (Database, Learner, Learner) {
    for statement in STATEMENTS.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        sqlx::query(statement).execute(pool).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    let db = Database::new(pool.clone(), Clock::new(|| NOW));
    let learner = |id, name: &str| Learner {
        id: UserId(id),
        username: name.into(),
        email: format!("{name}@example.com").parse().expect("email"),
        name: name.into(),
    };
    (db, learner(1, "ada"), learner(2, "bob"))
}

const STATEMENTS: &str = "
insert into users (username, email, name, is_active, created_at, updated_at) values ('ada', 'ada@example.com', 'Ada', true, '2026-01-01', '2026-01-01'), ('bob', 'bob@example.com', 'Bob', true, '2026-01-01', '2026-01-01');
insert into legal_address (user_id, country, updated_at) values (1, 'US', '2026-01-01'), (2, 'IN', '2026-01-01');
insert into tax_rate (country_code, rate, name) values ('IN', 18, 'GST');
insert into platform (name) values ('xPRO');
insert into program (title, readable_id, live, platform_id) values ('Program', 'program-v1:xPRO+P', true, 1);
insert into program_run (program_id, run_tag, start_date) values (1, 'R2', '2026-06-01');
insert into course (title, readable_id, live, platform_id, program_id, position_in_program) values ('Systems', 'course-v1:xPRO+S', true, 1, null, null), ('First', 'course-v1:xPRO+A', true, 1, 1, 1), ('Second', 'course-v1:xPRO+B', true, 1, 1, 2);
insert into course_run (course_id, title, courseware_id, run_tag, start_date, end_date, enrollment_end, live) values
 (1, 'Systems R1', 'course-v1:xPRO+S+R1', 'R1', '2026-04-01', '2026-05-01', '2026-04-10', true),
 (1, 'Systems R0', 'course-v1:xPRO+S+R0', 'R0', '2025-04-01', '2025-05-01', '2025-04-10', true),
 (2, 'First R1', 'course-v1:xPRO+A+R1', 'R1', '2026-04-01', '2026-05-01', null, true),
 (3, 'Second R1', 'course-v1:xPRO+B+R1', 'R1', '2026-05-01', '2026-06-01', null, true),
 (3, 'Second R2', 'course-v1:xPRO+B+R2', 'R2', '2026-07-01', '2026-08-01', null, true);
insert into product (course_run_id, program_id) values (1, null), (2, null), (null, 1);
insert into product_version (product_id, price, description, text_id, created_at) values (1, 949.95, 'Systems, run 1', 'course-v1:xPRO+S+R1', '2026-01-01'), (2, 10, 'Systems, run 0', 'course-v1:xPRO+S+R0', '2026-01-01'), (3, 1500, 'Program', 'program-v1:xPRO+P', '2026-01-01');
insert into coupon_payment (name, created_at) values ('ten', '2026-01-01'), ('full', '2026-01-01'), ('old', '2026-01-01'), ('other', '2026-01-01');
insert into coupon_payment_version (payment_id, coupon_type, discount_type, num_coupon_codes, max_redemptions, max_redemptions_per_user, amount, expiration_date, created_at) values
 (1, 'promo', 'percent-off', 1, 100, 100, 0.1, null, '2026-01-01'),
 (2, 'single-use', 'percent-off', 1, 1, 1, 1, null, '2026-01-01'),
 (3, 'promo', 'percent-off', 1, 100, 1, 0.2, '2026-02-01', '2026-01-01'),
 (4, 'promo', 'dollars-off', 1, 100, 1, 250, null, '2026-01-01');
insert into coupon (code, payment_id, is_global, created_at, updated_at) values ('TEN', 1, true, '2026-01-01', '2026-01-01'), ('Full-1', 2, true, '2026-01-01', '2026-01-01'), ('OLD', 3, true, '2026-01-01', '2026-01-01'), ('OTHER', 4, false, '2026-01-01', '2026-01-01');
insert into coupon_version (coupon_id, payment_version_id, created_at) values (1, 1, '2026-01-01'), (2, 2, '2026-01-01'), (3, 3, '2026-01-01'), (4, 4, '2026-01-01');
insert into coupon_eligibility (coupon_id, product_id) values (4, 3);
";

/// Statements that a test adds, separated as in `STATEMENTS`.
pub async fn sql(pool: &PgPool, statements: &str) {
    for statement in statements.split(";\n") {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
            .execute(pool)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

/// One number out of the database.
pub async fn count(pool: &PgPool, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(pool).await.unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// `PATCH /api/basket/`: the document, or the envelope of the refusal.
pub async fn patch(db: &Database, learner: &Learner, body: Value) -> Result<Value, Value> {
    let refusal = |fault: Fault| serde_json::to_value(ErrorEnvelope::from(&fault)).expect("serializes");
    let patch = BasketPatch::from_json(&body).map_err(refusal)?;
    let mut tx = db.begin("r").await.expect("begin");
    match patch_basket(&mut tx, learner, patch).await {
        Ok(()) => tx.commit().await.expect("commit"),
        Err(BasketError::Refused(fault)) => return Err(refusal(fault)),
        Err(BasketError::Internal(error)) => panic!("{error}"),
    }
    Ok(get(db, learner).await)
}

/// `GET /api/basket/`.
pub async fn get(db: &Database, learner: &Learner) -> Value {
    let mut conn = db.read().await.expect("connection");
    let basket = load_basket(&mut conn, learner, None, false, db.now()).await.expect("basket");
    let base = "https://edx.example/".parse().expect("url");
    serde_json::to_value(BasketDocument::of(&basket, &base, db.now())).expect("serializes")
}

/// `POST /api/checkout/`: the outcome, or the code and message of the refusal.
pub async fn checkout(
    db: &Database,
    learner: &Learner,
    context: CheckoutContext,
) -> Result<StartPayment, (&'static str, String)> {
    let mut tx = db.begin("r").await.expect("begin");
    match start_payment(&mut tx, learner, &context).await {
        Ok(started) => {
            tx.commit().await.expect("commit");
            Ok(started)
        }
        Err(BasketError::Refused(fault)) => Err((fault.code, fault.message)),
        Err(BasketError::Internal(error)) => panic!("{error}"),
    }
}

/// The code of a refused checkout.
pub async fn refused(db: &Database, learner: &Learner) -> &'static str {
    checkout(db, learner, context()).await.err().map_or("accepted", |(code, _)| code)
}

pub async fn settle(db: &Database, notice: &SettlementNotice) -> Settlement {
    let mut tx = db.begin("r").await.expect("begin");
    let settlement = settle_payment(&mut tx, System("cybersource"), notice).await.expect("settled");
    tx.commit().await.expect("commit");
    settlement
}

/// A member of staff with these permissions.
pub fn staff(permissions: &[&str]) -> Staff {
    let email = "staff@example.com".parse().expect("email");
    let person = Learner { id: UserId(99), username: "staff".into(), email, name: "Staff".into() };
    Staff { person, is_superuser: false, permissions: permissions.iter().map(|&name| name.to_owned()).collect() }
}

pub fn context() -> CheckoutContext {
    CheckoutContext { environment: "test".into(), ..CheckoutContext::default() }
}

pub async fn put(
    db: &Database,
    learner: &Learner,
    product: &str,
    code: Option<&str>,
) -> Result<(), xpro_commerce::basket::BasketError> {
    let mut tx = db.begin("r").await.expect("begin");
    let code = code.map_or(CodeChange::Keep, |code| CodeChange::Apply(code.to_owned()));
    let change = BasketUpdate { item: ItemChange::Set { product: product.to_owned(), runs: None }, code };
    update_basket(&mut tx, learner, change).await?;
    tx.commit().await.expect("commit");
    Ok(())
}

pub async fn pay(db: &Database, learner: &Learner) -> LearnerOrderForm {
    let mut tx = db.begin("r").await.expect("begin");
    let started = start_payment(&mut tx, learner, &context()).await.expect("started");
    tx.commit().await.expect("commit");
    match started {
        StartPayment::Gateway(form) => *form,
        StartPayment::Free { .. } => panic!("something is due"),
    }
}

pub fn notice(form: &LearnerOrderForm, decision: Decision, transaction: &str) -> SettlementNotice {
    SettlementNotice {
        reference: format!("xpro-b2c-test-{}", form.order),
        transaction_uuid: form.transaction_uuid.simple().to_string(),
        reason_code: Some(if decision == Decision::Accept { 100 } else { 202 }),
        auth_amount: (decision == Decision::Accept).then(|| form.amount.amount()),
        decision,
        amount: form.amount.amount(),
        currency: "USD".into(),
        transaction_id: Some(transaction.into()),
        data: serde_json::json!({}),
        notice: None,
    }
}
