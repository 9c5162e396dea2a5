//! Product pages: cms.md 8.1, 8.2, 3.5.

use super::{super::*, fixture::*};
use crate::document::{self as doc, BlockContent, PageKind, ProductPage};
use xpro_kernel::{Money, PageId, ProductId};

fn course(site: &SiteData, id: i64) -> ProductModel {
    product(site, OfferKind::Course, &format!("course-v1:xPRO+C{id}"), NOW).expect("the page")
}

fn program(site: &SiteData) -> ProductModel {
    product(site, OfferKind::Program, "program-v1:xPRO+P1", NOW).expect("the page")
}

fn news(title: &str) -> BlockContent {
    BlockContent::News(doc::News { heading: title.to_owned(), items: Vec::new() })
}

fn lineup() -> BlockContent {
    BlockContent::Lineup(doc::Lineup { heading: "Lineup".to_owned(), ..doc::Lineup::default() })
}

fn headings(model: &ProductModel) -> Vec<&str> {
    let heading = |section| match section {
        &Section::News { ref heading, .. }
        | &Section::Lineup { ref heading, .. }
        | &Section::Overview { ref heading, .. } => heading.as_str(),
        _ => "?",
    };
    model.sections.iter().map(heading).collect()
}

#[test]
fn addresses_are_exact_and_a_run_tag_must_exist() {
    let site = Fixture::new()
        .program(1, Some(900), &[("R1", 20)])
        .course(1, Some((1, 1)), &[SOON])
        .page(PageKind::ProgramPage, 1, |_, _| {})
        .page(PageKind::CoursePage, 1, |_, row| row.live = false)
        .site();
    assert!(product(&site, OfferKind::Program, "program-v1:xPRO+P1", NOW).is_some());
    let alias = product(&site, OfferKind::Program, "program-v1:xPRO+P1+R1", NOW).expect("the run exists");
    assert_eq!(alias.url, "/programs/program-v1:xPRO+P1/");
    assert!(product(&site, OfferKind::Program, "program-v1:xPRO+P1+R2", NOW).is_none());
    assert!(product(&site, OfferKind::Program, "program-v1:xpro+p1", NOW).is_none(), "case matters");
    assert!(product(&site, OfferKind::Course, "course-v1:xPRO+C1", NOW).is_none(), "not live");
    assert!(product(&site, OfferKind::Course, "program-v1:xPRO+P1", NOW).is_none());
}

#[test]
fn a_page_whose_course_is_gone_is_nowhere() {
    let site =
        Fixture::new().course(1, None, &[SOON]).page(PageKind::CoursePage, 1, |_, row| row.course_id = None).site();
    assert!(product(&site, OfferKind::Course, "course-v1:xPRO+C1", NOW).is_none());
    assert_eq!(sitemap(&site, NOW), []);
    assert_eq!(catalog(&site, &CatalogQuery::default(), NOW).cards, []);
}

#[test]
fn the_button_follows_the_table() {
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .course(3, None, &[(10, 40, 9, None)])
        .course(4, None, &[(-40, -1, -10, Some(5))])
        .course(5, None, &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |page, _| page.external_marketing_url = "https://vendor.example/".to_owned())
        .page(PageKind::CoursePage, 3, |_, _| {})
        .page(PageKind::CoursePage, 4, |_, _| {})
        .page(PageKind::ExternalCoursePage, 5, |_, _| {})
        .site();
    assert_eq!(
        course(&site, 1).enroll,
        EnrollOffer::Checkout { product: ProductId(100), path: "/checkout/?product=100".to_owned() }
    );
    assert_eq!(course(&site, 2).enroll, EnrollOffer::LearnMore("https://vendor.example/".to_owned()));
    assert_eq!(course(&site, 3).enroll, EnrollOffer::None, "no product");
    assert_eq!(course(&site, 4).enroll, EnrollOffer::None, "no run");
    assert_eq!(course(&site, 5).enroll, EnrollOffer::None, "a vendor's course without an address");
}

