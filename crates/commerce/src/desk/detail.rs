//! One order with its frozen figures.

use super::{DeskError, OrderSummary, error::authorize};
use crate::store;
use rust_decimal::Decimal;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Money, OrderId, Staff};

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderDetail {
    /// What a list says of it.
    pub summary: OrderSummary,
    /// When it was paid.
    pub fulfilled_at: Option<OffsetDateTime>,
    /// Whose tax applies.
    pub tax_country: Option<String>,
    /// Percent.
    pub tax_rate: Decimal,
    /// What the tax is called.
    pub tax_name: String,
    /// Partner who sent the buyer.
    pub affiliate_code: Option<String>,
    /// What was bought; one line.
    pub lines: Vec<DeskLine>,
    /// Before tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
}

/// One line, with the figures of the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskLine {
    /// Title of the program or course.
    pub title: String,
    /// Text id of the program or run.
    pub text_id: String,
    /// How many.
    pub quantity: i32,
    /// Before the discount.
    pub list_price: Money,
    /// Taken off.
    pub discount: Money,
    /// After the discount, before tax.
    pub net: Money,
    /// Courseware ids of the chosen runs.
    pub runs: Vec<String>,
}

/// The order, whoever bought it. Two statements.
///
/// # Errors
/// See [`DeskError`].
pub async fn find_order(
    conn: &mut PgConnection,
    staff: &Staff,
    order: OrderId,
) -> Result<Option<OrderDetail>, DeskError> {
    authorize(staff)?;
    let Some(mut detail) = store::desk::find(conn, order).await? else { return Ok(None) };
    detail.lines = store::desk::list_lines(conn, order).await?;
    Ok(Some(detail))
}
