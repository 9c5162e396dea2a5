//! `/catalog/` (cms.md 3.3).

use super::{
    CatalogModel, CatalogQuery, CatalogTab, Facet, SiteData, SortBy,
    card::{Offer, Target},
    search::Words,
};
use std::{cmp::Ordering, collections::HashSet};
use time::OffsetDateTime;
use xpro_catalog::data::PageTopics;
use xpro_kernel::{Money, TopicId};

/// The catalogue page for a query.
pub fn catalog(site: &SiteData, query: &CatalogQuery, now: OffsetDateTime) -> CatalogModel {
    let query = query.understood(site);
    let mut matches: Vec<Offer<'_>> =
        site.visible_offers(now).filter(|offer| filters_match(site, &query, offer)).collect();
    sort(site, &query, &mut matches, now);
    let programs = matches.iter().filter(|offer| is_program(offer)).count();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let featured = matches.iter().find(|offer| offer.page.featured).map(|offer| site.card(*offer, now));
    let page = site.live_page("/catalog/");
    CatalogModel {
        title: page.map_or("Catalog", |page| page.document.title()).to_owned(),
        seo_title: page.map(|page| page.document.promote().seo_title.clone()).unwrap_or_default(),
        search_description: page.map(|page| page.document.promote().search_description.clone()).unwrap_or_default(),
        share_picture: page.and_then(|page| site.picture(page.document.promote().search_image.as_ref())),
        cards: matches.iter().filter(|offer| is_in_tab(query.tab, offer)).map(|offer| site.card(*offer, now)).collect(),
        featured,
        counts: (count(matches.len()), count(programs), count(matches.len() - programs)),
        topics: header_topics(site, now),
        languages: languages(site, now),
        query,
    }
}

/// Parent topics with visible courses and how many, by name: header menu, home page, catalogue filter (cms.md 4.3 P3).
pub fn header_topics(site: &SiteData, now: OffsetDateTime) -> Vec<Facet> {
    let counts = site.catalog.parent_topics(course_page_topics(site), now);
    let facet = |count: xpro_catalog::data::TopicCount<'_>| Facet {
        name: count.topic.name.clone(),
        count: u32::try_from(count.course_count).unwrap_or(u32::MAX),
    };
    counts.into_iter().map(facet).collect()
}

impl CatalogQuery {
    /// What the site makes of it: a language that is not offered (any more) is no filter (cms.md 3.3.1).
    #[must_use]
    pub fn understood(&self, site: &SiteData) -> CatalogQuery {
        let is_offered = |name: &String| {
            site.catalog.languages().iter().any(|language| language.is_active && language.name == *name)
        };
        CatalogQuery { language: self.language.clone().filter(is_offered), ..self.clone() }
    }

    /// Whether it is one of the few views that links lead to: anybody may make up searches and topics without end.
    pub fn is_usual(&self, site: &SiteData) -> bool {
        let knows = |name: &String| site.catalog.topic_by_name(name).is_some();
        self.search.is_empty() && self.sort_by == SortBy::default() && self.topic.as_ref().is_none_or(knows)
    }
}

fn filters_match(site: &SiteData, query: &CatalogQuery, offer: &Offer<'_>) -> bool {
    let language_matches = query
        .language
        .as_ref()
        .is_none_or(|name| site.language(offer.product).is_some_and(|language| language.name == *name));
    let topic_matches = query.topic.as_ref().is_none_or(|name| {
        let wanted: Option<TopicId> = site.catalog.topic_by_name(name).map(|topic| topic.id);
        wanted
            .is_some_and(|wanted| offer.page.topics.iter().any(|filed| site.catalog.is_topic_or_child(*filed, wanted)))
    });
    language_matches
        && topic_matches
        && (query.search.is_empty() || offer.page.search.matches(&Words::of(&query.search)))
}

fn is_program(offer: &Offer<'_>) -> bool {
    matches!(offer.target, Target::Program(_))
}

fn is_in_tab(tab: CatalogTab, offer: &Offer<'_>) -> bool {
    match tab {
        CatalogTab::All => true,
        CatalogTab::Programs => is_program(offer),
        CatalogTab::Courses => !is_program(offer),
    }
}

fn sort(site: &SiteData, query: &CatalogQuery, offers: &mut [Offer<'_>], now: OffsetDateTime) {
    let title = |offer: &Offer<'_>| offer.product.title.clone();
    match query.sort_by {
        SortBy::BestMatch | SortBy::StartDateAsc => {
            let words = Words::of(&query.search);
            let is_ranked = query.sort_by == SortBy::BestMatch && !query.search.is_empty();
            offers.sort_by_cached_key(|offer| {
                let priority = site.language(offer.product).and_then(|language| language.priority);
                let start = site.next_start(offer.target, now);
                (
                    is_ranked && !offer.page.search.title_matches(&words),
                    (priority.is_none(), priority),
                    (start.is_none(), start),
                    title(offer),
                )
            });
        }
        SortBy::PriceAsc => {
            offers.sort_by_cached_key(|offer| {
                let price = site.price(offer.target, now);
                (price.is_none(), price, title(offer))
            });
        }
        SortBy::PriceDesc => offers.sort_by(|a, b| {
            let order = dearest_first(site.price(a.target, now), site.price(b.target, now));
            order.then_with(|| b.product.title.cmp(&a.product.title))
        }),
    }
}

fn dearest_first(a: Option<Money>, b: Option<Money>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.cmp(&a),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn languages(site: &SiteData, now: OffsetDateTime) -> Vec<Facet> {
    let offered: HashSet<_> =
        site.catalog.catalog_languages(course_page_topics(site), now).into_iter().map(|language| language.id).collect();
    let facet = |language: &xpro_catalog::model::Language| Facet {
        name: language.name.clone(),
        count: u32::try_from(
            site.visible_offers(now).filter(|offer| offer.product.language == Some(language.id)).count(),
        )
        .unwrap_or(u32::MAX),
    };
    site.catalog.languages().iter().filter(|language| offered.contains(&language.id)).map(facet).collect()
}

fn course_page_topics(site: &SiteData) -> impl Iterator<Item = PageTopics<'_>> {
    site.pages.iter().filter(|page| page.live).filter_map(|page| {
        let product = page.product()?;
        Some(PageTopics { course: page.course?, topics: &page.topics, language: product.language })
    })
}
