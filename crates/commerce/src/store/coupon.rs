//! `coupon` and what hangs on it: newest terms, uses, assignments.

use crate::pricing::{CouponTerms, Discount, Redemptions};
use sqlx::PgConnection;
use xpro_kernel::{CompanyId, CouponId, CouponVersionId, OrderId, ProductId, UserId};
use xpro_platform::db::Tx;

/// The code with this text, whatever its case and surrounding blanks (D-05).
pub(crate) async fn find_by_code(conn: &mut PgConnection, code: &str) -> Result<Option<CouponId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: CouponId" from coupon where lower(code) = lower($1)"#, code.trim())
        .fetch_optional(conn)
        .await
}

/// Codes that apply to the product without being typed, by their newest terms (D-12).
pub(crate) async fn list_automatic(conn: &mut PgConnection, product: ProductId) -> Result<Vec<CouponId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select t.coupon_id as "id!: CouponId" from coupon_terms t
           where t.automatic and t.enabled and (t.is_global or exists (select 1 from coupon_eligibility e where e.coupon_id = t.coupon_id and e.product_id = $1))"#,
        product.0,
    )
    .fetch_all(conn)
    .await
}

/// Newest terms of these codes, as far as the product and the person go (D-12, D-13).
pub(crate) async fn list_terms(
    conn: &mut PgConnection,
    coupons: &[CouponId],
    product: ProductId,
    user: UserId,
) -> Result<Vec<CouponTerms>, sqlx::Error> {
    if coupons.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = coupons.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select t.coupon_id as "coupon!: CouponId", t.coupon_version_id as "version!: CouponVersionId", t.code as "code!", t.enabled as "enabled!",
                  t.is_global as "is_global!", exists (select 1 from coupon_eligibility e where e.coupon_id = t.coupon_id and e.product_id = $2) as "is_eligible!",
                  t.coupon_type as "coupon_type!", t.discount_type as "discount_type!", t.amount as "amount!", t.automatic as "automatic!",
                  t.activation_date, t.expiration_date, t.max_redemptions::bigint as "max_redemptions!",
                  t.max_redemptions_per_user::bigint as "max_redemptions_per_user!", t.company_id as "company: CompanyId",
                  used.total as "total!", used.by_user as "by_user!"
           from coupon_terms t
           cross join lateral (
               select count(*) as total, count(*) filter (where r.purchaser_id = $3) as by_user from counted_redemption r where r.coupon_id = t.coupon_id
           ) used
           where t.coupon_id = any($1)"#,
        &ids, product.0, user.0,
    )
    .fetch_all(conn)
    .await?;
    let terms = rows.into_iter().map(|row| CouponTerms {
        coupon: row.coupon,
        version: row.version,
        code: row.code,
        discount: if row.discount_type == "percent-off" {
            Discount::PercentOff(row.amount)
        } else {
            Discount::DollarsOff(row.amount.into())
        },
        enabled: row.enabled,
        is_global: row.is_global,
        is_eligible: row.is_eligible,
        is_promo: row.coupon_type == "promo",
        automatic: row.automatic,
        activation: row.activation_date,
        expiration: row.expiration_date,
        max_redemptions: row.max_redemptions,
        max_redemptions_per_user: row.max_redemptions_per_user,
        used: Redemptions { total: row.total, by_user: row.by_user },
        company: row.company,
    });
    Ok(terms.collect())
}

/// Locks the code until the transaction ends, so that its last use goes to one order (D-15). Baskets that merely name
/// the code are not held up.
pub(crate) async fn lock(tx: &mut Tx, coupon: CouponId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from coupon where id = $1 for no key update", coupon.0)
        .fetch_optional(&mut **tx)
        .await
        .map(drop)
}

/// How a code was paid for.
#[derive(Debug, Default)]
pub(crate) struct PaymentRow {
    pub company: Option<String>,
    pub payment_transaction: Option<String>,
    pub payment_type: Option<String>,
}

/// What the gateway form and the CRM say about a code's payment.
pub(crate) async fn find_payment(conn: &mut PgConnection, coupon: CouponId) -> Result<Option<PaymentRow>, sqlx::Error> {
    sqlx::query_as!(
        PaymentRow,
        "select company_name as company, payment_transaction, payment_type from coupon_terms where coupon_id = $1",
        coupon.0
    )
    .fetch_optional(conn)
    .await
}

/// Ties a code to an order; at most one per order.
pub(crate) async fn upsert_redemption(
    tx: &mut Tx,
    order: OrderId,
    coupon: CouponId,
    version: CouponVersionId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into coupon_redemption (order_id, coupon_id, coupon_version_id) values ($1, $2, $3)
         on conflict (order_id) do update set coupon_id = $2, coupon_version_id = $3",
        order.0,
        coupon.0,
        version.0,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Takes the code off an order.
pub(crate) async fn delete_redemption(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from coupon_redemption where order_id = $1", order.0).execute(&mut **tx).await.map(drop)
}
