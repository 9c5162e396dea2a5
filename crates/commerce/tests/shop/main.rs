//! The shop on a real database.

mod basket;
mod payments;
mod world;
