//! The four states of an order (ecommerce.md 1.5).

/// State of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Not paid yet.
    Created,
    /// Paid, or free.
    Fulfilled,
    /// The gateway refused, or the payer turned back; a later acceptance still fulfills it.
    Failed,
    /// Paid back.
    Refunded,
}

impl OrderStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            OrderStatus::Created => "created",
            OrderStatus::Fulfilled => "fulfilled",
            OrderStatus::Failed => "failed",
            OrderStatus::Refunded => "refunded",
        }
    }

    /// The state stored under this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [OrderStatus::Created, OrderStatus::Fulfilled, OrderStatus::Failed, OrderStatus::Refunded]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

impl From<String> for OrderStatus {
    /// For rows; the table's check constraint allows no other names.
    fn from(stored: String) -> Self {
        OrderStatus::from_name(&stored).unwrap_or(OrderStatus::Created)
    }
}
