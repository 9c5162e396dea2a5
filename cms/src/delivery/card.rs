//! Offers: product pages that can be listed, and their cards (cms.md 3.1, 3.3.5).

use super::{Card, Link, OfferKind, SiteData, SitePage};
use crate::document::ProductPage;
use time::OffsetDateTime;
use xpro_catalog::model::Language;
use xpro_kernel::{CourseId, Money, ProgramId};

/// What a product page describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Course(CourseId),
    Program(ProgramId),
}

/// A live product page with what it describes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) page: &'a SitePage,
    pub(super) product: &'a ProductPage,
    pub(super) target: Target,
}

impl SiteData {
    /// The offer of a live product page; none when what it described is gone (rule U11).
    pub(super) fn offer<'a>(&'a self, page: &'a SitePage) -> Option<Offer<'a>> {
        let product = page.product().filter(|_| page.live)?;
        let target = match (page.course, page.program) {
            (Some(course), _) => Target::Course(self.catalog.course(course)?.id),
            (None, Some(program)) => Target::Program(self.catalog.program(program)?.id),
            (None, None) => return None,
        };
        Some(Offer { page, product, target })
    }

    /// All offers whose course or program is live, in the order of addresses.
    pub(super) fn offers(&self) -> impl Iterator<Item = Offer<'_>> {
        self.pages.iter().filter_map(|page| self.offer(page)).filter(|offer| self.is_live(offer.target))
    }

    /// The offers that the catalogue shows at this instant.
    pub(super) fn visible_offers(&self, now: OffsetDateTime) -> impl Iterator<Item = Offer<'_>> {
        self.offers().filter(move |offer| match offer.target {
            Target::Course(course) => self.catalog.is_catalog_visible(course, now),
            Target::Program(program) => self.catalog.is_program_catalog_visible(program, now),
        })
    }

    fn is_live(&self, target: Target) -> bool {
        match target {
            Target::Course(course) => self.catalog.course(course).is_some_and(|course| course.live),
            Target::Program(program) => self.catalog.program(program).is_some_and(|program| program.live),
        }
    }

    pub(super) fn next_start(&self, target: Target, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match target {
            Target::Course(course) => self.catalog.next_run_date(course, now),
            Target::Program(program) => self.catalog.program_next_run_date(program, now),
        }
    }

    pub(super) fn price(&self, target: Target, now: OffsetDateTime) -> Option<Money> {
        match target {
            Target::Course(course) => self.catalog.course_price(course, now),
            Target::Program(program) => self.catalog.program_price(program),
        }
    }

    pub(super) fn readable_id(&self, target: Target) -> &str {
        match target {
            Target::Course(course) => self.catalog.course(course).map_or("", |course| course.readable_id.as_str()),
            Target::Program(program) => {
                self.catalog.program(program).map_or("", |program| program.readable_id.as_str())
            }
        }
    }

    pub(super) fn platform(&self, target: Target) -> &str {
        let platform = match target {
            Target::Course(course) => self.catalog.course(course).map(|course| course.platform_id),
            Target::Program(program) => self.catalog.program(program).map(|program| program.platform_id),
        };
        platform.and_then(|id| self.catalog.platform(id)).map_or("", |platform| platform.name.as_str())
    }

    pub(super) fn language(&self, product: &ProductPage) -> Option<&Language> {
        product.language.and_then(|language| self.catalog.language(language))
    }

    pub(super) fn topic_labels(&self, page: &SitePage) -> Vec<String> {
        let mut labels: Vec<String> = page
            .topics
            .iter()
            .filter_map(|topic| self.catalog.topic(*topic))
            .map(|topic| topic.label().to_owned())
            .collect();
        labels.sort();
        labels.dedup();
        labels
    }

    /// Live pages of a program's courses, by position (rule of cms.md 3.1; none last).
    pub(super) fn live_pages_of(&self, program: ProgramId) -> impl Iterator<Item = &SitePage> {
        self.catalog.courses_of(program).filter_map(|course| self.live_course_page(course.id))
    }

    pub(super) fn card(&self, offer: Offer<'_>, now: OffsetDateTime) -> Card {
        let Offer { page, product, target } = offer;
        let (kind, course_count, courses) = match target {
            Target::Course(_) => (OfferKind::Course, None, Vec::new()),
            Target::Program(program) => {
                let links = self.live_pages_of(program).map(link).collect();
                (OfferKind::Program, u32::try_from(self.catalog.num_courses(program)).ok(), links)
            }
        };
        Card {
            kind,
            readable_id: self.readable_id(target).to_owned(),
            title: product.title.clone(),
            url: page.url_path.clone(),
            subhead: product.subhead.clone(),
            picture: self.picture(product.thumbnail_image.as_ref()),
            price: self.price(target, now),
            next_start: self.next_start(target, now),
            duration: product.duration.clone(),
            format: product.format.name().to_owned(),
            course_count,
            language: self.language(product).map(|language| language.name.clone()).unwrap_or_default(),
            topics: self.topic_labels(page),
            details_html: page.details_html.clone(),
            courses,
            is_external: page.document.kind().is_external(),
            platform: self.platform(target).to_owned(),
            is_featured: page.featured,
        }
    }

    pub(super) fn cards<'a>(&'a self, pages: impl IntoIterator<Item = &'a SitePage>, now: OffsetDateTime) -> Vec<Card> {
        pages.into_iter().filter_map(|page| self.offer(page)).map(|offer| self.card(offer, now)).collect()
    }
}

pub(super) fn link(page: &SitePage) -> Link {
    Link { title: page.document.title().to_owned(), url: page.url_path.clone() }
}
