//! Product pages among odd neighbors: cms.md 8.2, 8.3 and the traps of 8.7.

use super::{super::*, fixture::*};
use crate::document::{self as doc, Block, BlockContent, PageKind, ProductPage};
use xpro_kernel::{CourseId, CourseRunId, ProgramId};

fn lineup() -> Block {
    shown(BlockContent::Lineup(doc::Lineup { heading: "Lineup".to_owned(), ..doc::Lineup::default() }))
}

fn news(title: &str) -> Block {
    shown(BlockContent::News(doc::News { heading: title.to_owned(), items: Vec::new() }))
}

fn titles(section: Option<&Section>) -> Vec<&str> {
    let Some(Section::Lineup { cards, .. }) = section else { return Vec::new() };
    cards.iter().map(|card| card.title.as_str()).collect()
}

/// Case 2. Within one prefix ids are given once, so that no page can be in another's way.
#[test]
fn a_course_and_a_program_may_share_their_id() {
    let mut fixture = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .program(1, Some(900), &[])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |_, _| {})
        .page(PageKind::ProgramPage, 1, |_, _| {});
    fixture.parts.courses[0].readable_id = "xPRO:Same+Id".to_owned();
    fixture.parts.programs[0].readable_id = "xPRO:Same+Id".to_owned();
    fixture.parts.courses[1].readable_id = "xPRO:Same".to_owned();
    let site = fixture.site();
    let title = |kind, id| product(&site, kind, id, NOW).map(|model| model.title);
    assert_eq!(title(OfferKind::Course, "xPRO:Same+Id").as_deref(), Some("Course 1"));
    assert_eq!(title(OfferKind::Program, "xPRO:Same+Id").as_deref(), Some("Program 1"));
    assert_eq!(title(OfferKind::Course, "xPRO:Same").as_deref(), Some("Course 2"), "the longer id is not in its way");
    assert_eq!(title(OfferKind::Program, "xPRO:Same"), None);
}

/// Cases 11 and 56.
#[test]
fn a_program_lists_live_pages_by_position_and_those_without_one_last() {
    let with_lineup = |page: &mut ProductPage, _: &mut crate::store::page::PublishedRow| page.sections = vec![lineup()];
    let mut fixture = Fixture::new().program(1, Some(900), &[]);
    for (course, position) in [(1, 2), (2, 3), (3, 1), (4, 4), (5, 9)] {
        fixture = fixture.course(course, Some((1, position)), &[SOON]).page(PageKind::CoursePage, course, |_, row| {
            row.live = course != 4;
        });
    }
    let mut fixture = fixture.page(PageKind::ProgramPage, 1, with_lineup);
    let program = |fixture: &Fixture| {
        product(&fixture.clone().site(), OfferKind::Program, "program-v1:xPRO+P1", NOW).expect("the page")
    };
    assert_eq!(titles(program(&fixture).sections.first()), ["Course 3", "Course 1", "Course 2", "Course 5"]);
    fixture.parts.courses[2].position_in_program = None;
    assert_eq!(titles(program(&fixture).sections.first()), ["Course 1", "Course 2", "Course 5", "Course 3"]);
    assert_eq!(program(&fixture).start, None, "nobody knows which course comes first");
    fixture.parts.courses.clear();
    assert_eq!(program(&fixture).sections, [], "no courses, no lineup, and no fault");
}

/// Cases 12 and 13, where there is no program.
#[test]
fn a_course_of_no_program_shows_its_own_news_and_leads_to_no_program() {
    let site = Fixture::new()
        .program(1, Some(900), &[])
        .course(1, None, &[SOON])
        .page(PageKind::ProgramPage, 1, |page, _| page.sections = vec![news("Program news"), lineup()])
        .page(PageKind::CoursePage, 1, |page, _| page.sections = vec![news("Own news"), lineup()])
        .site();
    let model = product(&site, OfferKind::Course, "course-v1:xPRO+C1", NOW).expect("the page");
    assert_eq!(model.program, None);
    assert!(
        matches!(model.sections.as_slice(), [Section::News { heading, .. }] if heading == "Own news"),
        "{:?}",
        model.sections
    );
}

