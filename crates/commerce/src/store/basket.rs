//! `basket` and `basket_run`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{BasketId, CouponId, CourseRunId, ProductId, ProgramRunId, UserId};
use xpro_platform::db::Tx;

/// A basket as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BasketRow {
    pub id: BasketId,
    pub product: Option<ProductId>,
    pub program_run: Option<ProgramRunId>,
    pub coupon: Option<CouponId>,
    pub runs: Vec<CourseRunId>,
}

pub(crate) async fn find(conn: &mut PgConnection, user: UserId) -> Result<Option<BasketRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: BasketId", product_id as "product: ProductId", program_run_id as "program_run: ProgramRunId", coupon_id as "coupon: CouponId",
                  array(select course_run_id from basket_run where basket_id = b.id order by course_run_id) as "runs!"
           from basket b where user_id = $1"#,
        user.0,
    )
    .fetch_optional(conn)
    .await?;
    let runs = |ids: Vec<i64>| ids.into_iter().map(CourseRunId).collect();
    Ok(row.map(|row| BasketRow {
        id: row.id,
        product: row.product,
        program_run: row.program_run,
        coupon: row.coupon,
        runs: runs(row.runs),
    }))
}

/// Locks the person's basket, if there is one. Every act on orders takes this lock first, then the code's, then the
/// order's, so that none waits for another in a circle.
pub(crate) async fn lock(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from basket where user_id = $1 for update", user.0)
        .fetch_optional(&mut **tx)
        .await
        .map(drop)
}

/// The person's basket, made if missing, locked until the transaction ends.
pub(crate) async fn lock_or_insert(tx: &mut Tx, user: UserId) -> Result<BasketRow, sqlx::Error> {
    insert_missing(tx, user).await?;
    lock(tx, user).await?;
    // A purchase that ended while we waited has taken the row with it.
    match find(tx, user).await? {
        Some(basket) => Ok(basket),
        None => {
            insert_missing(tx, user).await?;
            lock(tx, user).await?;
            find(tx, user).await?.ok_or(sqlx::Error::RowNotFound)
        }
    }
}

async fn insert_missing(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into basket (user_id, created_at, updated_at) values ($1, $2, $2) on conflict (user_id) do nothing",
        user.0,
        now
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Writes the basket's contents and touches it (D-27).
pub(crate) async fn update(tx: &mut Tx, basket: &BasketRow) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update basket set product_id = $2, program_run_id = $3, coupon_id = $4, updated_at = $5 where id = $1",
        basket.id.0,
        basket.product.map(|id| id.0),
        basket.program_run.map(|id| id.0),
        basket.coupon.map(|id| id.0),
        now,
    )
    .execute(&mut **tx)
    .await?;
    let runs: Vec<i64> = basket.runs.iter().map(|id| id.0).collect();
    sqlx::query!("delete from basket_run where basket_id = $1 and course_run_id <> all($2)", basket.id.0, &runs)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into basket_run (basket_id, course_run_id) select $1, unnest($2::bigint[]) on conflict do nothing",
        basket.id.0,
        &runs
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn delete(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from basket where user_id = $1", user.0).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn delete_untouched(tx: &mut Tx, since: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from basket where id in (select id from basket where updated_at <= $1 for update skip locked)",
        since
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
