//! Plain text pages (cms.md 3.8).

use super::{Link, ResourceModel, SiteData, card::link};
use crate::document::PageDocument;

/// The text page at an address such as `/terms-of-service/`.
pub fn resource(site: &SiteData, url_path: &str) -> Option<ResourceModel> {
    let page = site.live_page(url_path)?;
    let PageDocument::ResourcePage(resource) = &page.document else { return None };
    Some(ResourceModel {
        title: resource.title.clone(),
        subhead: resource.sub_heading.clone(),
        url: page.url_path.clone(),
        seo_title: resource.promote.seo_title.clone(),
        search_description: resource.promote.search_description.clone(),
        share_picture: site.picture(resource.promote.search_image.as_ref()),
        parts: resource
            .content
            .iter()
            .map(|part| (part.value.heading.clone(), site.html(&part.value.detail.0)))
            .collect(),
    })
}

/// Every live text page, in the order of addresses.
pub fn resource_links(site: &SiteData) -> Vec<Link> {
    let is_resource = |document: &PageDocument| matches!(document, PageDocument::ResourcePage(_));
    site.pages.iter().filter(|page| page.live && is_resource(&page.document)).map(link).collect()
}
