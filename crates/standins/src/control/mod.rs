//! Steering the stand-ins: faults, the request log, reset, and the overview page.

mod api;
mod book;
mod fault;
mod home;
mod intercept;
mod log;
mod routes;

pub(crate) use book::FaultBook;
pub(crate) use fault::FaultKind;
pub(crate) use intercept::intercept;
pub(crate) use log::{Entry, RequestLog};
pub(crate) use routes::routes;
