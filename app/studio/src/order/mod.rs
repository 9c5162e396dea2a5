//! One order.

mod retry;
mod summary;
mod timeline;
mod view;

pub use view::OrderView;
