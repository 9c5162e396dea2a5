//! Orders as staff look for them. Joins `users` and `legal_address` (accounts) and `course_run` (catalog), read only.

use crate::desk::{DeskLine, Needle, OrderDetail, OrderStatus, OrderSummary};

use sqlx::PgConnection;
use xpro_kernel::{OrderId, UserId};

/// Orders before a key, newest first.
pub(crate) async fn list(
    conn: &mut PgConnection,
    status: Option<&str>,
    needs_review: bool,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderSummary>, sqlx::Error> {
    sqlx::query_as!(
        OrderSummary,
        r#"select o.id as "id: OrderId", o.status as status, o.needs_review, u.id as "purchaser: UserId", u.name as purchaser_name,
                  u.email as purchaser_email, coalesce(l.title, '') as "title!", coalesce(l.text_id, '') as "text_id!", l.coupon_code as "coupon_code?",
                  o.amount_due as total, o.created_at
           from orders o join users u on u.id = o.purchaser_id left join order_line l on l.order_id = o.id
           where ($1::bigint is null or o.id < $1) and ($2::text is null or o.status = $2) and (not $3 or o.needs_review is not null)
           order by o.id desc limit $4"#,
        before.map(|id| id.0), status, needs_review, limit,
    )
    .fetch_all(conn)
    .await
}

/// The same among orders that match a search text. Each branch of the union uses an index of its own.
pub(crate) async fn list_matching(
    conn: &mut PgConnection,
    needle: &Needle,
    status: Option<&str>,
    needs_review: bool,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderSummary>, sqlx::Error> {
    sqlx::query_as!(
        OrderSummary,
        r#"with person as (
               (select id from users where lower(email) like $5 limit 500)
               union
               (select id from users where lower(name) like $5 limit 500)
               union
               (select user_id from legal_address where lower(last_name) like $5 limit 500)
           ), matching as (
               select $6::bigint as id where $6::bigint is not null
               union
               select o.id from orders o join person on person.id = o.purchaser_id
               union
               select r.order_id from coupon_redemption r join coupon c on c.id = r.coupon_id where lower(c.code) = $7
               union
               select order_id from order_line where text_id = $8
           )
           select o.id as "id: OrderId", o.status as status, o.needs_review, u.id as "purchaser: UserId", u.name as purchaser_name,
                  u.email as purchaser_email, coalesce(l.title, '') as "title!", coalesce(l.text_id, '') as "text_id!", l.coupon_code as "coupon_code?",
                  o.amount_due as total, o.created_at
           from matching m join orders o on o.id = m.id join users u on u.id = o.purchaser_id left join order_line l on l.order_id = o.id
           where ($1::bigint is null or o.id < $1) and ($2::text is null or o.status = $2) and (not $3 or o.needs_review is not null)
           order by o.id desc limit $4"#,
        before.map(|id| id.0), status, needs_review, limit, needle.beginning, needle.order, needle.code, needle.text_id,
    )
    .fetch_all(conn)
    .await
}

/// One order without its lines.
pub(crate) async fn find(conn: &mut PgConnection, order: OrderId) -> Result<Option<OrderDetail>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.id as "id: OrderId", o.status, o.needs_review, u.id as "purchaser: UserId", u.name as purchaser_name, u.email as purchaser_email,
                  coalesce(l.title, '') as "title!", coalesce(l.text_id, '') as "text_id!", l.coupon_code as "coupon_code?", o.amount_due, o.created_at,
                  o.fulfilled_at, o.tax_country_code, o.tax_rate, o.tax_rate_name, o.affiliate_code, o.total_price_paid, o.tax_amount
           from orders o join users u on u.id = o.purchaser_id left join order_line l on l.order_id = o.id
           where o.id = $1"#,
        order.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| OrderDetail {
        summary: OrderSummary {
            id: row.id,
            status: OrderStatus::from(row.status),
            needs_review: row.needs_review,
            purchaser: row.purchaser,
            purchaser_name: row.purchaser_name,
            purchaser_email: row.purchaser_email,
            title: row.title,
            text_id: row.text_id,
            coupon_code: row.coupon_code,
            total: row.amount_due.into(),
            created_at: row.created_at,
        },
        fulfilled_at: row.fulfilled_at,
        tax_country: row.tax_country_code,
        tax_rate: row.tax_rate,
        tax_name: row.tax_rate_name,
        affiliate_code: row.affiliate_code,
        lines: Vec::new(),
        net: row.total_price_paid.into(),
        tax: row.tax_amount.into(),
    }))
}

/// An order's lines with the runs chosen.
pub(crate) async fn list_lines(conn: &mut PgConnection, order: OrderId) -> Result<Vec<DeskLine>, sqlx::Error> {
    sqlx::query_as!(
        DeskLine,
        r#"select l.title, l.text_id, l.quantity, l.list_price, l.discount_amount as discount, l.net_amount as net,
                  array(select r.courseware_id from order_line_run lr join course_run r on r.id = lr.course_run_id where lr.line_id = l.id order by r.start_date, r.id) as "runs!"
           from order_line l where l.order_id = $1"#,
        order.0,
    )
    .fetch_all(conn)
    .await
}
