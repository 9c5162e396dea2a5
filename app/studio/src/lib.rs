//! The studio: the staff's application, drawn by the browser into the shell that the server serves at `/studio/`.

// A page is one deeply nested type to the compiler; the default of 128 steps is short of it.
#![recursion_limit = "256"]

mod app;
mod calendar;
mod editor;
mod failure;
mod finder;
mod integrations;
mod keys;
mod leave;
mod library;
mod moment;
mod order;
mod orders;
mod page;
mod pages;
mod paths;
mod pause;
mod records;
mod releases;
mod remote;
mod reports;
mod rooms;
mod search_field;
mod shell;
#[cfg(feature = "csr")]
mod start;
mod typed;
mod workflow;

pub use app::Studio;
