//! Course and program pages (cms.md 3.4, 3.5).

use super::{
    Action, Card, Link, OfferKind, ProductModel, Section, SiteData, SitePage,
    card::{Offer, Target, link},
    sections::{Surroundings, filled},
};
use crate::document::{BlockContent, ImageUse, Lineup};
use rust_decimal::Decimal;
use time::OffsetDateTime;
use xpro_kernel::{Money, ProgramId, split_run_tag};

/// Address of the page of a course or program; the id in it is not percent-encoded.
pub fn product_url(kind: OfferKind, readable_id: &str) -> String {
    match kind {
        OfferKind::Course => format!("/courses/{readable_id}/"),
        OfferKind::Program => format!("/programs/{readable_id}/"),
    }
}

/// The live page of a course or program. `readable_id` is the decoded last part of the address; for a program it may carry
/// the tag of one of its runs (rule U9). None when there is no such page.
pub fn product(site: &SiteData, kind: OfferKind, readable_id: &str, now: OffsetDateTime) -> Option<ProductModel> {
    let page = match kind {
        OfferKind::Course => site.live_course_page(site.catalog.course_by_readable_id(readable_id)?.id)?,
        OfferKind::Program => site.live_program_page(named_program(site, readable_id)?)?,
    };
    product_page(site, page, now)
}

/// What a live page says of its course or program; none when that is gone.
pub fn product_page(site: &SiteData, page: &SitePage, now: OffsetDateTime) -> Option<ProductModel> {
    site.offer(page).map(|offer| site.product_model(offer, now))
}

impl SiteData {
    /// The published page at an address that is not for everybody, also at the address of a run of its program (rule U9).
    pub fn find_private(&self, url_path: &str) -> Option<&SitePage> {
        let of_run = || {
            let id = url_path.strip_prefix("/programs/")?.strip_suffix('/')?;
            self.private_page(&self.program_page(named_program(self, id)?)?.url_path)
        };
        self.private_page(url_path).or_else(of_run)
    }
}

fn named_program(site: &SiteData, readable_id: &str) -> Option<ProgramId> {
    if let Some(program) = site.catalog.program_by_readable_id(readable_id) {
        return Some(program.id);
    }
    let (base, tag) = split_run_tag(readable_id).filter(|(base, _)| base.starts_with("program-"))?;
    let program = site.catalog.program_by_readable_id(base)?;
    site.catalog.program_runs_of(program.id).any(|run| run.run_tag == tag).then_some(program.id)
}

impl SiteData {
    fn product_model(&self, offer: Offer<'_>, now: OffsetDateTime) -> ProductModel {
        let Offer { page, product, target } = offer;
        let language = self.language(product);
        let first_run = self.first_run(target, now);
        let start = first_run.and_then(|run| run.start_date);
        let picture = |image: &Option<ImageUse>| self.picture(image.as_ref());
        let (hero, thumbnail) = (picture(&product.background_image), picture(&product.thumbnail_image));
        ProductModel {
            kind: if matches!(target, Target::Course(_)) { OfferKind::Course } else { OfferKind::Program },
            readable_id: self.readable_id(target).to_owned(),
            title: product.title.clone(),
            subhead: product.subhead.clone(),
            url: page.url_path.clone(),
            seo_title: product.promote.seo_title.clone(),
            is_external: page.document.kind().is_external(),
            lang: language.map_or("en", |language| language.bcp47.as_str()).to_owned(),
            language: language.map(|language| language.name.clone()).unwrap_or_default(),
            platform: self.platform(target).to_owned(),
            search_description: product.promote.search_description.clone(),
            share_picture: thumbnail
                .clone()
                .or_else(|| picture(&product.promote.search_image))
                .or_else(|| hero.clone()),
            hero,
            thumbnail,
            video_url: filled(&product.video_url),
            video_caption_html: self.inline_html(&product.video_title.0),
            start,
            has_begun: start.is_some_and(|start| start <= now),
            opening: self.opening(target, now).filter(|_| first_run.is_none()),
            end: first_run.and_then(|run| run.end_date),
            more_dates: self.more_dates(offer, now),
            time_commitment: product.time_commitment.clone(),
            duration: product.duration.clone(),
            format: product.format.name().to_owned(),
            ceus: page.ceus().and_then(printed_ceus),
            price: self.price(target, now).filter(|price| *price > Money::ZERO),
            topics: self.topic_labels(page),
            enroll: self.enroll_offer(offer, now),
            enroll_target: self.enroll_target(offer, now),
            program: self.program_page_of(offer).filter(|_| matches!(target, Target::Course(_))).map(link),
            sections: self.product_sections(offer, now),
        }
    }

