//! `orders`.

use crate::checkout::FrozenTerms;
use sqlx::PgConnection;
use xpro_kernel::{CompanyId, OrderId, ProductId, ProgramId, UserId};
use xpro_platform::db::Tx;

/// An order as a transition needs it.
#[derive(Debug, Clone)]
pub(crate) struct OrderRow {
    pub id: OrderId,
    pub purchaser: UserId,
    pub status: String,
    pub needs_review: Option<String>,
}

/// The person's pending order for this product, locked; not one that staff look into.
pub(crate) async fn lock_pending(
    tx: &mut Tx,
    user: UserId,
    product: ProductId,
) -> Result<Option<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from orders o join order_line l on l.order_id = o.id
           where o.purchaser_id = $1 and o.status = 'created' and o.needs_review is null and l.product_id = $2
           order by o.id desc limit 1 for update of o"#,
        user.0,
        product.0,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn lock(tx: &mut Tx, id: OrderId) -> Result<Option<OrderRow>, sqlx::Error> {
    sqlx::query_as!(
        OrderRow,
        r#"select id as "id: OrderId", purchaser_id as "purchaser: UserId", status, needs_review from orders where id = $1 for update"#,
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn insert(tx: &mut Tx, user: UserId, terms: &FrozenTerms) -> Result<OrderId, sqlx::Error> {
    let now = tx.now();
    let tax = terms.tax_rate();
    sqlx::query_scalar!(
        r#"insert into orders (purchaser_id, total_price_paid, tax_amount, amount_due, tax_country_code, tax_rate, tax_rate_name, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id as "id: OrderId""#,
        user.0, terms.net.amount(), terms.tax.amount(), terms.total.amount(), tax.country, tax.percent, tax.name, now,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn update_amounts(tx: &mut Tx, id: OrderId, terms: &FrozenTerms) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let tax = terms.tax_rate();
    sqlx::query!(
        "update orders set total_price_paid = $2, tax_amount = $3, amount_due = $4, tax_country_code = $5, tax_rate = $6, tax_rate_name = $7, updated_at = $8 where id = $1",
        id.0, terms.net.amount(), terms.tax.amount(), terms.total.amount(), tax.country, tax.percent, tax.name, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Notes who sent the buyer, unless somebody else did before, and the key of the newest checkout, unless an earlier order has it.
pub(crate) async fn set_origin(
    tx: &mut Tx,
    id: OrderId,
    affiliate: Option<&str>,
    checkout_key: Option<&str>,
) -> Result<(), sqlx::Error> {
    if affiliate.is_none() && checkout_key.is_none() {
        return Ok(());
    }
    sqlx::query!(
        "update orders o set affiliate_code = coalesce(o.affiliate_code, $2),
                checkout_key = case when exists (select 1 from orders p where p.purchaser_id = o.purchaser_id and p.checkout_key = $3 and p.id <> o.id)
                                    then o.checkout_key else coalesce($3, o.checkout_key) end
         where o.id = $1",
        id.0, affiliate, checkout_key,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Whether staff look into a payment of this person for this text id that is not settled yet.
pub(crate) async fn has_held(conn: &mut PgConnection, user: UserId, text_id: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from orders o join order_line l on l.order_id = o.id
                          where o.purchaser_id = $1 and o.status = 'created' and o.needs_review is not null and l.text_id = $2) as "held!""#,
        user.0,
        text_id,
    )
    .fetch_one(conn)
    .await
}

/// The paid order that this checkout made before, and the text id of what it bought.
pub(crate) async fn find_paid_by_key(
    conn: &mut PgConnection,
    user: UserId,
    checkout_key: &str,
) -> Result<Option<(OrderId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.id as "id: OrderId", l.text_id from orders o join order_line l on l.order_id = o.id
           where o.purchaser_id = $1 and o.checkout_key = $2 and o.status in ('fulfilled', 'refunded')"#,
        user.0,
        checkout_key,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.text_id)))
}

/// Moves the order from one state to another; `false` when it was not in the first.
pub(crate) async fn set_status(tx: &mut Tx, id: OrderId, from: &[&str], to: &str) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let from: Vec<String> = from.iter().map(|&state| state.to_owned()).collect();
    let done = sqlx::query!(
        "update orders set status = $3, updated_at = $4, fulfilled_at = case when $3 = 'fulfilled' then $4 else fulfilled_at end
         where id = $1 and status = any($2)",
        id.0, &from, to, now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Flags the order for staff, or takes the flag off.
pub(crate) async fn set_review(tx: &mut Tx, id: OrderId, reason: Option<&str>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update orders set needs_review = $2, updated_at = $3 where id = $1", id.0, reason, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn find_purchaser(conn: &mut PgConnection, id: OrderId) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select purchaser_id as "id: UserId" from orders where id = $1"#, id.0)
        .fetch_optional(conn)
        .await
}

/// The buyer's address. `users` belongs to accounts; read only.
pub(crate) async fn find_purchaser_email(conn: &mut PgConnection, id: OrderId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select u.email from orders o join users u on u.id = o.purchaser_id where o.id = $1", id.0)
        .fetch_one(conn)
        .await
}

/// The order as audit keeps it (spec 1.5): its columns, its line with the runs, its code.
pub(crate) async fn find_document(
    conn: &mut PgConnection,
    id: OrderId,
) -> Result<Option<serde_json::Value>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select to_jsonb(o) || jsonb_build_object(
               'lines', (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('runs', (select coalesce(jsonb_agg(r.course_run_id order by r.course_run_id), '[]') from order_line_run r where r.line_id = l.id))), '[]')
                         from order_line l where l.order_id = o.id),
               'coupons', (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from coupon_redemption c where c.order_id = o.id)
           ) as "document!" from orders o where o.id = $1"#,
        id.0,
    )
    .fetch_optional(conn)
    .await
}

/// What other contexts learn of a fulfilled order.
#[derive(Debug)]
pub(crate) struct FactsRow {
    pub purchaser: UserId,
    pub program: Option<ProgramId>,
    pub company: Option<CompanyId>,
    pub runs: Vec<i64>,
}

/// `product` belongs to catalog; read only.
pub(crate) async fn find_facts(conn: &mut PgConnection, id: OrderId) -> Result<Option<FactsRow>, sqlx::Error> {
    sqlx::query_as!(
        FactsRow,
        r#"select o.purchaser_id as "purchaser: UserId", p.program_id as "program: ProgramId", pv.company_id as "company?: CompanyId",
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
