//! Demo codes, companies, tax rates, address blocks and orders (accounts_ops.md 10.2).
//!
//! | code | terms | for |
//! |---|---|---|
//! | `WELCOME10` | 10 % off, once per person | everything |
//! | `SAVE250` | $250 off, once per person | the two programs for sale |
//! | `FREEPASS` | 100 % off, once per person | everything |
//! | `EXPIRED20` | 20 % off, until 30 days ago | everything |
//! | `FUTURE15` | 15 % off, from in 30 days | everything |
//! | `OLDNEWS5` | 5 % off, switched off | everything |
//! | `USEDUP50` | 50 % off, its one use is spent | everything |
//! | `AMxB100` to `AMxB104` | 100 % off, single use; the first is handed to the first learner | runs of Additive Manufacturing |
//! | `NORTHWIND25` | 25 % off, paid by Northwind Turbines, which wants a consent | everything |
//! | `DIGITAL5` | 5 % off by itself | the program Digital Learning |
//!
//! Taxed: India, 18 % GST. The address blocks are those reserved for documentation: 192.0.2.0/24 is in the United
//! States, 198.51.100.0/24 in India, 2001:db8::/32 in Germany.

mod apply;
mod codes;
mod orders;

pub use apply::{DemoCommerce, apply_demo_commerce};
