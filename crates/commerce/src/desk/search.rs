//! Finding orders. Pages follow each other by key, so that the hundredth costs what the first does.

use super::{DeskError, OrderStatus, error::authorize};
use crate::{checkout::order_of_reference, store};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Money, OrderId, Staff, UserId, plain_text};

/// Orders per page.
const PAGE: i64 = 50;

/// Which orders are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderFilter {
    /// An order's number or reference, the beginning of the buyer's name, last name or address, a whole code, or a whole
    /// text id. Empty finds all.
    pub q: String,
    /// Only orders in this state.
    pub status: Option<OrderStatus>,
    /// Only orders that staff must decide about.
    pub needs_review: bool,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSummary {
    /// Key.
    pub id: OrderId,
    /// State.
    pub status: OrderStatus,
    /// Why staff must decide.
    pub needs_review: Option<String>,
    /// Who bought.
    pub purchaser: UserId,
    /// Their full name.
    pub purchaser_name: String,
    /// Address of their account.
    pub purchaser_email: String,
    /// What was bought.
    pub title: String,
    /// Its text id.
    pub text_id: String,
    /// Code used.
    pub coupon_code: Option<String>,
    /// Net and tax.
    pub total: Money,
    /// When it was made.
    pub created_at: OffsetDateTime,
}

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPage {
    /// At most fifty.
    pub orders: Vec<OrderSummary>,
    /// Cursor of the next page; none at the end.
    pub next: Option<OrderId>,
}

/// What a search text may mean, worked out before the database is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    /// An order's number.
    pub order: Option<i64>,
    /// Pattern for the beginning of names and addresses.
    pub beginning: String,
    /// A code.
    pub code: String,
    /// A text id.
    pub text_id: String,
}

impl Needle {
    /// None for an empty text.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = plain_text(text);
        if text.is_empty() {
            return None;
        }
        let number = text.strip_prefix('#').unwrap_or(&text);
        let lower = text.to_lowercase();
        let escaped: String =
            lower.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
        Some(Needle {
            order: order_of_reference(&text).map(|order| order.0).or_else(|| number.parse().ok()),
            beginning: escaped + "%",
            code: lower,
            text_id: text.replace(' ', "+"),
        })
    }
}

/// The orders that match, newest first, after `before`. One statement.
///
/// # Errors
/// See [`DeskError`].
pub async fn search_orders(
    conn: &mut PgConnection,
    staff: &Staff,
    filter: &OrderFilter,
    before: Option<OrderId>,
) -> Result<OrderPage, DeskError> {
    authorize(staff)?;
    let status = filter.status.map(OrderStatus::as_str);
    let limit = PAGE + 1;
    let mut orders = match Needle::of(&filter.q) {
        Some(needle) => store::desk::list_matching(conn, &needle, status, filter.needs_review, before, limit).await?,
        None => store::desk::list(conn, status, filter.needs_review, before, limit).await?,
    };
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = orders.len() > page;
    orders.truncate(page);
    let next = orders.last().map(|order| order.id).filter(|_| more);
    Ok(OrderPage { orders, next })
}

#[cfg(test)]
mod tests {
    use super::Needle;

    #[test]
    fn a_search_text_is_read_in_every_sense() {
        let order = |text| Needle::of(text).and_then(|needle| needle.order);
        assert_eq!((order("17"), order(" #17 "), order("xpro-b2c-dev-eu-17")), (Some(17), Some(17), Some(17)));
        assert_eq!((order("ada"), order("99999999999999999999"), order("xpro-b2c-dev-")), (None, None, None));
        assert_eq!(Needle::of(" \0 "), None);
    }

    #[test]
    fn wildcards_are_taken_literally() {
        let needle = Needle::of("50%_off").expect("a text");
        assert_eq!((needle.beginning.as_str(), needle.code.as_str()), ("50\\%\\_off%", "50%_off"));
    }
}
