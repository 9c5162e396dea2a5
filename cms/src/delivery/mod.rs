//! What visitors see: the published content in memory, and pure functions that work out each page from it.

mod blog;
mod card;
mod catalog;
mod changes;
mod enroll;
mod enterprise;
mod export_facts;
mod home;
mod load;
mod model;
mod notice;
mod places;
mod preview;
mod product;
mod query;
mod redirects;
mod resource;
mod search;
mod sections;
mod site;
mod sitemap;
mod webinars;

pub use blog::{BlogCard, BlogModel, blog};
pub use catalog::{catalog, header_topics};
pub use changes::next_change_after;
pub use enterprise::{EnterpriseModel, EnterpriseSection, Story, enterprise};
pub use export_facts::ExportFacts;
pub use home::home;
pub use model::*;
pub use notice::SiteNotice;
pub use places::header_places;
pub use preview::DraftPage;
pub use product::{product, product_page, product_url};
pub use redirects::FoundRedirect;
pub use resource::{resource, resource_links};
pub use site::{PageFault, SiteData, SitePage};
pub use sitemap::{SitemapEntry, sitemap};
pub use webinars::{WebinarCard, WebinarGroup, WebinarModel, WebinarsModel, webinar, webinars};

#[cfg(test)]
mod tests;
