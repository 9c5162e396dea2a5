//! `coupon_assignment`: codes handed to an address.

use crate::codes::UnusedCode;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{CouponId, ProductId, UserId};
use xpro_platform::db::Tx;

/// Marks assignments of the code as redeemed by the buyer (spec 5.2).
pub(crate) async fn redeem(tx: &mut Tx, coupon: CouponId, email: &str) -> Result<u64, sqlx::Error> {
    let now = tx.now();
    let done = sqlx::query!(
        "update coupon_assignment a set redeemed = true, updated_at = $3,
                original_email = case when lower(a.email) <> lower($2) then a.email else a.original_email end,
                email = case when lower(a.email) <> lower($2) then $2 else a.email end
         from coupon_eligibility e where e.id = a.eligibility_id and e.coupon_id = $1 and not a.redeemed",
        coupon.0,
        email,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Codes handed to the address that the person could use now (spec 5.3, D-43).
pub(crate) async fn list_unused(
    conn: &mut PgConnection,
    user: UserId,
    email: &str,
    now: OffsetDateTime,
) -> Result<Vec<UnusedCode>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select distinct t.code as "code!", o.product_id as "product!: ProductId", t.expiration_date, o.title as "title!", o.text_id as "text_id!",
                  o.program_id is not null as "is_program!", coalesce(o.run_start, offer.start_date) as start_date
           from coupon_assignment a
           join coupon_eligibility e on e.id = a.eligibility_id
           join coupon_terms t on t.coupon_id = e.coupon_id
           join offering o on o.product_id = e.product_id
           left join program_run offer on offer.id = e.program_run_id
           where lower(a.email) = lower($2) and not a.redeemed and o.is_active and t.enabled
             and (t.expiration_date is null or t.expiration_date > $3) and (t.activation_date is null or t.activation_date <= $3)
             and (select count(*) from counted_redemption r where r.coupon_id = t.coupon_id) < t.max_redemptions
             and (select count(*) from counted_redemption r where r.coupon_id = t.coupon_id and r.purchaser_id = $1) < t.max_redemptions_per_user
           order by t.expiration_date nulls last, 1"#,
        user.0, email, now,
    )
    .fetch_all(conn)
    .await?;
    let read = |is_program| if is_program { "program" } else { "courserun" };
    Ok(rows
        .into_iter()
        .map(|row| UnusedCode {
            coupon_code: row.code,
            product_id: row.product,
            expiration_date: row.expiration_date,
            product_title: row.title,
            text_id: row.text_id,
            product_type: read(row.is_program),
            thumbnail_url: None,
            start_date: row.start_date,
        })
        .collect())
}
