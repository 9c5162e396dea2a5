//! What the header links besides courses and programs (cms.md 3.0.2): nothing that leads to an empty page.

use super::{Link, SiteData, SitePage, blog, webinars};
use crate::document::PageKind;

/// In order: the page for companies, when the settings say so; webinars; the blog.
pub fn header_places(site: &SiteData) -> Vec<Link> {
    let companies = || site.pages.iter().find(|page| page.live && page.document.kind() == PageKind::EnterprisePage);
    let link = |title: &str, page: Option<&SitePage>| {
        page.map(|page| Link { title: title.to_owned(), url: page.url_path.clone() })
    };
    [
        link("For companies", companies().filter(|_| site.settings.shows_enterprise)),
        link("Webinars", webinars::place(site)),
        link("Blog", blog::place(site)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