/// Case 17 for programs, and case 59: what only a run's certificate says is not told of the page.
#[test]
fn ceus_of_programs_come_from_a_shown_certificate_too() {
    for kind in [PageKind::ProgramPage, PageKind::ExternalProgramPage] {
        for (ceus, hidden, printed) in
            [(Some("1.80"), false, Some("1.8")), (Some("1.80"), true, None), (None, false, None)]
        {
            let over = doc::CertificateOverride { run: Some(CourseRunId(100)), ceus: "2.50".parse().ok() };
            let data = doc::Certificate {
                ceus: ceus.and_then(|ceus| ceus.parse().ok()),
                overrides: vec![doc::Item { id: doc::stable_id("o"), value: over }],
                ..doc::Certificate::default()
            };
            let mut block = shown(BlockContent::Certificate(data));
            block.hidden = hidden;
            let site =
                Fixture::new().program(1, Some(900), &[]).page(kind, 1, |page, _| page.sections = vec![block]).site();
            let model = product(&site, OfferKind::Program, "program-v1:xPRO+P1", NOW).expect("the page");
            assert_eq!(model.ceus.as_deref(), printed, "{kind} {ceus:?}");
        }
    }
}

/// Case 26, at its end: without languages there is nothing to choose, and everything is listed.
#[test]
fn a_site_without_languages_offers_none() {
    let mut fixture = Fixture::new().course(1, None, &[SOON]).page(PageKind::CoursePage, 1, |_, _| {});
    fixture.parts.languages.clear();
    let site = fixture.site();
    let asked = CatalogQuery::from_pairs([("language", "English")]);
    let model = catalog(&site, &asked, NOW);
    assert_eq!((model.languages, model.query.language, model.cards.len()), (Vec::new(), None, 1));
}

/// Case 19, at its end: past runs and no product.
#[test]
fn a_program_without_a_product_sells_nothing_whenever_it_ran() {
    for runs in [&[][..], &[("R1", -5)], &[("R1", -5), ("R2", 20)]] {
        let site = Fixture::new()
            .program(1, None, runs)
            .course(1, Some((1, 1)), &[SOON])
            .page(PageKind::ProgramPage, 1, |_, _| {})
            .site();
        let model = product(&site, OfferKind::Program, "program-v1:xPRO+P1", NOW).expect("the page");
        assert_eq!((model.enroll, model.price), (EnrollOffer::None, None), "{runs:?}");
    }
}

/// Case 55 for what points at such a page.
#[test]
fn nothing_leads_to_a_page_whose_course_is_gone() {
    let chosen = doc::Lineup {
        heading: "Lineup".to_owned(),
        override_contents: true,
        pages: vec![doc::Item { id: doc::stable_id("1"), value: Some(xpro_kernel::PageId(1)) }],
        ..doc::Lineup::default()
    };
    let text = doc::Text { heading: "More".to_owned(), body: "[there](page:1)".into(), ..doc::Text::default() };
    let mut fixture = Fixture::new()
        .program(1, Some(900), &[])
        .course(1, Some((1, 1)), &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::ProgramPage, 1, |page, _| {
            page.sections = vec![shown(BlockContent::Lineup(chosen)), shown(BlockContent::Text(text))];
        });
    let sections = |fixture: &Fixture| {
        product(&fixture.clone().site(), OfferKind::Program, "program-v1:xPRO+P1", NOW).expect("the page").sections
    };
    assert_eq!(sections(&fixture).len(), 2);
    fixture.parts.courses.retain(|course| course.id != CourseId(1));
    fixture.parts.runs.clear();
    let left = sections(&fixture);
    let [Section::Text { body_html, .. }] = left.as_slice() else { panic!("{left:?}") };
    assert_eq!(body_html.trim(), "<p>there</p>");
    assert!(fixture.parts.programs.iter().all(|program| program.id == ProgramId(1)));
}
