//! The list of orders.

mod filters;
mod list;
mod status;
mod table;
mod view;

pub use list::OrderList;
pub use status::StatusBadges;
pub use view::OrdersView;
