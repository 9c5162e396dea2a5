//! `/webinars/` and the pages below it (cms.md 3.6).

use super::{Link, Picture, SiteData, SitePage, card::link, sections::filled};
use crate::document::{Day, PageDocument, PageKind, WebinarCategory, WebinarPage};
use time::{OffsetDateTime, Time, UtcOffset, format_description::BorrowedFormatItem, macros::format_description};
use xpro_kernel::PageId;

/// The list of webinars.
#[derive(Debug, Clone, PartialEq)]
pub struct WebinarsModel {
    /// Its heading.
    pub title: String,
    /// Title tag; empty takes the heading.
    pub seo_title: String,
    /// For search engines.
    pub search_description: String,
    /// Behind the heading.
    pub banner: Option<Picture>,
    /// Of shared links.
    pub share_picture: Option<Picture>,
    /// Upcoming ones, then recordings; a group without any is absent.
    pub groups: Vec<WebinarGroup>,
}

/// Webinars of one category, by date, undated ones last.
#[derive(Debug, Clone, PartialEq)]
pub struct WebinarGroup {
    /// Which.
    pub category: WebinarCategory,
    /// At least one.
    pub cards: Vec<WebinarCard>,
}

/// A webinar in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct WebinarCard {
    /// Its page.
    pub page: PageId,
    /// What it is called.
    pub title: String,
    /// Address of its page.
    pub url: String,
    /// What it is about.
    pub description: String,
    /// Its picture.
    pub picture: Option<Picture>,
    /// `Tuesday, May 2, 2023 | 11 AM - 12 PM ET`, as far as it is known.
    pub when: String,
    /// Where a seat is reserved, or the recording is.
    pub action: Option<Link>,
}

/// One webinar.
#[derive(Debug, Clone, PartialEq)]
pub struct WebinarModel {
    /// What it is called.
    pub title: String,
    /// Second line.
    pub subhead: String,
    /// Its address.
    pub url: String,
    /// Title tag; empty takes the title.
    pub seo_title: String,
    /// For search engines.
    pub search_description: String,
    /// Behind the heading.
    pub banner: Option<Picture>,
    /// Of shared links.
    pub share_picture: Option<Picture>,
    /// See [`WebinarCard::when`].
    pub when: String,
    /// The text.
    pub body_html: String,
    /// Where a seat is reserved.
    pub reserve: Option<Link>,
    /// Player of the recording.
    pub player_url: Option<String>,
    /// The page of what it is about; the catalog when it is about nothing. None when that has no page.
    pub about: Option<Link>,
}

/// The list of webinars; none when there is no such page. Upcoming ones of days that are over are not in it.
pub fn webinars(site: &SiteData, now: OffsetDateTime) -> Option<WebinarsModel> {
    let index = site.pages.iter().filter(|page| page.live).find_map(|page| match &page.document {
        PageDocument::WebinarIndexPage(index) => Some(index),
        _ => None,
    })?;
    let group = |category| {
        let mut found: Vec<(&SitePage, &WebinarPage)> = site
            .live_webinars()
            .filter(|(_, webinar)| webinar.category == category && !is_over(webinar, now))
            .collect();
        found.sort_by_key(|(page, webinar)| ((webinar.date.is_none(), webinar.date), page.id));
        let cards: Vec<_> = found.into_iter().map(|(page, webinar)| site.webinar_card(page, webinar)).collect();
        (!cards.is_empty()).then_some(WebinarGroup { category, cards })
    };
    Some(WebinarsModel {
        title: index.title.clone(),
        seo_title: index.promote.seo_title.clone(),
        search_description: index.promote.search_description.clone(),
        banner: site.picture(index.banner_image.as_ref()),
        share_picture: site
            .picture(index.promote.search_image.as_ref())
            .or_else(|| site.picture(index.banner_image.as_ref())),
        groups: [WebinarCategory::Upcoming, WebinarCategory::OnDemand].into_iter().filter_map(group).collect(),
    })
}

