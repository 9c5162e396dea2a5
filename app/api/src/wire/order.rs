//! Orders: the list, its filter, and one order's page.

use super::{Dollars, Instant, TimelineEntry};
use serde::{Deserialize, Serialize};

/// State of an order (ecommerce.md 1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Made at checkout, not paid yet.
    Created,
    /// Paid, or free.
    Fulfilled,
    /// The gateway refused, or the payer canceled.
    Failed,
    /// Paid back.
    Refunded,
}

impl OrderStatus {
    /// In the order of an order's life.
    pub const ALL: [OrderStatus; 4] =
        [OrderStatus::Created, OrderStatus::Fulfilled, OrderStatus::Failed, OrderStatus::Refunded];

    /// As staff read it.
    pub fn label(self) -> &'static str {
        match self {
            OrderStatus::Created => "Awaiting payment",
            OrderStatus::Fulfilled => "Fulfilled",
            OrderStatus::Failed => "Failed",
            OrderStatus::Refunded => "Refunded",
        }
    }

    /// As the database and addresses write it.
    pub fn name(self) -> &'static str {
        match self {
            OrderStatus::Created => "created",
            OrderStatus::Fulfilled => "fulfilled",
            OrderStatus::Failed => "failed",
            OrderStatus::Refunded => "refunded",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Which orders to list. Its fields are also the parameters of the list's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderFilter {
    /// An order's number, the beginning of a name or address, a whole code or text id; empty lists all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Only orders in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// Only orders that staff must decide about.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub needs_review: bool,
}

/// One order in the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderRow {
    /// Number of the order.
    pub id: i64,
    /// State.
    pub status: OrderStatus,
    /// Why staff must decide; none when they need not.
    pub needs_review: Option<String>,
    /// Who bought.
    pub purchaser: Purchaser,
    /// What was bought.
    pub title: String,
    /// Code that was used.
    pub coupon_code: Option<String>,
    /// To pay or paid, with tax.
    pub total: Dollars,
    /// When it was made.
    pub created_at: Instant,
}

/// Who bought.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Purchaser {
    /// Full name; may be empty.
    pub name: String,
    /// Address of the account.
    pub email: String,
}

/// A stretch of the list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPage {
    /// The orders.
    pub rows: Vec<OrderRow>,
    /// Give this back as the cursor to get the next stretch; none at the end.
    pub next: Option<i64>,
}

/// Everything about one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetail {
    /// What the list says.
    pub row: OrderRow,
    /// When it was paid.
    pub fulfilled_at: Option<Instant>,
    /// Country whose tax applies, as its two letters.
    pub tax_country: Option<String>,
    /// Partner who sent the learner.
    pub affiliate_code: Option<String>,
    /// What was bought, with frozen amounts.
    pub lines: Vec<OrderLine>,
    /// Sums.
    pub totals: OrderTotals,
    /// Every fact about the order, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// One line of an order; amounts as they were when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Title of the course run or program.
    pub title: String,
    /// Its readable id.
    pub text_id: String,
    /// How many.
    pub quantity: i32,
    /// Price before the discount.
    pub list_price: Dollars,
    /// Taken off; none when nothing was.
    pub discount: Option<Dollars>,
    /// Price after the discount, before tax.
    pub net: Dollars,
    /// Courseware ids of the chosen runs.
    pub runs: Vec<String>,
}

/// Sums of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTotals {
    /// Before tax.
    pub net: Dollars,
    /// Name and rate of the tax, such as `VAT 20%`.
    pub tax_label: String,
    /// Tax.
    pub tax: Dollars,
    /// To pay or paid.
    pub total: Dollars,
}
