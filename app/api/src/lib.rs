//! What the studio calls: wire types, and one server function per question or act.
//!
//! The server links this crate with the feature `ssr` and gives every call two contexts, the database and
//! [`StaffVisitor`], and the request's id as [`RequestId`]. The studio links it without, and gets the callers.

mod calls;
#[cfg(feature = "ssr")]
mod convert;
#[cfg(feature = "ssr")]
mod door;
mod error;
#[cfg(test)]
mod tests;
mod wire;

pub use calls::{list_orders, order_detail, retry_enrollment, retry_job, staff_me};
#[cfg(feature = "ssr")]
pub use door::{RequestId, StaffVisitor};
pub use error::ApiError;
pub use wire::{
    Dollars, EntryKind, EntryOutcome, Instant, JobActionResult, OrderDetail, OrderFilter, OrderLine, OrderPage,
    OrderRow, OrderStatus, OrderTotals, Purchaser, RetryTarget, StaffMe, TimelineEntry,
};

/// Every address of this crate's server functions with its method, for the router and for the test that none got lost.
pub const ENDPOINTS: [(&str, &str); 5] = [
    ("GET", "/api/studio/me"),
    ("GET", "/api/studio/orders"),
    ("GET", "/api/studio/order"),
    ("POST", "/api/studio/retry-job"),
    ("POST", "/api/studio/retry-enrollment"),
];
