//! The orders desk: finding an order, and everything that happened to it in the order it happened.
//! Reading needs the permission `orders.view`.

mod detail;
mod entries;
mod error;
mod search;
mod status;
mod timeline;

pub use detail::{DeskLine, OrderDetail, find_order};
pub use error::DeskError;
pub use search::{OrderFilter, OrderPage, OrderSummary, search_orders};
pub use status::OrderStatus;
pub use timeline::{EntryKind, EntryOutcome, RetryTarget, TimelineEntry, order_timeline};

pub(crate) use search::Needle;
