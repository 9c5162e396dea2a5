//! Demo people.
