//! Demo people (accounts_ops.md 10.2): the same every time, never in production.

mod people;
mod roster;

pub use people::{DEMO_LEARNER, DEMO_PASSWORD, DemoReport, upsert_demo_people};
