//! Codes that people have been given.

mod unused;

pub use unused::{UnusedCode, list_unused_codes};
