//! What another school changes to run this site under its own name.

mod site_settings;

pub use site_settings::{FooterLink, Seller, SiteSettings, SocialLink, save_settings, seed_settings};
