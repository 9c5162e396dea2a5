//! What travels between the studio and the server. Texts that depend on rules (money) are made on the server.

mod order;
mod scalar;
mod staff;
mod timeline;

pub use order::{OrderDetail, OrderFilter, OrderLine, OrderPage, OrderRow, OrderStatus, OrderTotals, Purchaser};
pub use scalar::{Dollars, Instant};
pub use staff::{JobActionResult, StaffMe};
pub use timeline::{EntryKind, EntryOutcome, RetryTarget, TimelineEntry};
