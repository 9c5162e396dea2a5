//! `/catalog/`: cms.md 8.3.

use super::{super::*, fixture::*};
use crate::document::PageKind;
use xpro_kernel::{LanguageId, TopicId};

fn titles(site: &SiteData, query: &CatalogQuery) -> Vec<String> {
    catalog(site, query, NOW).cards.into_iter().map(|card| card.title).collect()
}

fn asked(pairs: &[(&str, &str)]) -> CatalogQuery {
    CatalogQuery::from_pairs(pairs.iter().copied())
}

#[test]
fn only_live_pages_of_live_courses_with_a_future_are_listed() {
    let mut fixture = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .course(3, None, &[SOON])
        .course(4, None, &[SOON])
        .course(5, None, &[(-40, -10, -50, Some(1))])
        .course(6, None, &[(-3, 30, 5, Some(1))])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |_, row| row.live = false)
        .page(PageKind::CoursePage, 3, |_, _| {})
        .page(PageKind::CoursePage, 5, |_, _| {})
        .page(PageKind::CoursePage, 6, |_, _| {});
    fixture.parts.courses[2].live = false;
    assert_eq!(
        titles(&fixture.site(), &asked(&[])),
        ["Course 1", "Course 6"],
        "no page, no live page, no live course, no future"
    );
}

#[test]
fn a_program_is_listed_for_visible_runs_of_courses_without_pages() {
    let site = Fixture::new()
        .program(1, Some(900), &[])
        .course(1, Some((1, 1)), &[SOON])
        .page(PageKind::ProgramPage, 1, |_, _| {})
        .site();
    assert_eq!(titles(&site, &asked(&[])), ["Program 1"]);
}

#[test]
fn a_topic_finds_itself_its_children_and_programs_of_any_page_kind() {
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .program(1, Some(900), &[])
        .course(3, Some((1, 1)), &[SOON])
        .page(PageKind::CoursePage, 1, |page, _| page.topics = vec![TopicId(1), TopicId(2)])
        .page(PageKind::CoursePage, 2, |page, _| page.topics = vec![TopicId(3)])
        .page(PageKind::ExternalCoursePage, 3, |page, _| page.topics = vec![TopicId(2)])
        .page(PageKind::ExternalProgramPage, 1, |_, _| {})
        .site();
    assert_eq!(titles(&site, &asked(&[("topic", "Engineering")])), ["Course 1", "Course 3", "Program 1"]);
    assert_eq!(titles(&site, &asked(&[("topic", "Bridges")])), ["Course 1", "Course 3", "Program 1"]);
    assert_eq!(titles(&site, &asked(&[("topic", "All Topics")])).len(), 4);
    let unknown = catalog(&site, &asked(&[("topic", "Alchemy")]), NOW);
    assert_eq!((unknown.cards.len(), unknown.query.topic.as_deref()), (0, Some("Alchemy")));
    let counts: Vec<(String, u32)> = unknown.topics.into_iter().map(|topic| (topic.name, topic.count)).collect();
    assert_eq!(counts, [("Business".to_owned(), 1), ("Engineering".to_owned(), 2)], "distinct courses, alphabetical");
}

#[test]
fn an_inactive_language_is_no_filter_and_no_option() {
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .course(3, None, &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |page, _| page.language = Some(LanguageId(2)))
        .page(PageKind::CoursePage, 3, |page, _| page.language = Some(LanguageId(3)))
        .site();
    let model = catalog(&site, &asked(&[("language", "Latin")]), NOW);
    assert_eq!((model.cards.len(), model.query.language), (3, None));
    assert_eq!(
        model.languages.iter().map(|language| language.name.as_str()).collect::<Vec<_>>(),
        ["English", "Spanish"]
    );
    assert_eq!(titles(&site, &asked(&[("language", "Spanish")])), ["Course 2"]);
}

#[test]
fn what_is_not_understood_falls_back() {
    for (name, value) in [("sort-by", "undefined"), ("sort-by", "None"), ("sort-by", ""), ("active-tab", "other-tab")] {
        assert_eq!(asked(&[(name, value)]), CatalogQuery::default(), "{name}={value}");
    }
    assert_eq!(asked(&[("sort-by", "PRICE_ASC")]).sort_by, SortBy::PriceAsc);
    assert_eq!(SortBy::ALL.map(SortBy::label), ["Best Match", "Start Date", "Price: High-Low", "Price: Low-High"]);
}

