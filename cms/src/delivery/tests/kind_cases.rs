//! Webinars, the page for companies, and links by id.

use super::fixture::{Fixture, NOW, SOON, shown};
use crate::{
    delivery::{EnterpriseSection, Picture, Section, enterprise, home, next_change_after, sitemap, webinar, webinars},
    document::{
        self as doc, Block, BlockContent, CallToAction, Day, EnterprisePage, HomePage, PageDocument, PageKind, Text,
        WebinarCategory, WebinarIndexPage, WebinarPage,
    },
    store::page::PublishedRow,
};
use time::Duration;
use xpro_kernel::{CourseId, DocumentId, ImageId, ProgramId};

fn in_days(days: i64) -> Option<Day> {
    Some(Day((NOW + Duration::days(days)).date()))
}

fn with_index() -> Fixture {
    let index = WebinarIndexPage { title: "Webinars".to_owned(), ..WebinarIndexPage::default() };
    Fixture::default().row(PageKind::WebinarIndexPage, "/webinars/", &PageDocument::WebinarIndexPage(index))
}

fn add(fixture: Fixture, name: &str, page: WebinarPage) -> Fixture {
    let page = WebinarPage { title: name.to_owned(), ..page };
    fixture.row(PageKind::WebinarPage, &format!("/webinars/{name}/"), &PageDocument::WebinarPage(page))
}

fn recording(days: Option<i64>) -> WebinarPage {
    WebinarPage { category: WebinarCategory::OnDemand, date: days.and_then(in_days), ..WebinarPage::default() }
}

fn upcoming(days: i64) -> WebinarPage {
    WebinarPage {
        date: in_days(days),
        time: "11 AM ET".to_owned(),
        action_url: "https://example.com/seat".to_owned(),
        ..WebinarPage::default()
    }
}

#[test]
fn webinars_are_grouped_by_date_and_past_ones_leave() {
    let mut fixture = with_index();
    for (name, page) in [
        ("later", upcoming(9)),
        ("today", upcoming(0)),
        ("over", upcoming(-1)),
        ("undated", recording(None)),
        ("old", recording(Some(-400))),
    ] {
        fixture = add(fixture, name, page);
    }
    let site = fixture.site();
    let groups = webinars(&site, NOW).expect("the list").groups;
    let names: Vec<Vec<&str>> =
        groups.iter().map(|group| group.cards.iter().map(|card| card.title.as_str()).collect()).collect();
    assert_eq!(names, [vec!["today", "later"], vec!["old", "undated"]]);
    assert_eq!(groups[0].cards[0].action.as_ref().map(|link| link.url.as_str()), Some("https://example.com/seat"));
    assert_eq!(groups[1].cards[0].action.as_ref().map(|link| link.url.as_str()), Some("/webinars/old/"));
    assert!(next_change_after(&site, NOW).expect("an instant") <= NOW + Duration::days(1));
    let paths: Vec<String> = sitemap(&site, NOW).into_iter().map(|entry| entry.path).collect();
    assert!(paths.contains(&"/webinars/".to_owned()) && paths.contains(&"/webinars/old/".to_owned()));
    assert!(!paths.contains(&"/webinars/over/".to_owned()), "what is over is not advertised: {paths:?}");
    let empty = with_index().site();
    assert_eq!(webinars(&empty, NOW).expect("the list").groups, []);
    assert_eq!(webinars(&Fixture::default().site(), NOW), None);
}

/// Case 32.
#[test]
fn a_group_holds_its_own_and_one_without_any_is_absent() {
    let groups = |upcoming_ones: i64, recordings: i64| -> Vec<(WebinarCategory, usize)> {
        let mut fixture = with_index();
        for at in 0..upcoming_ones {
            fixture = add(fixture, &format!("coming-{at}"), upcoming(at + 1));
        }
        for at in 0..recordings {
            fixture = add(fixture, &format!("seen-{at}"), recording(Some(-at)));
        }
        let groups = webinars(&fixture.site(), NOW).expect("the list").groups;
        groups.into_iter().map(|group| (group.category, group.cards.len())).collect()
    };
    assert_eq!(groups(3, 2), [(WebinarCategory::Upcoming, 3), (WebinarCategory::OnDemand, 2)]);
    assert_eq!(groups(3, 0), [(WebinarCategory::Upcoming, 3)]);
    assert_eq!(groups(0, 2), [(WebinarCategory::OnDemand, 2)]);
}

