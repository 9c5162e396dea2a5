//! The browser, as the islands need it.

mod catalog;
mod dom;
mod enroll;
mod fetch;
mod menus;
mod notice;
mod spy;
mod visitor;

pub(crate) use catalog::live as catalog_live;
pub(crate) use enroll::show_enrolled;
pub(crate) use menus::improve as improve_menus;
pub(crate) use notice::let_dismiss;
pub(crate) use spy::highlight_sections;
pub(crate) use visitor::who;
