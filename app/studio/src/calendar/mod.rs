//! The calendar of publications, expiries and releases, and times in the site's own time zone.

mod day;
mod entry;
mod grid;
mod view;
pub mod zone;

pub use view::CalendarView;
