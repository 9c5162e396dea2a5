//! What is around every page: navigation, the bar with the search, the person, the list of shortcuts.

mod door;
mod entrance;
mod frame;
mod navigation;
mod palette;
mod person;
mod search;
mod shortcuts;
mod toasts;

pub use entrance::Entrance;
pub use frame::{Me, Shell};
pub use palette::Palette;
pub use toasts::Toasts;
