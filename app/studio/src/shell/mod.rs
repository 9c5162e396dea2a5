//! What is around every page: navigation, the bar with the search, the person, the list of shortcuts.

mod frame;
mod navigation;
mod person;
mod search;
mod shortcuts;

pub use frame::{Me, Shell};