#[test]
fn long_and_strange_values_are_cut_to_one_short_line() {
    let long = "x".repeat(9_000);
    let query = asked(&[("topic", &long), ("language", &long), ("q", &long)]);
    let length = |text: Option<&String>| text.map_or(0, String::len);
    assert_eq!((length(query.topic.as_ref()), length(query.language.as_ref()), query.search.len()), (128, 128, 200));
    assert_eq!(asked(&[("topic", "\u{7}\u{1b}"), ("q", " \u{7f} ")]), CatalogQuery::default());
}

#[test]
fn only_views_that_links_lead_to_are_usual() {
    let site = Fixture::new().site();
    for usual in [asked(&[]), asked(&[("topic", "Bridges"), ("language", "Spanish"), ("active-tab", "courses-tab")])] {
        assert!(usual.is_usual(&site), "{usual:?}");
    }
    for passing in [asked(&[("topic", "Alchemy")]), asked(&[("q", "x")]), asked(&[("sort-by", "price_asc")])] {
        assert!(!passing.is_usual(&site), "{passing:?}");
    }
    assert_eq!(asked(&[("language", "Klingon")]).understood(&site), CatalogQuery::default());
}

#[test]
fn best_match_takes_language_then_date_then_title() {
    let site = Fixture::new()
        .course(1, None, &[(30, 60, 29, None)])
        .course(2, None, &[SOON])
        .course(3, None, &[(-3, 30, 5, None)])
        .course(4, None, &[(1, 20, 1, None)])
        .course(5, None, &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |page, _| page.title = "B".to_owned())
        .page(PageKind::CoursePage, 3, |_, _| {})
        .page(PageKind::CoursePage, 4, |page, _| page.language = Some(LanguageId(2)))
        .page(PageKind::CoursePage, 5, |page, _| page.title = "A".to_owned())
        .site();
    assert_eq!(titles(&site, &asked(&[])), ["A", "B", "Course 1", "Course 3", "Course 4"], "no priority sorts last");
}

#[test]
fn prices_sort_with_none_last_both_ways() {
    let prices = [Some(120), Some(10), None, Some(500), Some(1000), Some(0)];
    let mut fixture = Fixture::new();
    for (id, price) in (1..).zip(prices) {
        fixture = fixture.course(id, None, &[(10, 40, 9, price)]).page(PageKind::CoursePage, id, |_, _| {});
    }
    let site = fixture.site();
    let sorted = |by| -> Vec<Option<String>> {
        catalog(&site, &asked(&[("sort-by", by)]), NOW)
            .cards
            .into_iter()
            .map(|card| card.price.map(|price| price.whole_dollars()))
            .collect()
    };
    let text = |prices: [Option<&str>; 6]| prices.map(|price| price.map(str::to_owned));
    assert_eq!(sorted("price_asc"), text([Some("$0"), Some("$10"), Some("$120"), Some("$500"), Some("$1,000"), None]));
    assert_eq!(sorted("price_desc"), text([Some("$1,000"), Some("$500"), Some("$120"), Some("$10"), Some("$0"), None]));
}

#[test]
fn tabs_count_and_the_featured_page_stands_above_them() {
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .program(1, Some(900), &[])
        .course(2, Some((1, 1)), &[SOON])
        .page(PageKind::CoursePage, 1, |_, row| row.featured = true)
        .page(PageKind::CoursePage, 2, |_, _| {})
        .page(PageKind::ProgramPage, 1, |_, _| {})
        .site();
    let model = catalog(&site, &asked(&[("active-tab", "programs-tab")]), NOW);
    assert_eq!(model.counts, (3, 1, 2));
    assert_eq!(model.cards.len(), 1);
    assert_eq!(model.cards[0].course_count, Some(1));
    assert_eq!(
        model.cards[0].courses,
        [Link { title: "Course 2".to_owned(), url: "/courses/course-v1:xPRO+C2/".to_owned() }]
    );
    assert_eq!(model.featured.map(|card| card.title).as_deref(), Some("Course 1"));
}

#[test]
fn words_are_found_without_case_or_accents_titles_first() {
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[(5, 40, 4, None)])
        .course(3, None, &[(5, 40, 4, None)])
        .page(PageKind::CoursePage, 1, |page, _| page.title = "Gestión de innovación".to_owned())
        .page(PageKind::CoursePage, 2, |page, _| page.description = "La INNOVACION y la gestion diaria".into())
        .page(PageKind::CoursePage, 3, |page, _| page.description = "Only innovación".into())
        .site();
    assert_eq!(titles(&site, &asked(&[("q", " gestion  innovacion ")])), ["Gestión de innovación", "Course 2"]);
    assert_eq!(titles(&site, &asked(&[("q", "nothing")])), Vec::<String>::new());
}
