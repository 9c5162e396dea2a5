//! The studio: the staff's application, drawn by the browser into the shell that the server serves at `/studio/`.
//! For now it holds the orders desk.

mod app;
mod failure;
mod keys;
mod moment;
mod order;
mod orders;
mod page;
mod paths;
mod remote;
mod shell;
#[cfg(feature = "csr")]
mod start;

pub use app::Studio;
