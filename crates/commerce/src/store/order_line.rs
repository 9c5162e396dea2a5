//! `order_line` and `order_line_run`.

use crate::checkout::FrozenTerms;
use xpro_kernel::OrderId;
use xpro_platform::db::Tx;

/// Writes the order's one line, keeping its id, and the runs chosen.
pub(crate) async fn upsert(tx: &mut Tx, order: OrderId, terms: &FrozenTerms) -> Result<(), sqlx::Error> {
    let code = terms.coupon.as_ref().map(|used| used.code.as_str());
    let line = sqlx::query_scalar!(
        "insert into order_line (order_id, product_id, product_version_id, program_run_id, title, text_id, list_price, discount_amount, net_amount, tax_rate, tax_amount, total_amount, coupon_code)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (order_id) do update set product_id = $2, product_version_id = $3, program_run_id = $4, title = $5, text_id = $6, list_price = $7,
             discount_amount = $8, net_amount = $9, tax_rate = $10, tax_amount = $11, total_amount = $12, coupon_code = $13
         returning id",
        order.0, terms.product.0, terms.version.0, terms.program_run.map(|id| id.0), terms.title, terms.text_id, terms.list_price.amount(), terms.discount.amount(),
        terms.net.amount(), terms.tax_percent, terms.tax.amount(), terms.total.amount(), code,
    )
    .fetch_one(&mut **tx)
    .await?;
    let runs: Vec<i64> = terms.runs.iter().map(|id| id.0).collect();
    sqlx::query!("delete from order_line_run where line_id = $1", line).execute(&mut **tx).await?;
    sqlx::query!("insert into order_line_run (line_id, course_run_id) select $1, unnest($2::bigint[])", line, &runs)
        .execute(&mut **tx)
        .await
        .map(drop)
}
