//! `/receipt/{id}/`: the document of a paid order (ecommerce.md 8.3), made to be printed.

mod show;
mod view;

pub use show::ceus;
pub(super) use show::show;
