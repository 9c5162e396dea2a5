//! Demo content: home page, product pages of the demo catalogue, text pages. Prose and people are invented.

mod apply;
mod home_page;
mod pictures;
mod product_page;
mod resource_pages;
mod shared;
mod stories_business;
mod stories_engineering;
mod story;

pub use apply::{ContentReport, SeedContentError, apply_demo_content};

#[cfg(test)]
mod tests;
