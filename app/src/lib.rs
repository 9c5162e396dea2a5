//! What people see: public pages, account, checkout and dashboard. Every page is loaded first and rendered once;
//! islands bring to life only what moves (docs/adr/0003).

// A page is one deeply nested type to the compiler; the default of 128 steps is short of it.
#![recursion_limit = "256"]

pub mod content;
pub mod desk;
pub mod forms;
mod frame;
pub mod pages;
pub mod preview;
pub mod respond;
pub mod shell;
pub mod state;
pub mod visitor;
