//! `/` (cms.md 3.2).

use super::{
    Card, HomeModel, Link, Section, SiteData,
    card::{Offer, Target},
    header_topics,
    sections::Surroundings,
};
use crate::document::{BlockContent, Lineup, PageDocument};
use time::OffsetDateTime;

/// How many courses the carousel shows when the editor chose none.
const NEXT_COURSES: usize = 12;

/// The home page; a bare one with the site's name while nothing is published.
pub fn home(site: &SiteData, now: OffsetDateTime) -> HomeModel {
    let page = site.live_page("/").and_then(|page| match &page.document {
        PageDocument::HomePage(home) => Some(home),
        _ => None,
    });
    let topics = header_topics(site, now);
    let Some(home) = page else {
        return HomeModel {
            title: site.settings.site_name.clone(),
            subhead: site.settings.tagline.clone(),
            seo_title: String::new(),
            search_description: String::new(),
            hero: None,
            share_picture: None,
            topics,
            sections: Vec::new(),
        };
    };
    let lineup = |data: &Lineup| if data.override_contents { site.chosen(data, now) } else { site.next_courses(now) };
    let around = Surroundings {
        description: "",
        lineup: &lineup,
        lineup_action: Some(Link { title: "View All".to_owned(), url: "/catalog/".to_owned() }),
    };
    let mut sections: Vec<Section> = home
        .sections
        .iter()
        .filter(|block| !block.hidden)
        .filter_map(|block| site.section(&block.content, &around))
        .collect();
    if home.sections.is_empty() {
        // Nobody has written a home page yet, so it shows what there is.
        let next = Lineup { heading: "Starting soon".to_owned(), ..Lineup::default() };
        sections.extend(site.section(&BlockContent::Lineup(next), &around));
    }
    HomeModel {
        title: home.title.clone(),
        subhead: home.subhead.clone(),
        seo_title: home.promote.seo_title.clone(),
        search_description: home.promote.search_description.clone(),
        share_picture: site
            .picture(home.promote.search_image.as_ref())
            .or_else(|| site.picture(home.background_image.as_ref())),
        hero: site.picture(home.background_image.as_ref()),
        topics,
        sections,
    }
}

impl SiteData {
    /// The visible courses that start next.
    fn next_courses(&self, now: OffsetDateTime) -> Vec<Card> {
        let mut offers: Vec<Offer<'_>> =
            self.visible_offers(now).filter(|offer| matches!(offer.target, Target::Course(_))).collect();
        offers.sort_by_cached_key(|offer| {
            let start = self.next_start(offer.target, now);
            ((start.is_none(), start), offer.product.title.clone())
        });
        offers.truncate(NEXT_COURSES);
        offers.into_iter().map(|offer| self.card(offer, now)).collect()
    }
}