#[test]
fn a_webinar_says_when_it_is_without_a_leading_zero() {
    let page = WebinarPage { date: Some(Day(time::macros::date!(2023 - 05 - 02))), ..upcoming(0) };
    let site = add(
        add(with_index(), "soon", page.clone()),
        "seen",
        WebinarPage { category: WebinarCategory::OnDemand, ..page },
    )
    .site();
    assert_eq!(webinar(&site, "/webinars/soon/").expect("there").when, "Tuesday, May 2, 2023 | 11 AM ET");
    let seen = webinar(&site, "/webinars/seen/").expect("there");
    assert_eq!((seen.when.as_str(), seen.reserve), ("Tuesday, May 2, 2023", None));
    assert_eq!(seen.player_url.as_deref(), Some("https://example.com/seat"));
    assert_eq!(webinar(&site, "/webinars/"), None);
}

#[test]
fn a_webinar_links_exactly_what_it_is_about() {
    let about = |course: Option<i64>, program: Option<i64>| {
        let page = WebinarPage { course: course.map(CourseId), program: program.map(ProgramId), ..recording(None) };
        let site = add(with_index(), "x", page).site();
        webinar(&site, "/webinars/x/").expect("there").about.map(|link| link.url)
    };
    assert_eq!(about(None, None).as_deref(), Some("/catalog/"));
    assert_eq!(about(Some(404), None), None);
    assert_eq!(about(None, Some(404)), None);
}

/// Cases 34 and 60: the program wins; a program page that describes nothing is nobody's.
#[test]
fn a_webinar_leads_to_the_page_of_its_program_else_of_its_course() {
    let about = |course: Option<i64>, program: Option<i64>, change: fn(&mut PublishedRow)| {
        let page = WebinarPage { course: course.map(CourseId), program: program.map(ProgramId), ..recording(None) };
        let fixture = with_index()
            .course(1, None, &[SOON])
            .course(2, None, &[SOON])
            .program(1, Some(900), &[])
            .page(PageKind::ExternalCoursePage, 1, |_, _| {})
            .page(PageKind::ProgramPage, 1, |_, row| change(row));
        let model = webinar(&add(fixture, "x", page).site(), "/webinars/x/").expect("there");
        assert_eq!((model.url.as_str(), model.banner), ("/webinars/x/", None));
        model.about.map(|link| (link.url, link.title))
    };
    let link = |url: &str, what: &str| Some((url.to_owned(), format!("Learn more about this {what} or enroll")));
    let orphan = |row: &mut PublishedRow| row.program_id = None;
    assert_eq!(about(None, Some(1), |_| {}), link("/programs/program-v1:xPRO+P1/", "program"));
    assert_eq!(about(Some(1), Some(1), |_| {}), link("/programs/program-v1:xPRO+P1/", "program"));
    assert_eq!(about(Some(1), None, orphan), link("/courses/course-v1:xPRO+C1/", "course"), "a vendor's page as well");
    assert_eq!(about(Some(2), None, orphan), None, "a course without a page leads nowhere else");
    assert_eq!(about(None, Some(1), orphan), None);
    assert_eq!(about(None, Some(1), |row| row.live = false), None);
}

#[test]
fn the_page_for_companies_works_without_sections_and_takes_the_document_first() {
    let page = |sections| {
        let page = EnterprisePage {
            title: "Enterprise".to_owned(),
            action_title: "Ask".to_owned(),
            sections,
            ..EnterprisePage::default()
        };
        Fixture::default().row(PageKind::EnterprisePage, "/enterprise/", &PageDocument::EnterprisePage(page)).site()
    };
    let bare = enterprise(&page(Vec::new())).expect("there");
    assert_eq!((bare.sections.len(), bare.has_form), (0, false));
    let journey = doc::LearningJourney {
        action_title: "View".to_owned(),
        action_url: "https://example.com/".to_owned(),
        pdf: Some(DocumentId(3)),
        ..doc::LearningJourney::default()
    };
    let form = doc::LearningStrategyForm { heading: "Write".into(), ..doc::LearningStrategyForm::default() };
    let mut site =
        page(vec![shown(BlockContent::LearningJourney(journey)), shown(BlockContent::LearningStrategyForm(form))]);
    let link = |site: &crate::delivery::SiteData| match enterprise(site).expect("there").sections.remove(0) {
        EnterpriseSection::Journey { action, .. } => action.map(|link| link.url),
        other => panic!("{other:?}"),
    };
    assert_eq!(link(&site).as_deref(), Some("https://example.com/"), "the document is gone");
    site.documents.insert(DocumentId(3), "/documents/3/a.pdf".to_owned());
    assert_eq!(link(&site).as_deref(), Some("/documents/3/a.pdf"));
    assert!(enterprise(&site).expect("there").has_form);
    site.settings.contact_url.clear();
    site.settings.support_email.clear();
    assert!(!enterprise(&site).expect("there").has_form);
}

