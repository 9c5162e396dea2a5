//! Webinars, the page for companies, and links by id.

use super::fixture::{Fixture, NOW, shown};
use crate::{
    delivery::{EnterpriseSection, Section, enterprise, home, next_change_after, sitemap, webinar, webinars},
    document::{
        self as doc, BlockContent, CallToAction, Day, EnterprisePage, HomePage, PageDocument, PageKind, Text,
        WebinarCategory, WebinarIndexPage, WebinarPage,
    },
};
use time::Duration;
use xpro_kernel::{CourseId, DocumentId, ProgramId};

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
    let empty = with_index().site();
    assert_eq!(webinars(&empty, NOW).expect("the list").groups, []);
    assert_eq!(webinars(&Fixture::default().site(), NOW), None);
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