    /// The live program page that a page belongs to; a program page's own (cms.md 3.4).
    fn program_page_of<'a>(&'a self, offer: Offer<'a>) -> Option<&'a SitePage> {
        match offer.target {
            Target::Course(course) => self.live_program_page(self.catalog.course(course)?.program_id?),
            Target::Program(_) => Some(offer.page),
        }
    }

    fn product_sections(&self, offer: Offer<'_>, now: OffsetDateTime) -> Vec<Section> {
        let program_page = self.program_page_of(offer);
        let lineup = |data: &Lineup| self.program_lineup(data, offer, now);
        let around = Surroundings {
            description: &offer.product.description.0,
            lineup: &lineup,
            lineup_action: full_program(offer, program_page),
        };
        let mut contents: Vec<&BlockContent> = offer.page.document.shown().collect();
        if matches!(offer.target, Target::Course(_)) {
            inherit(&mut contents, program_page);
        }
        contents.into_iter().filter_map(|content| self.section(content, &around)).collect()
    }

    fn program_lineup(&self, data: &Lineup, offer: Offer<'_>, now: OffsetDateTime) -> Vec<Card> {
        if data.override_contents {
            return self.chosen(data, now);
        }
        let program = match offer.target {
            Target::Program(program) => Some(program),
            Target::Course(course) => self.catalog.course(course).and_then(|course| course.program_id),
        };
        program.map(|program| self.cards(self.live_pages_of(program), now)).unwrap_or_default()
    }

    /// The chosen pages that still can be opened, in order.
    pub(super) fn chosen(&self, data: &Lineup, now: OffsetDateTime) -> Vec<Card> {
        self.cards(data.pages.iter().filter_map(|item| self.live_page_by_id(item.value?)), now)
    }
}

fn full_program(offer: Offer<'_>, program_page: Option<&SitePage>) -> Action {
    let page = program_page.filter(|_| matches!(offer.target, Target::Course(_)))?;
    Some(Link { title: "View Full Program".to_owned(), url: page.url_path.clone() })
}

/// A course takes the lineup from its program's page only, and the news from there first (cms.md 3.12).
fn inherit<'a>(contents: &mut Vec<&'a BlockContent>, program_page: Option<&'a SitePage>) {
    let of_program = |is_kind: fn(&BlockContent) -> bool| {
        program_page.and_then(|page| page.document.shown().find(|content| is_kind(content)))
    };
    let lineup = of_program(|content| matches!(content, BlockContent::Lineup(_)));
    let news = of_program(|content| matches!(content, BlockContent::News(_)));
    match lineup {
        Some(lineup) => put(contents, lineup),
        None => contents.retain(|content| !matches!(content, BlockContent::Lineup(_))),
    }
    if let Some(news) = news {
        put(contents, news);
    }
}

/// In place of the section of the same type, else where that type usually stands.
fn put<'a>(contents: &mut Vec<&'a BlockContent>, inherited: &'a BlockContent) {
    if let Some(own) = contents.iter_mut().find(|content| content.name() == inherited.name()) {
        *own = inherited;
        return;
    }
    let rank = usual_rank(inherited);
    let at = contents.iter().position(|content| usual_rank(content) > rank).unwrap_or(contents.len());
    contents.insert(at, inherited);
}

/// The order of the reference's pages (cms.md 3.5).
fn usual_rank(content: &BlockContent) -> u8 {
    match content {
        BlockContent::Overview(_) => 0,
        BlockContent::Outcomes(_) => 1,
        BlockContent::Audience(_) => 2,
        BlockContent::IconGrid(_) => 3,
        BlockContent::Testimonials(_) => 4,
        BlockContent::Faculty(_) => 5,
        BlockContent::Lineup(_) => 6,
        BlockContent::News(_) => 7,
        BlockContent::TextImage(_) => 8,
        BlockContent::Faq(_) => 9,
        _ => 10,
    }
}

/// Up to six significant digits, no trailing zeros; nothing for zero.
fn printed_ceus(ceus: Decimal) -> Option<String> {
    let rounded = ceus.round_sf(6).unwrap_or(ceus).normalize();
    (!rounded.is_zero()).then(|| rounded.to_string())
}
