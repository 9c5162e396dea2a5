//! The public pages as pure functions from what they show to a view. They are the same for everybody.

mod banner;
mod blog;
mod card;
mod carousel;
mod catalog;
mod catalog_filters;
mod enroll;
mod enterprise;
mod errors;
mod home;
pub mod meta;
mod picture;
mod product;
mod product_hero;
mod resource;
mod sections;
mod structured_data;
#[cfg(test)]
mod tests;
mod text;
mod webinars;

pub use blog::blog;
pub use catalog::catalog;
pub use enterprise::enterprise;
pub use errors::{bad_request, forbidden, not_found, server_error, too_many_requests};
pub use home::home;
pub use product::product;
pub use resource::resource;
pub use webinars::{webinar, webinars};