#[test]
fn a_page_tells_when_enrollment_opens() {
    let site = |change: fn(&mut xpro_catalog::model::CourseRun)| {
        let mut fixture =
            Fixture::new().course(1, None, &[(10, 40, 9, Some(5))]).page(PageKind::CoursePage, 1, |_, _| {});
        change(&mut fixture.parts.runs[0]);
        fixture.site()
    };
    let later = course(&site(|run| run.enrollment_start = day(3)), 1);
    assert_eq!((later.start, later.enroll), (None, EnrollOffer::None));
    assert_eq!(later.opening.map(|opening| (Some(opening.opens), Some(opening.start))), Some((day(3), day(10))));
    assert_eq!(course(&site(|_| {}), 1).opening, None, "it is open");
    assert_eq!(course(&site(|run| (run.live, run.enrollment_start) = (false, day(3))), 1).opening, None);
}

#[test]
fn a_program_sells_its_soonest_future_run_else_itself() {
    let with = |runs: &[(&str, i64)], price| {
        let site = Fixture::new()
            .program(1, price, runs)
            .course(1, Some((1, 1)), &[SOON])
            .page(PageKind::ProgramPage, 1, |_, _| {})
            .site();
        program(&site).enroll
    };
    let checkout = |path: &str| EnrollOffer::Checkout { product: ProductId(1_000_000), path: path.to_owned() };
    assert_eq!(with(&[], Some(900)), checkout("/checkout/?product=1000000"));
    assert_eq!(with(&[("R1", -5)], Some(900)), checkout("/checkout/?product=1000000"));
    assert_eq!(with(&[("R3", 60), ("R2", 20)], Some(900)), checkout("/checkout/?product=program-v1%3AxPRO%2BP1%2BR2"));
    assert_eq!(with(&[("R2", 20)], None), EnrollOffer::None, "a run without a product shows nothing");
}

#[test]
fn tiles_show_first_run_price_and_every_date_that_can_be_bought() {
    let site = Fixture::new()
        .course(1, None, &[(50, 80, 49, Some(700)), SOON, (90, 120, 89, None)])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .site();
    let model = course(&site, 1);
    assert_eq!((model.start, model.price), (day(10), Some(Money::from_cents(50_000))));
    assert!(!model.has_begun);
    let dates: Vec<(_, &str)> = model.more_dates.iter().map(|date| (Some(date.start), date.url.as_str())).collect();
    assert_eq!(
        dates,
        [(day(10), "/checkout/?product=101"), (day(50), "/checkout/?product=100")],
        "unsold dates are left out"
    );
    let free = Fixture::new().course(1, None, &[(10, 40, 9, Some(0))]).page(PageKind::CoursePage, 1, |_, _| {}).site();
    assert_eq!((course(&free, 1).price, course(&free, 1).more_dates), (None, Vec::new()));
    let late = Fixture::new().course(1, None, &[(-3, 30, 5, Some(1))]).page(PageKind::CoursePage, 1, |_, _| {}).site();
    assert_eq!((course(&late, 1).start, course(&late, 1).has_begun), (day(-3), true), "late enrollment");
}

#[test]
fn a_program_offers_the_dates_of_its_first_course() {
    let site = Fixture::new()
        .program(1, Some(900), &[])
        .course(1, Some((1, 1)), &[SOON, (50, 80, 49, None)])
        .page(PageKind::ProgramPage, 1, |_, _| {})
        .site();
    let model = program(&site);
    assert_eq!(model.start, day(10));
    assert_eq!(model.more_dates[1].url, "/checkout/?product=1000000&preselect=101");
}

