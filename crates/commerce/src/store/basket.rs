//! `basket` and `basket_run`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{BasketId, CouponId, CourseRunId, ProductId, ProgramRunId, UserId};
use xpro_platform::db::Tx;

/// A basket as stored.
#[derive(Debug, Clone)]
pub(crate) struct BasketRow {
    pub id: BasketId,
    pub product: Option<ProductId>,
    pub program_run: Option<ProgramRunId>,
    pub coupon: Option<CouponId>,
}

pub(crate) async fn find(conn: &mut PgConnection, user: UserId) -> Result<Option<BasketRow>, sqlx::Error> {
    sqlx::query_as!(
        BasketRow,
        r#"select id as "id: BasketId", product_id as "product: ProductId", program_run_id as "program_run: ProgramRunId", coupon_id as "coupon: CouponId"
           from basket where user_id = $1"#,
        user.0,
    )
    .fetch_optional(conn)
    .await
}

/// The person's basket, made if missing, locked until the transaction ends.
pub(crate) async fn lock_or_insert(tx: &mut Tx, user: UserId) -> Result<BasketRow, sqlx::Error> {
    let now = tx.now();
    sqlx::query!("insert into basket (user_id, created_at, updated_at) values ($1, $2, $2) on conflict (user_id) do nothing", user.0, now).execute(&mut **tx).await?;
    sqlx::query_as!(
        BasketRow,
        r#"select id as "id: BasketId", product_id as "product: ProductId", program_run_id as "program_run: ProgramRunId", coupon_id as "coupon: CouponId"
           from basket where user_id = $1 for update"#,
        user.0,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Writes the basket's contents and touches it (D-27).
pub(crate) async fn update(tx: &mut Tx, basket: &BasketRow) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update basket set product_id = $2, program_run_id = $3, coupon_id = $4, updated_at = $5 where id = $1",
        basket.id.0, basket.product.map(|id| id.0), basket.program_run.map(|id| id.0), basket.coupon.map(|id| id.0), now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn list_runs(conn: &mut PgConnection, basket: BasketId) -> Result<Vec<CourseRunId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select course_run_id as "id: CourseRunId" from basket_run where basket_id = $1 order by course_run_id"#, basket.0).fetch_all(conn).await
}

pub(crate) async fn replace_runs(tx: &mut Tx, basket: BasketId, runs: &[CourseRunId]) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = runs.iter().map(|id| id.0).collect();
    sqlx::query!("delete from basket_run where basket_id = $1 and course_run_id <> all($2)", basket.0, &ids).execute(&mut **tx).await?;
    sqlx::query!("insert into basket_run (basket_id, course_run_id) select $1, unnest($2::bigint[]) on conflict do nothing", basket.0, &ids).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from basket where user_id = $1", user.0).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn delete_untouched(tx: &mut Tx, since: OffsetDateTime) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from basket where id in (select id from basket where updated_at <= $1 for update skip locked)", since).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Runs among these in which the person is actively enrolled. `run_enrollment` belongs to learning; read only.
pub(crate) async fn list_enrolled(conn: &mut PgConnection, user: UserId, runs: &[CourseRunId]) -> Result<Vec<CourseRunId>, sqlx::Error> {
    let ids: Vec<i64> = runs.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(r#"select distinct course_run_id as "id: CourseRunId" from run_enrollment where user_id = $1 and active and course_run_id = any($2)"#, user.0, &ids)
        .fetch_all(conn)
        .await
}
