//! Baskets: what is refused changes nothing.

use crate::world::{NOW, PROGRAM, RUN, build, context, put};
use sqlx::PgPool;
use xpro_commerce::{
    basket::{BasketError, BasketUpdate, CodeChange, ItemChange, load_basket, update_basket},
    checkout::{StartPayment, start_payment},
};
use xpro_kernel::{CourseRunId, Learner, Money};
use xpro_platform::db::Database;

async fn change(db: &Database, learner: &Learner, change: BasketUpdate) -> Result<(), BasketError> {
    let mut tx = db.begin("r").await.expect("begin");
    update_basket(&mut tx, learner, change).await?;
    tx.commit().await.expect("commit");
    Ok(())
}

fn code_of(outcome: Result<(), BasketError>) -> (&'static str, String) {
    match outcome {
        Err(BasketError::Refused(fault)) => (fault.code, fault.message),
        other => panic!("refused, not {other:?}"),
    }
}

fn money(text: &str) -> Option<Money> {
    text.parse().ok()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_run_is_priced_with_code_and_tax(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    put(&db, &ada, RUN, Some(" ten ")).await.expect("put");
    put(&db, &bob, "1", None).await.expect("put");
    let mut conn = db.read().await.expect("connection");

    let basket = load_basket(&mut conn, &ada, None, false, NOW).await.expect("basket");
    let quote = basket.quote.expect("quote");
    assert_eq!(
        (Some(quote.discount), Some(quote.net), Some(quote.total)),
        (money("95.00"), money("854.95"), money("854.95"))
    );
    assert_eq!(basket.item.expect("item").selected, [CourseRunId(1)]);

    let taxed = load_basket(&mut conn, &bob, None, false, NOW).await.expect("basket").quote.expect("quote");
    assert_eq!(
        (Some(taxed.tax), Some(taxed.total), taxed.tax_rate.name.as_str()),
        (money("170.99"), money("1120.94"), "GST")
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn bad_input_is_named_and_changes_nothing(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, Some("TEN")).await.expect("put");

    assert_eq!(code_of(put(&db, &ada, "999999999999999999999", None).await).0, "basket.items.unknown_product");
    assert_eq!(code_of(put(&db, &ada, "course-v1:no/such", None).await).0, "basket.items.unknown_product");
    assert_eq!(code_of(put(&db, &ada, "course-v1:xPRO+S+R0", None).await).0, "basket.items.closed");
    let (code, message) = code_of(put(&db, &ada, RUN, Some("OLD")).await);
    assert_eq!(code, "basket.coupons.invalid");
    assert!(message.contains("expired on February 1, 2026"), "{message}");
    assert!(code_of(put(&db, &ada, RUN, Some("OTHER")).await).1.contains("different course"));
    assert!(code_of(put(&db, &ada, RUN, Some("nonsense")).await).1.contains("do not know"));

    let mut conn = db.read().await.expect("connection");
    let basket = load_basket(&mut conn, &ada, None, false, NOW).await.expect("basket");
    assert_eq!(basket.item.expect("item").sellable.latest.text_id, RUN);
    assert_eq!(basket.quote.expect("quote").coupon.expect("code").code, "TEN");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_program_wants_one_date_per_course(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, PROGRAM, None).await.expect("put");
    let choose = |runs: &[i64]| BasketUpdate {
        item: ItemChange::Choose(runs.iter().map(|id| CourseRunId(*id)).collect()),
        code: CodeChange::Keep,
    };

    assert_eq!(code_of(change(&db, &ada, choose(&[4, 5])).await).0, "basket.runs.duplicate");
    assert_eq!(code_of(change(&db, &ada, choose(&[1])).await).0, "basket.runs.foreign");
    change(&db, &ada, choose(&[3])).await.expect("a subset may be chosen");
    let mut tx = db.begin("r").await.expect("begin");
    let refused = start_payment(&mut tx, &ada, &context()).await.map(drop);
    assert_eq!(code_of(refused), ("checkout.runs.missing", "Choose a date for every course.".to_owned()));
    drop(tx);
    change(&db, &ada, choose(&[3, 5])).await.expect("one each");
    let mut tx = db.begin("r").await.expect("begin");
    assert!(matches!(start_payment(&mut tx, &ada, &context()).await, Ok(StartPayment::Gateway(_))));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_run_the_learner_is_enrolled_in_cannot_be_bought_again(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    sqlx::query!(
        "insert into run_enrollment (user_id, course_run_id, created_at, updated_at) values (1, 1, now(), now())"
    )
    .execute(&pool)
    .await
    .expect("enroll");

    let mut tx = db.begin("r").await.expect("begin");
    assert_eq!(code_of(start_payment(&mut tx, &ada, &context()).await.map(drop)).0, "checkout.runs.enrolled");
}
