//! The orders desk: finding an order, and everything that happened to it in the order it happened.