/// The webinar at an address.
pub fn webinar(site: &SiteData, url_path: &str) -> Option<WebinarModel> {
    let page = site.live_page(url_path)?;
    let PageDocument::WebinarPage(webinar) = &page.document else { return None };
    let banner = site.picture(webinar.banner_image.as_ref());
    let is_recording = webinar.category == WebinarCategory::OnDemand;
    Some(WebinarModel {
        title: webinar.title.clone(),
        subhead: webinar.sub_heading.clone(),
        url: page.url_path.clone(),
        seo_title: webinar.promote.seo_title.clone(),
        search_description: webinar.promote.search_description.clone(),
        share_picture: site.picture(webinar.promote.search_image.as_ref()).or_else(|| banner.clone()),
        banner,
        when: when(webinar),
        body_html: site.html(&webinar.body_text.0),
        reserve: reserve(webinar),
        player_url: filled(&webinar.action_url).filter(|_| is_recording),
        about: site.about(webinar),
    })
}

/// The live list, as long as there is a webinar.
pub(super) fn place(site: &SiteData) -> Option<&SitePage> {
    let page = site.pages.iter().find(|page| page.live && page.document.kind() == PageKind::WebinarIndexPage)?;
    site.live_webinars().next().is_some().then_some(page)
}

/// The instants at which an upcoming webinar leaves the list.
pub(super) fn ends(site: &SiteData) -> impl Iterator<Item = OffsetDateTime> {
    let upcoming = site.live_webinars().filter(|(_, webinar)| webinar.category == WebinarCategory::Upcoming);
    upcoming.filter_map(|(_, webinar)| Some(webinar.date?.0.next_day()?.with_time(Time::MIDNIGHT).assume_utc()))
}

impl SiteData {
    fn live_webinars(&self) -> impl Iterator<Item = (&SitePage, &WebinarPage)> {
        self.pages.iter().filter(|page| page.live).filter_map(|page| match &page.document {
            PageDocument::WebinarPage(webinar) => Some((page, webinar)),
            _ => None,
        })
    }

    fn webinar_card(&self, page: &SitePage, webinar: &WebinarPage) -> WebinarCard {
        let recording = || Some(Link { title: "View recording".to_owned(), url: page.url_path.clone() });
        WebinarCard {
            page: page.id,
            title: webinar.title.clone(),
            url: page.url_path.clone(),
            description: webinar.description.clone(),
            picture: self.picture(webinar.banner_image.as_ref()),
            when: when(webinar),
            action: if webinar.category == WebinarCategory::OnDemand { recording() } else { reserve(webinar) },
        }
    }

    /// Exactly the page of the linked program or course, never another one.
    fn about(&self, webinar: &WebinarPage) -> Option<Link> {
        let titled = |page: &SitePage, title: &str| Link { title: title.to_owned(), ..link(page) };
        match (webinar.program, webinar.course) {
            (Some(program), _) => {
                self.live_program_page(program).map(|page| titled(page, "Learn more about this program or enroll"))
            }
            (None, Some(course)) => {
                self.live_course_page(course).map(|page| titled(page, "Learn more about this course or enroll"))
            }
            (None, None) => Some(Link { title: "Explore the catalog".to_owned(), url: "/catalog/".to_owned() }),
        }
    }
}

/// Whether it is a webinar that nobody can attend any more.
pub(super) fn has_ended(page: &SitePage, now: OffsetDateTime) -> bool {
    matches!(&page.document, PageDocument::WebinarPage(webinar) if is_over(webinar, now))
}

fn is_over(webinar: &WebinarPage, now: OffsetDateTime) -> bool {
    let today = Day(now.to_offset(UtcOffset::UTC).date());
    webinar.category == WebinarCategory::Upcoming && webinar.date.is_some_and(|date| date < today)
}

fn reserve(webinar: &WebinarPage) -> Option<Link> {
    let url = filled(&webinar.action_url).filter(|_| webinar.category == WebinarCategory::Upcoming)?;
    Some(Link { title: "Reserve your seat".to_owned(), url })
}

const LONG_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday], [month repr:long] [day padding:none], [year]");

fn when(webinar: &WebinarPage) -> String {
    let date = webinar.date.and_then(|day| day.0.format(LONG_DATE).ok());
    let is_upcoming = webinar.category == WebinarCategory::Upcoming;
    let time = filled(&webinar.time).filter(|_| is_upcoming);
    date.into_iter().chain(time).collect::<Vec<_>>().join(" | ")
}
