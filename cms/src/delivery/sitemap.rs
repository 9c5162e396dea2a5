//! `/sitemap.xml` (cms.md 7.3).

use super::{SiteData, webinars};
use time::OffsetDateTime;

/// One address of the sitemap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapEntry {
    /// Path on this site; ids in it are not percent-encoded.
    pub path: String,
    /// When it last said something new.
    pub last_modified: Option<OffsetDateTime>,
}

/// Every page that can be opened, in the order of addresses: no index folders, no course or program that is not offered, and
/// no webinar that is over.
pub fn sitemap(site: &SiteData, now: OffsetDateTime) -> Vec<SitemapEntry> {
    let offered: std::collections::HashSet<_> = site.offers().map(|offer| offer.page.id).collect();
    site.pages
        .iter()
        .filter(|page| page.live && page.document.kind().is_in_sitemap())
        .filter(|page| !page.document.kind().is_product() || offered.contains(&page.id))
        .filter(|page| !webinars::has_ended(page, now))
        .map(|page| SitemapEntry { path: page.url_path.clone(), last_modified: page.last_published_at })
        .collect()
}
