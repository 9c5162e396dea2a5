//! Home page, text pages, sitemap, export facts, changes with time.

use super::{super::*, fixture::*};
use crate::document::{
    self as doc, BlockContent, HomePage, IndexPage, Item, PageDocument, PageKind, ResourcePage, ResourcePart,
};
use xpro_catalog::export::PageFacts;
use xpro_kernel::{CourseId, TopicId};

#[test]
fn home_shows_the_next_courses_unless_the_editor_chose() {
    let lineup = BlockContent::Lineup(doc::Lineup { heading: "Next".to_owned(), ..doc::Lineup::default() });
    let page = PageDocument::HomePage(HomePage {
        title: "Hello".to_owned(),
        sections: vec![shown(lineup)],
        ..HomePage::default()
    });
    let site = Fixture::new()
        .course(1, None, &[(30, 60, 29, None)])
        .course(2, None, &[SOON])
        .page(PageKind::CoursePage, 1, |page, _| page.topics = vec![TopicId(2)])
        .page(PageKind::CoursePage, 2, |_, _| {})
        .row(PageKind::HomePage, "/", &page)
        .site();
    let model = home(&site, NOW);
    assert_eq!(model.title, "Hello");
    assert_eq!(model.share_picture, None);
    assert_eq!(model.topics, [Facet { name: "Engineering".to_owned(), count: 1 }]);
    let Some(Section::Lineup { cards, action, .. }) = model.sections.first() else { panic!("a lineup") };
    assert_eq!(cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["Course 2", "Course 1"]);
    assert_eq!(action.as_ref().map(|link| link.url.as_str()), Some("/catalog/"));
    assert_eq!(home(&Fixture::new().site(), NOW).sections, [], "an empty site has a home too");
}

#[test]
fn a_home_that_nobody_wrote_shows_what_starts_next() {
    let bare = PageDocument::HomePage(HomePage { title: "Hello".to_owned(), ..HomePage::default() });
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .row(PageKind::HomePage, "/", &bare)
        .site();
    assert!(matches!(home(&site, NOW).sections.as_slice(), [Section::Lineup { cards, .. }] if cards.len() == 1));
}

#[test]
fn the_sitemap_leaves_folders_and_what_is_not_offered_out() {
    let index = PageDocument::CourseIndexPage(IndexPage { title: "Courses".to_owned(), ..IndexPage::default() });
    let part =
        Item { id: doc::stable_id("p"), value: ResourcePart { heading: "One".to_owned(), detail: "Text".into() } };
    let terms = PageDocument::ResourcePage(ResourcePage {
        title: "Terms".to_owned(),
        content: vec![part],
        ..ResourcePage::default()
    });
    let mut fixture = Fixture::new()
        .course(1, None, &[SOON])
        .course(2, None, &[SOON])
        .page(PageKind::CoursePage, 1, |_, _| {})
        .page(PageKind::CoursePage, 2, |_, _| {})
        .row(PageKind::CourseIndexPage, "/courses/", &index)
        .row(PageKind::ResourcePage, "/terms/", &terms);
    fixture.parts.courses[1].live = false;
    let site = fixture.site();
    let paths: Vec<String> = sitemap(&site, NOW).into_iter().map(|entry| entry.path).collect();
    assert_eq!(paths, ["/courses/course-v1:xPRO+C1/", "/terms/"]);
    let model = resource(&site, "/terms/").expect("the page");
    assert_eq!(model.parts, [("One".to_owned(), "<p>Text</p>\n".to_owned())]);
    assert!(resource(&site, "/courses/").is_none());
}

#[test]
fn pages_stay_true_until_the_next_date() {
    let site = Fixture::new().course(1, None, &[SOON, (-3, 30, 5, None)]).site();
    assert_eq!(next_change_after(&site, NOW), day(5));
    assert_eq!(next_change_after(&site, day(5).expect("a day")), day(9), "an instant that has come is no change ahead");
    let new_year = time::macros::datetime!(2028-01-01 0:00 UTC);
    assert_eq!(next_change_after(&site, day(400).expect("a day")), Some(new_year), "the copyright line");
}

#[test]
fn the_export_learns_what_the_page_says() {
    let faculty = doc::Faculty {
        members: ["Ada", "Grace"]
            .map(|name| Item {
                id: doc::stable_id(name),
                value: doc::Member { name: name.to_owned(), ..doc::Member::default() },
            })
            .to_vec(),
        ..doc::Faculty::default()
    };
    let site = Fixture::new()
        .course(1, None, &[SOON])
        .page(PageKind::CoursePage, 1, |page, row| {
            page.sections = vec![shown(BlockContent::Faculty(faculty))];
            page.description = "A **course**".into();
            row.live = false;
        })
        .site();
    let facts = ExportFacts::new(&site, "https://xpro.example");
    let page = facts.course_page(CourseId(1)).expect("known though unpublished");
    assert!(!page.live);
    assert_eq!(page.url, "https://xpro.example/courses/course-v1:xPRO+C1/");
    assert_eq!(page.instructors, ["Ada", "Grace"]);
    assert_eq!(page.description, "<p>A <strong>course</strong></p>");
    assert_eq!(facts.course_page(CourseId(2)), None);
}
