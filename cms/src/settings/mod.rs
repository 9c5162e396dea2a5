//! What another school changes to run this site under its own name.

mod color;
mod site_settings;

pub use color::contrast_with_white;
pub use site_settings::{FooterLink, Seller, SiteSettings, SocialLink, save_settings, seed_settings};
