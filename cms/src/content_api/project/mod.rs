//! From a page's document to the fields of the API (cms.md 6.4).

mod page;
mod product;
mod sections;
mod shapes;

pub(super) use page::show_pages;
pub(super) use shapes::renditions;
