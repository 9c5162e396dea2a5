//! Reports: what wants looking after, each row leading to where it is mended.

mod address;
mod filters;
mod view;

pub use view::ReportsView;
