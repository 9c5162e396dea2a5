//! `orders`, `order_line` and `order_line_run`.

use crate::pricing::Quote;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CourseRunId, Money, OrderId, ProductId, ProductVersionId, ProgramRunId, UserId};
use xpro_platform::db::Tx;

/// An order as a transition needs it.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct OrderRow {
    pub id: OrderId,
    pub purchaser: UserId,
    pub status: String,
    pub needs_review: Option<String>,
    pub amount_due: Money,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// What a line holds, frozen.
#[derive(Debug, Clone)]
pub(crate) struct NewLine<'a> {
    pub product: ProductId,
    pub version: ProductVersionId,
    pub program_run: Option<ProgramRunId>,
    pub title: &'a str,
    pub text_id: &'a str,
    pub quote: &'a Quote,
    pub runs: &'a [CourseRunId],
}

/// The person's newest open order for this product, locked.
pub(crate) async fn lock_open(tx: &mut Tx, user: UserId, product: ProductId) -> Result<Option<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from orders o join order_line l on l.order_id = o.id
           where o.purchaser_id = $1 and o.status = 'created' and o.needs_review is null and l.product_id = $2
           order by o.id desc limit 1 for update of o"#,
        user.0, product.0,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<OrderRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: OrderId", purchaser_id as "purchaser: UserId", status, needs_review, amount_due, updated_at from orders where id = $1 for update"#,
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| OrderRow { id: row.id, purchaser: row.purchaser, status: row.status, needs_review: row.needs_review, amount_due: row.amount_due.into(), updated_at: row.updated_at }))
}

pub(crate) async fn insert(tx: &mut Tx, user: UserId, quote: &Quote, affiliate: Option<&str>) -> Result<OrderId, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"insert into orders (purchaser_id, total_price_paid, tax_amount, amount_due, tax_country_code, tax_rate, tax_rate_name, affiliate_code, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning id as "id: OrderId""#,
        user.0, quote.net.amount(), quote.tax.amount(), quote.total.amount(), quote.tax_rate.country, quote.tax_rate.percent, quote.tax_rate.name, affiliate, now,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn update_amounts(tx: &mut Tx, id: OrderId, quote: &Quote) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "update orders set total_price_paid = $2, tax_amount = $3, amount_due = $4, tax_country_code = $5, tax_rate = $6, tax_rate_name = $7, updated_at = $8 where id = $1",
        id.0, quote.net.amount(), quote.tax.amount(), quote.total.amount(), quote.tax_rate.country, quote.tax_rate.percent, quote.tax_rate.name, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Writes the order's one line, keeping its id.
pub(crate) async fn upsert_line(tx: &mut Tx, order: OrderId, line: &NewLine<'_>) -> Result<(), sqlx::Error> {
    let quote = line.quote;
    let code = quote.coupon.as_ref().map(|terms| terms.code.as_str());
    let line_id = sqlx::query_scalar!(
        "insert into order_line (order_id, product_id, product_version_id, program_run_id, title, text_id, list_price, discount_amount, net_amount, tax_rate, tax_amount, total_amount, coupon_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (order_id) do update set product_id = $2, product_version_id = $3, program_run_id = $4, title = $5, text_id = $6, list_price = $7,
             discount_amount = $8, net_amount = $9, tax_rate = $10, tax_amount = $11, total_amount = $12, coupon_code = $13
         returning id",
        order.0, line.product.0, line.version.0, line.program_run.map(|id| id.0), line.title, line.text_id, quote.list_price.amount(), quote.discount.amount(),
        quote.net.amount(), quote.tax_rate.percent, quote.tax.amount(), quote.total.amount(), code,
    )
    .fetch_one(&mut **tx)
    .await?;
    replace_runs(tx, line_id, line.runs).await
}

async fn replace_runs(tx: &mut Tx, line: i64, runs: &[CourseRunId]) -> Result<(), sqlx::Error> {
    let ids: Vec<i64> = runs.iter().map(|id| id.0).collect();
    sqlx::query!("delete from order_line_run where line_id = $1", line).execute(&mut **tx).await?;
    sqlx::query!("insert into order_line_run (line_id, course_run_id) select $1, unnest($2::bigint[])", line, &ids).execute(&mut **tx).await.map(drop)
}

/// Moves the order from one state to another; `false` when it was not in the first.
pub(crate) async fn set_status(tx: &mut Tx, id: OrderId, from: &[&str], to: &str) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let from: Vec<String> = from.iter().map(|&state| state.to_owned()).collect();
    let done = sqlx::query!(
        "update orders set status = $3, needs_review = null, updated_at = $4, fulfilled_at = case when $3 = 'fulfilled' then $4 else fulfilled_at end
         where id = $1 and status = any($2)",
        id.0, &from, to, now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn set_review(tx: &mut Tx, id: OrderId, reason: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update orders set needs_review = $2, updated_at = $3 where id = $1", id.0, reason, now).execute(&mut **tx).await.map(drop)
}

/// The buyer's address. `users` belongs to accounts; read only.
pub(crate) async fn find_purchaser_email(conn: &mut PgConnection, id: OrderId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select u.email from orders o join users u on u.id = o.purchaser_id where o.id = $1", id.0).fetch_one(conn).await
}

/// Prints the code on the order's line.
pub(crate) async fn set_line_code(tx: &mut Tx, id: OrderId, code: Option<&str>) -> Result<(), sqlx::Error> {
    sqlx::query!("update order_line set coupon_code = $2 where order_id = $1", id.0, code).execute(&mut **tx).await.map(drop)
}

/// What other contexts learn of a fulfilled order.
#[derive(Debug)]
pub(crate) struct FactsRow {
    pub purchaser: UserId,
    pub program: Option<xpro_kernel::ProgramId>,
    pub company: Option<xpro_kernel::CompanyId>,
    pub runs: Vec<i64>,
}

/// `product` belongs to catalog; read only.
pub(crate) async fn find_facts(conn: &mut PgConnection, id: OrderId) -> Result<Option<FactsRow>, sqlx::Error> {
    sqlx::query_as!(
        FactsRow,
        r#"select o.purchaser_id as "purchaser: UserId", p.program_id as "program: xpro_kernel::ProgramId", pv.company_id as "company?: xpro_kernel::CompanyId",
                  array(select r.course_run_id from order_line_run r where r.line_id = l.id order by r.course_run_id) as "runs!"
           from orders o join order_line l on l.order_id = o.id join product p on p.id = l.product_id
           left join coupon_redemption cr on cr.order_id = o.id left join coupon_version v on v.id = cr.coupon_version_id
           left join coupon_payment_version pv on pv.id = v.payment_version_id
           where o.id = $1 and o.status = 'fulfilled'"#,
        id.0,
    )
    .fetch_optional(conn)
    .await
}
