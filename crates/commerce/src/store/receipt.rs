//! What a receipt says of an order: the stored figures, who bought, when the runs take place, how it was paid.

use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Money, OrderId, UserId};

/// A paid order with its one line, as stored at order time (D-29).
#[derive(Debug, Clone)]
pub(crate) struct PaidOrderRow {
    pub purchaser: UserId,
    pub status: String,
    pub created_at: OffsetDateTime,
    pub tax_rate: Decimal,
    pub tax_rate_name: String,
    pub tax_country_code: Option<String>,
    pub quantity: i32,
    pub title: String,
    pub text_id: String,
    pub list_price: Money,
    pub net_amount: Money,
    pub tax_amount: Money,
    pub total_amount: Money,
    pub coupon_code: Option<String>,
    pub start_date: Option<OffsetDateTime>,
    pub end_date: Option<OffsetDateTime>,
}

/// A fulfilled or refunded order. The dates are those of its active enrollments (learning's table, read only); until the
/// job has opened them, those of the chosen runs.
pub(crate) async fn find_paid_order(
    conn: &mut PgConnection,
    order: OrderId,
) -> Result<Option<PaidOrderRow>, sqlx::Error> {
    sqlx::query_as!(
        PaidOrderRow,
        r#"with taken as (
               select course_run_id from run_enrollment where order_id = $1 and active and change_status is null
           ), relevant as (
               select course_run_id from taken
               union
               select lr.course_run_id from order_line_run lr join order_line l on l.id = lr.line_id
               where l.order_id = $1 and not exists (select 1 from run_enrollment where order_id = $1)
           )
           select o.purchaser_id as "purchaser: UserId", o.status, o.created_at, o.tax_rate, o.tax_rate_name, o.tax_country_code,
                  l.quantity, l.title, l.text_id, l.list_price, l.net_amount, l.tax_amount, l.total_amount, l.coupon_code,
                  (select min(r.start_date) from relevant join course_run r on r.id = course_run_id) as start_date,
                  (select max(r.end_date) from relevant join course_run r on r.id = course_run_id) as end_date
           from orders o join order_line l on l.order_id = o.id
           where o.id = $1 and o.status in ('fulfilled', 'refunded')"#,
        order.0,
    )
    .fetch_optional(conn)
    .await
}

/// Name and address of a purchaser.
#[derive(Debug, Clone)]
pub(crate) struct PurchaserRow {
    pub name: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub street: Vec<String>,
    pub city: String,
    pub state_or_territory: String,
    pub country: String,
    pub postal_code: String,
    pub vat_id: String,
    pub company: String,
}

/// Reads accounts' tables: a receipt names the buyer as they are called today.
pub(crate) async fn find_purchaser(conn: &mut PgConnection, user: UserId) -> Result<PurchaserRow, sqlx::Error> {
    sqlx::query_as!(
        PurchaserRow,
        r#"select u.name, u.email,
                  coalesce(a.first_name, '') as "first_name!", coalesce(a.last_name, '') as "last_name!",
                  array_remove(array[a.street_address_1, a.street_address_2, a.street_address_3, a.street_address_4, a.street_address_5], null) as "street!",
                  coalesce(a.city, '') as "city!", coalesce(a.state_or_territory, '') as "state_or_territory!", coalesce(a.country, '') as "country!",
                  coalesce(a.postal_code, '') as "postal_code!", coalesce(a.vat_id, '') as "vat_id!", coalesce(p.company, '') as "company!"
           from users u left join legal_address a on a.user_id = u.id left join profile p on p.user_id = u.id
           where u.id = $1"#,
        user.0,
    )
    .fetch_one(conn)
    .await
}

/// What the gateway said when it took the money: of several messages the acceptance, of several acceptances the newest.
pub(crate) async fn find_payment_data(
    conn: &mut PgConnection,
    order: OrderId,
) -> Result<Option<serde_json::Value>, sqlx::Error> {
    sqlx::query_scalar!(
        "select data from payment_receipt where order_id = $1 and decision in ('ACCEPT', 'REVIEW') order by (decision = 'ACCEPT') desc, id desc limit 1",
        order.0,
    )
    .fetch_optional(conn)
    .await
}
