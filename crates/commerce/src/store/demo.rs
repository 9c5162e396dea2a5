//! Rows of the demo, dated in the past. Reads `users` and `legal_address` (accounts) and the catalogue, and writes none
//! of them.

use crate::checkout::FrozenTerms;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CompanyId, Money, OrderId, PaymentAttemptId, ProductId, ProductVersionId, UserId};
use xpro_platform::db::Tx;

/// A batch of codes with its terms.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub name: &'static str,
    pub codes: &'static [&'static str],
    pub coupon_type: &'static str,
    pub discount_type: &'static str,
    pub amount: Decimal,
    pub automatic: bool,
    pub enabled: bool,
    pub max_redemptions: i32,
    pub max_redemptions_per_user: i32,
    pub activation_date: Option<OffsetDateTime>,
    pub expiration_date: Option<OffsetDateTime>,
    pub company: Option<&'static str>,
    pub payment_type: Option<&'static str>,
    pub payment_transaction: Option<&'static str>,
    /// Patterns of text ids; none means everything.
    pub products: &'static [&'static str],
}

/// Taxes and address blocks.
pub(crate) async fn insert_places(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into tax_rate (country_code, rate, name, active) values ('IN', 18, 'GST', true), ('DE', 19, 'VAT', false) on conflict (country_code) do nothing")
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into ip_block (network, country_code)
         select network::cidr, code from (values ('192.0.2.0/24', 'US'), ('198.51.100.0/24', 'IN'), ('2001:db8::/32', 'DE')) as block (network, code)
         where not exists (select 1 from ip_block b where b.network = block.network::cidr)"
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(crate) async fn upsert_company(
    conn: &mut PgConnection,
    name: &str,
    now: OffsetDateTime,
) -> Result<CompanyId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into company (name, created_at) values ($1, $2) on conflict (name) do update set name = excluded.name returning id as "id: CompanyId""#,
        name, now,
    )
    .fetch_one(conn)
    .await
}

/// The company's agreement about all courses, unless it has one.
pub(crate) async fn insert_agreement(
    conn: &mut PgConnection,
    company: CompanyId,
    content: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into data_consent_agreement (company_id, content, is_global, created_at) values ($1, $2, true, $3) on conflict (company_id) where is_global do nothing",
        company.0, content, now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes the batch; `false` when one of that name exists.
pub(crate) async fn insert_batch(
    conn: &mut PgConnection,
    batch: &Batch,
    at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let payment = sqlx::query_scalar!(
        "insert into coupon_payment (name, created_at) values ($1, $2) on conflict (name) do nothing returning id",
        batch.name,
        at
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(payment) = payment else { return Ok(false) };
    let version = sqlx::query_scalar!(
        "insert into coupon_payment_version (payment_id, automatic, coupon_type, discount_type, num_coupon_codes, max_redemptions, max_redemptions_per_user,
                                             amount, activation_date, expiration_date, company_id, payment_type, payment_transaction, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select id from company where name = $11), $12, $13, $14) returning id",
        payment, batch.automatic, batch.coupon_type, batch.discount_type, i32::try_from(batch.codes.len()).unwrap_or(i32::MAX), batch.max_redemptions,
        batch.max_redemptions_per_user, batch.amount, batch.activation_date, batch.expiration_date, batch.company, batch.payment_type, batch.payment_transaction, at,
    )
    .fetch_one(&mut *conn)
    .await?;
    let codes: Vec<String> = batch.codes.iter().map(|&code| code.to_owned()).collect();
    let products: Vec<String> = batch.products.iter().map(|&pattern| pattern.to_owned()).collect();
    sqlx::query!(
        "with code as (
             insert into coupon (code, payment_id, is_global, enabled, include_future_runs, created_at, updated_at)
             select unnest($1::text[]), $2, cardinality($3::text[]) = 0, $4, cardinality($3::text[]) > 0, $5, $5
             on conflict (lower(code)) do nothing returning id
         ), version as (
             insert into coupon_version (coupon_id, payment_version_id, created_at) select id, $6, $5 from code
         )
         insert into coupon_eligibility (coupon_id, product_id)
         select code.id, o.product_id from code cross join offering o where o.text_id like any($3)",
        &codes,
        payment,
        &products,
        batch.enabled,
        at,
        version,
    )
    .execute(conn)
    .await?;
    Ok(true)
}

/// Somebody who bought.
#[derive(Debug)]
pub(crate) struct DemoBuyer {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub country: String,
    pub tax_rate: Option<Decimal>,
    pub tax_name: Option<String>,
}

/// Active demo learners with an address, in the order in which they registered.
pub(crate) async fn list_buyers(conn: &mut PgConnection) -> Result<Vec<DemoBuyer>, sqlx::Error> {
    sqlx::query_as!(
        DemoBuyer,
        r#"select u.id as "id: UserId", u.name, u.email, a.country, t.rate as "tax_rate?", t.name as "tax_name?"
           from users u join legal_address a on a.user_id = u.id left join tax_rate t on t.country_code = a.country and t.active
           where u.is_active and not u.is_staff and u.email like '%@example.com' and a.country <> '' order by u.id limit 30"#,
    )
    .fetch_all(conn)
    .await
}

/// Something that was bought.
#[derive(Debug)]
pub(crate) struct DemoOffering {
    pub product: ProductId,
    pub version: ProductVersionId,
    pub title: String,
    pub text_id: String,
    pub price: Money,
    pub runs: Vec<i64>,
    /// When the first of the runs begins.
    pub starts: Option<OffsetDateTime>,
}

