//! What the public pages write.

use super::{catalog, catalog_filters::url, enroll, home, meta, resource, sections, text::cut};
use crate::shell::SiteFrame;
use leptos::prelude::*;
use xpro_cms::delivery::{
    CatalogModel, CatalogQuery, CatalogTab, EnrollOffer, Facet, HomeModel, ResourceModel, Section, SortBy,
};
use xpro_ui::ButtonSize;

#[test]
fn a_cut_text_ends_at_a_word_and_within_the_limit() {
    let text = "word ".repeat(60);

    let short = cut(&text, 150).expect("it is longer");

    assert!(short.chars().count() <= 150, "{}", short.chars().count());
    assert!(short.ends_with("word…"), "{short}");
    assert_eq!(cut("short", 150), None);
}

fn render(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

fn nothing_found(query: CatalogQuery) -> CatalogModel {
    CatalogModel {
        title: "Catalog".to_owned(),
        seo_title: String::new(),
        search_description: String::new(),
        share_picture: None,
        query,
        cards: Vec::new(),
        featured: None,
        counts: (0, 0, 0),
        topics: vec![Facet { name: "Data & AI".to_owned(), count: 3 }],
        languages: Vec::new(),
    }
}

#[test]
fn equal_views_of_the_catalog_have_equal_addresses() {
    assert_eq!(url(&CatalogQuery::default()), "/catalog/");
    let query = CatalogQuery {
        topic: Some("Data & AI".to_owned()),
        search: "a/b".to_owned(),
        sort_by: SortBy::PriceAsc,
        tab: CatalogTab::Programs,
        language: None,
    };
    assert_eq!(url(&query), "/catalog/?topic=Data%20%26%20AI&q=a%2Fb&sort-by=price_asc&active-tab=programs-tab");
}

#[test]
fn an_empty_catalog_says_what_was_asked_and_escapes_it() {
    let query = CatalogQuery { search: "<script>".to_owned(), tab: CatalogTab::Courses, ..CatalogQuery::default() };

    let html = render(|| catalog(&nothing_found(query)));

    assert!(html.contains("No course that mentions “&lt;script&gt;” is open"), "{html}");
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains("href=\"/catalog/?q=%3Cscript%3E\""), "a way out: {html}");
}

#[test]
fn the_canonical_address_keeps_only_what_changes_the_list() {
    let query =
        CatalogQuery { language: Some("Spanish".to_owned()), sort_by: SortBy::PriceDesc, ..CatalogQuery::default() };

    let head = meta::catalog_head(&nothing_found(query), &SiteFrame::default());

    assert_eq!(head.canonical_url.as_deref(), Some("/catalog/?language=Spanish"));
    assert_eq!(head.robots.as_deref(), Some("noindex"), "nothing is listed there");
    assert!(!head.description.is_empty());
}

#[test]
fn equal_headings_of_a_text_page_get_different_anchors() {
    let part = || ("Scope".to_owned(), "<p>Text</p>".to_owned());
    let model = ResourceModel {
        title: "Terms".to_owned(),
        subhead: String::new(),
        url: "/terms/".to_owned(),
        seo_title: String::new(),
        search_description: String::new(),
        share_picture: None,
        parts: vec![part(), part(), part()],
    };

    let html = render(|| resource(&model));

    for id in ["scope", "scope-2", "scope-3"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {html}");
    }
}

#[test]
fn a_sixth_question_is_behind_a_disclosure_and_only_the_first_is_open() {
    let items = (1..=6).map(|at| (format!("Question {at}?"), "<p>Answer</p>".to_owned())).collect();
    let section = [Section::Faq { items }];

    let html = render(|| sections::all(&section, "help@example.org").into_any());

    assert!(html.contains("Read More FAQs"), "{html}");
    assert_eq!(html.matches("name=\"faq\" open").count() + html.matches("open name=\"faq\"").count(), 1, "{html}");
    assert!(html.contains("mailto:help@example.org"), "{html}");
}

#[test]
fn a_section_without_content_is_not_rendered() {
    let section = [Section::Faculty { heading: "Faculty".to_owned(), subhead: String::new(), members: Vec::new() }];

    assert_eq!(sections::all(&section, "").len(), 0);
}

#[test]
fn nothing_on_sale_means_no_button() {
    assert!(enroll::button(&EnrollOffer::None, ButtonSize::Large).is_none());
    let html = render(|| {
        enroll::button(&EnrollOffer::LearnMore("https://vendor.example/".to_owned()), ButtonSize::Large).into_any()
    });
    assert!(html.contains("Learn More") && html.contains("https://vendor.example/"), "{html}");
}

fn home_with(sections: Vec<Section>) -> String {
    let model = HomeModel {
        title: "Learn".to_owned(),
        subhead: String::new(),
        seo_title: String::new(),
        search_description: String::new(),
        hero: None,
        share_picture: None,
        topics: Vec::new(),
        sections,
    };
    render(|| home(&model))
}

/// Case 20 of cms.md 8.
#[test]
fn the_home_page_offers_a_film_only_when_there_is_one_and_sells_nothing() {
    let about = |video_url: Option<&str>| Section::TextVideo {
        heading: "About".to_owned(),
        body_html: "<p>Words</p>".to_owned(),
        action: None,
        video_first: false,
        video_url: video_url.map(str::to_owned),
        dark: false,
    };
    let film = "https://film.example/watch";
    for (sections, watches) in [(vec![], 0), (vec![about(None)], 0), (vec![about(Some(film))], 1)] {
        let html = home_with(sections);
        assert_eq!(html.matches("Watch now").count(), watches, "{html}");
        for absent in ["/checkout/", "/dashboard/", "more-dates", "data-enroll"] {
            assert!(!html.contains(absent), "{absent}: {html}");
        }
    }
    assert!(home_with(vec![about(Some(film))]).contains(film));
}

/// Cases 24, 26, 27 and 30 of cms.md 8.
#[test]
fn the_filters_begin_with_everything_and_name_what_was_asked() {
    let facet = |name: &str| Facet { name: name.to_owned(), count: 1 };
    let html = |change: &dyn Fn(&mut CatalogModel)| {
        let mut model = nothing_found(CatalogQuery::default());
        model.topics = vec![facet("Business"), facet("Engineering")];
        change(&mut model);
        render(|| catalog(&model))
    };
    let plain = html(&|_| {});
    let place = |text: &str| plain.find(text).unwrap_or_else(|| panic!("{text}: {plain}"));
    assert!(place("All topics") < place("Business") && place("Business") < place("Engineering"));
    assert!(!plain.contains("All languages"), "nothing to choose from");
    assert!(html(&|model| model.languages = vec![facet("English"), facet("Spanish")]).contains("All languages"));
    let options: Vec<&str> =
        plain.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(options, ["best_match", "start_date_asc", "price_desc", "price_asc"]);
    let unknown = html(&|model| model.query.topic = Some("Alchemy".to_owned()));
    assert!(unknown.contains("Remove filter: </span>Alchemy"), "{unknown}");
    assert!(unknown.contains("No course or program about Alchemy"), "{unknown}");
}