#[test]
fn a_course_takes_lineup_and_news_from_its_program() {
    let with_sections =
        |page: &mut ProductPage, contents: Vec<BlockContent>| page.sections = contents.into_iter().map(shown).collect();
    let site = |program_contents: Vec<BlockContent>| {
        Fixture::new()
            .program(1, Some(900), &[])
            .course(1, Some((1, 2)), &[SOON])
            .course(2, Some((1, 1)), &[SOON])
            .course(3, Some((1, 3)), &[SOON])
            .page(PageKind::ProgramPage, 1, |page, _| with_sections(page, program_contents))
            .page(PageKind::CoursePage, 1, |page, _| with_sections(page, vec![news("Own news"), lineup()]))
            .page(PageKind::ExternalCoursePage, 2, |_, _| {})
            .page(PageKind::CoursePage, 3, |_, row| row.live = false)
            .site()
    };
    let inherited = site(vec![lineup(), news("Program news")]);
    let model = course(&inherited, 1);
    assert_eq!(headings(&model), ["Program news", "Lineup"]);
    assert_eq!(
        model.program,
        Some(Link { title: "Program 1".to_owned(), url: "/programs/program-v1:xPRO+P1/".to_owned() })
    );
    let Some(Section::Lineup { cards, action, .. }) = model.sections.last() else { panic!("a lineup") };
    assert_eq!(
        cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(),
        ["Course 2", "Course 1"],
        "live pages by position"
    );
    assert_eq!(action.as_ref().map(|link| link.title.as_str()), Some("View Full Program"));
    assert_eq!(headings(&course(&site(Vec::new()), 1)), ["Own news"], "its own lineup is never used");
    assert!(matches!(program(&inherited).sections.first(), Some(Section::Lineup { action: None, .. })));
}

#[test]
fn chosen_pages_keep_their_order_and_lose_what_is_gone() {
    let chosen = doc::Lineup {
        heading: "Lineup".to_owned(),
        override_contents: true,
        pages: [3, 2, 1, 777]
            .map(|id| doc::Item { id: doc::stable_id(&id.to_string()), value: Some(PageId(id)) })
            .to_vec(),
        ..doc::Lineup::default()
    };
    let site = Fixture::new()
        .program(1, Some(900), &[])
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .course(3, None, &[SOON])
        .page(PageKind::ProgramPage, 1, |page, _| page.sections = vec![shown(BlockContent::Lineup(chosen))])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |_, row| row.live = false)
        .page(PageKind::CoursePage, 3, |_, _| {})
        .site();
    let model = program(&site);
    let Some(Section::Lineup { cards, .. }) = model.sections.first() else {
        panic!("a lineup, though the program has no course pages")
    };
    assert_eq!(cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["Course 3", "Course 1"]);
}

#[test]
fn the_overview_falls_back_to_the_description_and_else_hides() {
    let with = |heading: &str, body: &str, description: &str| {
        let overview = BlockContent::Overview(doc::Overview { heading: heading.to_owned(), body: body.into() });
        let site = Fixture::new()
            .course(1, None, &[SOON])
            .page(PageKind::CoursePage, 1, |page, _| {
                page.sections = vec![shown(overview)];
                page.description = description.into();
            })
            .site();
        course(&site, 1).sections
    };
    let body = |sections: Vec<Section>| match sections.into_iter().next() {
        Some(Section::Overview { body_html, .. }) => Some(body_html.trim().to_owned()),
        _ => None,
    };
    assert_eq!(body(with("", "own", "page")).as_deref(), Some("<p>own</p>"));
    assert_eq!(body(with("", "", "page")).as_deref(), Some("<p>page</p>"));
    assert_eq!(body(with("Heading", "", "")).as_deref(), Some(""));
    assert_eq!(body(with("", "", "")), None);
}

#[test]
fn ceus_come_from_a_shown_certificate_only() {
    for kind in [PageKind::CoursePage, PageKind::ExternalCoursePage] {
        for (ceus, hidden, printed) in
            [("1.80", false, Some("1.8")), ("12.00", false, Some("12")), ("0.00", false, None), ("1.80", true, None)]
        {
            let data = doc::Certificate { ceus: ceus.parse().ok(), ..doc::Certificate::default() };
            let mut block = shown(BlockContent::Certificate(data));
            block.hidden = hidden;
            let site =
                Fixture::new().course(1, None, &[SOON]).page(kind, 1, |page, _| page.sections = vec![block]).site();
            assert_eq!(course(&site, 1).ceus.as_deref(), printed, "{ceus}");
        }
    }
}