/// Case 36.
#[test]
fn each_section_for_companies_appears_once_it_is_there() {
    let story = doc::SuccessStory { title: "Faster".to_owned(), ..doc::SuccessStory::default() };
    let logos = doc::CompaniesLogos {
        heading: "Companies".into(),
        images: vec![doc::Item { id: doc::stable_id("logo"), value: Some(doc::ImageUse::new(ImageId(7))) }],
    };
    let all = [
        BlockContent::CompaniesLogos(logos),
        BlockContent::LearningJourney(doc::LearningJourney::default()),
        BlockContent::SuccessStories(doc::SuccessStories {
            heading: "Stories".into(),
            items: vec![doc::Item { id: doc::stable_id("story"), value: story }],
            ..doc::SuccessStories::default()
        }),
        BlockContent::LearningStrategyForm(doc::LearningStrategyForm::default()),
    ];
    let names = |sections: Vec<Block>| -> Vec<&'static str> {
        let page = EnterprisePage { title: "Enterprise".to_owned(), sections, ..EnterprisePage::default() };
        let mut site = Fixture::default()
            .row(PageKind::EnterprisePage, "/enterprise/", &PageDocument::EnterprisePage(page))
            .site();
        site.images.insert(ImageId(7), logo());
        let name = |section| match section {
            EnterpriseSection::Logos { .. } => "logos",
            EnterpriseSection::Journey { .. } => "journey",
            EnterpriseSection::Stories { .. } => "stories",
            EnterpriseSection::Form { .. } => "form",
            EnterpriseSection::Other(_) => "other",
        };
        enterprise(&site).expect("there").sections.into_iter().map(name).collect()
    };
    let expected = ["logos", "journey", "stories", "form"];
    for (content, expected) in all.iter().zip(expected) {
        assert_eq!(names(vec![shown(content.clone())]), [expected]);
        let hidden = Block { hidden: true, ..shown(content.clone()) };
        assert_eq!(names(vec![hidden]), [""; 0], "{expected}");
    }
    assert_eq!(names(all.iter().cloned().map(shown).collect()), expected);
}

fn logo() -> Picture {
    Picture {
        url: "/media/images/logo.png".to_owned(),
        sources: Vec::new(),
        alt: "A company".to_owned(),
        width: 160,
        height: 100,
        focus: (0.5, 0.5),
        is_drawing: false,
        renditions: None,
    }
}

#[test]
fn links_by_id_follow_their_page_and_end_with_it() {
    let text = |url: &str| Text {
        heading: "H".to_owned(),
        body: format!("[there]({url})").as_str().into(),
        action: CallToAction { title: "Go".to_owned(), url: url.to_owned() },
        ..Text::default()
    };
    let shown_text = |url: &str| {
        let sections = vec![shown(BlockContent::Text(text(url)))];
        let page = PageDocument::HomePage(HomePage { title: "X".to_owned(), sections, ..HomePage::default() });
        let resource =
            PageDocument::ResourcePage(doc::ResourcePage { title: "Terms".to_owned(), ..doc::ResourcePage::default() });
        let site = Fixture::default()
            .row(PageKind::HomePage, "/", &page)
            .row(PageKind::ResourcePage, "/terms/", &resource)
            .site();
        match home(&site, NOW).sections.remove(0) {
            Section::Text { body_html, action, .. } => (body_html.trim().to_owned(), action.map(|link| link.url)),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        shown_text("page:90001"),
        ("<p><a href=\"/terms/\" rel=\"noopener\">there</a></p>".to_owned(), Some("/terms/".to_owned()))
    );
    let (html, action) = shown_text("page:404");
    assert!(!html.contains("href") && html.contains("there") && action.is_none(), "{html}");
    assert_eq!(shown_text("document:9").1, None);
}