/// What is for sale here, or was, with a run for each course.
pub(crate) async fn list_offerings(conn: &mut PgConnection) -> Result<Vec<DemoOffering>, sqlx::Error> {
    sqlx::query_as!(
        DemoOffering,
        r#"select o.product_id as "product!: ProductId", o.product_version_id as "version!: ProductVersionId", o.title as "title!", o.text_id as "text_id!",
                  o.price as "price!",
                  array(select distinct on (r.course_id) r.id from course_run r join course c on c.id = r.course_id
                        where r.id = o.course_run_id or (c.program_id = o.program_id and c.live and r.live and r.start_date is not null)
                        order by r.course_id, r.start_date, r.id) as "runs!",
                  coalesce(o.run_start, (select min(r.start_date) from course_run r join course c on c.id = r.course_id
                                         where c.program_id = o.program_id and c.live and r.live)) as "starts?"
           from offering o where o.is_active and not o.is_external and o.price > 0 order by o.product_id limit 100"#,
    )
    .fetch_all(conn)
    .await
}

/// Whether the demo's orders were written before.
pub(crate) async fn has_orders(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from orders where checkout_key like 'demo-%') as "known!""#)
        .fetch_one(conn)
        .await
}

/// The basket that an abandoned order left behind, unless the buyer has one.
pub(crate) async fn insert_basket(
    conn: &mut PgConnection,
    user: UserId,
    terms: &FrozenTerms,
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let runs: Vec<i64> = terms.runs.iter().map(|run| run.0).collect();
    sqlx::query!(
        "with made as (
             insert into basket (user_id, product_id, coupon_id, created_at, updated_at) values ($1, $2, $3, $4, $4)
             on conflict (user_id) do nothing returning id
         )
         insert into basket_run (basket_id, course_run_id) select made.id, unnest($5::bigint[]) from made",
        user.0,
        terms.product.0,
        terms.coupon.as_ref().map(|used| used.coupon.0),
        at,
        &runs,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Hands a code to somebody, for the next date it is valid for; nothing when the code is for no date.
pub(crate) async fn insert_assignment(
    conn: &mut PgConnection,
    code: &str,
    email: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into coupon_assignment (email, eligibility_id, created_at, updated_at)
         select $2, e.id, $3, $3 from coupon c join coupon_eligibility e on e.coupon_id = c.id join offering o on o.product_id = e.product_id
         where c.code = $1 and o.is_active order by (o.run_start > $3) desc nulls last, o.run_start, e.id limit 1",
        code,
        email,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// How an order of the past ended.
#[derive(Debug)]
pub(crate) struct DatedOrder {
    pub key: String,
    pub status: &'static str,
    pub needs_review: Option<&'static str>,
    pub made_at: OffsetDateTime,
    pub fulfilled_at: Option<OffsetDateTime>,
}

pub(crate) async fn insert_order(
    conn: &mut PgConnection,
    user: UserId,
    dated: &DatedOrder,
    terms: &FrozenTerms,
) -> Result<OrderId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into orders (purchaser_id, status, needs_review, total_price_paid, tax_amount, amount_due, tax_country_code, tax_rate, tax_rate_name, checkout_key,
                               created_at, updated_at, fulfilled_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::timestamptz, coalesce($12::timestamptz, $11::timestamptz), $12::timestamptz) returning id as "id: OrderId""#,
        user.0, dated.status, dated.needs_review, terms.net.amount(), terms.tax.amount(), terms.total.amount(), terms.tax_country, terms.tax_percent,
        terms.tax_name, dated.key, dated.made_at, dated.fulfilled_at,
    )
    .fetch_one(conn)
    .await
}

pub(crate) async fn insert_attempt(
    conn: &mut PgConnection,
    order: OrderId,
    transaction_uuid: &str,
    reference: &str,
    terms: &FrozenTerms,
    at: OffsetDateTime,
) -> Result<PaymentAttemptId, sqlx::Error> {
    let json = serde_json::to_value(terms).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query_scalar!(
        r#"insert into payment_attempt (order_id, transaction_uuid, reference_number, amount, tax_amount, currency, terms, created_at)
           values ($1, $2, $3, $4, $5, 'USD', $6, $7) returning id as "id: PaymentAttemptId""#,
        order.0, transaction_uuid, reference, terms.total.amount(), terms.tax.amount(), json, at,
    )
    .fetch_one(conn)
    .await
}

/// The gateway's word on an attempt of the past.
#[derive(Debug)]
pub(crate) struct DatedReceipt<'a> {
    pub decision: &'a str,
    pub reason_code: &'a str,
    pub amount: Money,
    pub data: serde_json::Value,
    pub at: OffsetDateTime,
}

pub(crate) async fn insert_receipt(
    tx: &mut Tx,
    order: OrderId,
    attempt: PaymentAttemptId,
    receipt: &DatedReceipt<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into payment_receipt (order_id, attempt_id, decision, reason_code, transaction_id, amount, currency, data, created_at)
         values ($1, $2, $3, $4, $5, $6, 'USD', $7, $8)",
        order.0, attempt.0, receipt.decision, receipt.reason_code, format!("demo{:018}", attempt.0), receipt.amount.amount(), receipt.data, receipt.at,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
