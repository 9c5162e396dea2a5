//! What staff decide (D-38).

use crate::world::{RUN, build, count, notice, pay, put, settle, staff};
use sqlx::PgPool;
use xpro_commerce::checkout::{Decision, Resolution, ResolveReviewError, resolve_review};
use xpro_kernel::{OrderId, Staff};
use xpro_platform::db::Database;

async fn decide(
    db: &Database,
    staff: &Staff,
    order: i64,
    resolution: Resolution,
    note: &str,
) -> Result<(), ResolveReviewError> {
    let mut tx = db.begin("r").await.expect("begin");
    resolve_review(&mut tx, staff, OrderId(order), resolution, note).await?;
    tx.commit().await.expect("commit");
    Ok(())
}

async fn held(db: &Database, learner: &xpro_kernel::Learner, transaction: &str) -> i64 {
    put(db, learner, RUN, None).await.expect("put");
    let form = pay(db, learner).await;
    settle(db, &notice(&form, Decision::Review, transaction)).await;
    form.order
}

async fn status(pool: &PgPool, order: i64) -> (String, bool) {
    let row = sqlx::query!(r#"select status, needs_review is not null as "flagged!" from orders where id = $1"#, order)
        .fetch_one(pool)
        .await
        .expect("order");
    (row.status, row.flagged)
}

#[sqlx::test(migrations = "../../migrations")]
async fn staff_accept_or_reject_a_held_payment_once(pool: PgPool) {
    let (db, ada, bob) = build(&pool).await;
    let (good, bad) = (held(&db, &ada, "T1").await, held(&db, &bob, "T2").await);
    let reviewer = staff(&["orders.review"]);

    assert!(matches!(
        decide(&db, &staff(&["orders.view"]), good, Resolution::Accept, "ok").await,
        Err(ResolveReviewError::Forbidden)
    ));
    assert!(matches!(
        decide(&db, &reviewer, good, Resolution::Accept, "  ").await,
        Err(ResolveReviewError::NoteRequired)
    ));
    assert_eq!(status(&pool, good).await, ("created".into(), true));
    decide(&db, &reviewer, good, Resolution::Accept, "The bank confirms.").await.expect("accepted");
    decide(&db, &reviewer, bad, Resolution::Reject, "Stolen card.").await.expect("rejected");
    assert_eq!(
        (status(&pool, good).await, status(&pool, bad).await),
        (("fulfilled".into(), false), ("failed".into(), false))
    );
    assert!(matches!(
        decide(&db, &reviewer, good, Resolution::Reject, "Twice").await,
        Err(ResolveReviewError::NotUnderReview)
    ));
    assert_eq!(count(&pool, "select count(*) from job where kind = 'open_enrollments'").await, 1);
    assert_eq!(
        count(
            &pool,
            "select count(*) from audit_entry where act = 'resolve_review' and actor_kind = 'staff' and note <> ''"
        )
        .await,
        2
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_flag_on_a_paid_order_is_only_taken_off(pool: PgPool) {
    let (db, ada, _) = build(&pool).await;
    put(&db, &ada, RUN, None).await.expect("put");
    let form = pay(&db, &ada).await;
    settle(&db, &notice(&form, Decision::Accept, "T1")).await;
    settle(&db, &notice(&form, Decision::Accept, "T2")).await;
    let reviewer = staff(&["orders.review"]);
    assert_eq!(status(&pool, form.order).await, ("fulfilled".into(), true));

    assert!(matches!(
        decide(&db, &reviewer, form.order, Resolution::Reject, "no").await,
        Err(ResolveReviewError::AlreadyPaid)
    ));
    assert_eq!(status(&pool, form.order).await, ("fulfilled".into(), true));
    decide(&db, &reviewer, form.order, Resolution::Accept, "T2 was paid back.").await.expect("done");
    assert_eq!(status(&pool, form.order).await, ("fulfilled".into(), false));
    assert_eq!(count(&pool, "select count(*) from job where kind = 'open_enrollments'").await, 1);
}
