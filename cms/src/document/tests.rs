//! Documents survive what may happen to their stored bodies.

use super::*;
use serde_json::json;
use xpro_kernel::{CourseId, LanguageId, ProgramId, SnippetId};

fn home(sections: serde_json::Value) -> StoredDocument {
    StoredDocument { schema: SCHEMA, body: json!({ "title": "xPRO", "subhead": "Learn", "sections": sections }) }
}

#[test]
fn block_ids_survive_reading_and_writing() {
    let block = json!({ "id": "6f0a3b52-6c5a-4a57-8a0b-0d2f7b3f6a11", "type": "faq", "value": { "items": [
        { "id": "0b7d8b0e-32b8-4d2c-9f53-1a9d2f0f4c22", "value": { "question": "Why?", "answer": "Because." } }], "sets": [] } });
    let read = PageDocument::read(PageKind::HomePage, home(json!([block]))).expect("reads");
    assert_eq!(read.faults, []);
    let stored = read.document.to_stored().expect("writes");
    assert_eq!(stored.body["sections"][0], block);
}

#[test]
fn an_unknown_section_is_kept_but_not_shown_and_the_rest_loads() {
    let unknown = json!({ "id": "6f0a3b52-6c5a-4a57-8a0b-0d2f7b3f6a11", "type": "hologram", "value": { "depth": 3 } });
    let broken = json!({ "id": "7f0a3b52-6c5a-4a57-8a0b-0d2f7b3f6a11", "type": "overview", "value": { "heading": 7 } });
    let text = json!({ "id": "8f0a3b52-6c5a-4a57-8a0b-0d2f7b3f6a11", "type": "text", "value": { "heading": "Hello" } });
    let read = PageDocument::read(PageKind::HomePage, home(json!([unknown, broken, text]))).expect("reads");
    assert_eq!(read.faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["sections/0", "sections/1"]);
    assert_eq!(read.faults[0].reason, "hologram: unknown section type");
    assert!(matches!(&read.document.sections()[2].content, BlockContent::Text(text) if text.heading == "Hello"));
    let stored = read.document.to_stored().expect("writes");
    assert_eq!((&stored.body["sections"][0], &stored.body["sections"][1]), (&unknown, &broken));
}

#[test]
fn a_body_of_a_newer_program_is_refused_by_name() {
    let stored = StoredDocument { schema: SCHEMA + 1, body: json!({}) };
    assert_eq!(PageDocument::read(PageKind::HomePage, stored), Err(DocumentError::Newer { schema: SCHEMA + 1 }));
    let stored = StoredDocument { schema: 0, body: json!({}) };
    assert_eq!(PageDocument::read(PageKind::HomePage, stored), Err(DocumentError::Unknown { schema: 0 }));
    let stored = StoredDocument { schema: SCHEMA, body: json!({ "title": [] }) };
    assert!(matches!(PageDocument::read(PageKind::HomePage, stored), Err(DocumentError::Malformed(_))));
}

#[test]
fn an_incomplete_draft_loads_and_says_what_is_missing() {
    let read =
        PageDocument::read(PageKind::CoursePage, StoredDocument { schema: SCHEMA, body: json!({}) }).expect("reads");
    let problems = read.document.validate_for_publish();
    let missing: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(missing, ["course", "title", "language", "subhead"]);
}

#[test]
fn problems_name_the_field_inside_its_section() {
    let testimonial = json!({ "id": stable_id("t"), "type": "testimonials", "value": { "heading": "Voices", "items": [
        { "id": stable_id("i"), "value": { "name": "Ada", "title": "Engineer", "quote": "" } }] } });
    let button = json!({ "id": stable_id("b"), "type": "text", "value": {
        "heading": "Go", "body": "There", "action": { "title": "Click", "url": "javascript:alert(1)" } } });
    let empty = json!({ "id": stable_id("e"), "type": "faculty", "value": { "heading": "Faculty" } });
    let read = PageDocument::read(PageKind::HomePage, home(json!([testimonial, button, empty]))).expect("reads");
    let problems = read.document.validate_for_publish();
    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["sections/0/items/0/quote", "sections/1/action/url", "sections/2/members"]);
}

#[test]
fn weeks_and_hours_must_be_in_order() {
    let product =
        ProductPage { min_weeks: Some(5), max_weeks: Some(3), min_weekly_hours: Some(-1), ..ProductPage::default() };
    let problems = PageDocument::ProgramPage(product).validate_for_publish();
    assert!(problems.iter().any(|problem| problem.path == "max_weeks"));
    assert!(problems.iter().any(|problem| problem.path == "min_weekly_hours"));
}

#[test]
fn format_is_online_unless_said_otherwise() {
    assert_eq!(ProductPage::default().format.name(), "Online");
    let hybrid: ProductPage = serde_json::from_value(json!({ "format": "Hybrid" })).expect("reads");
    assert_eq!(hybrid.format, PageFormat::Hybrid);
    assert!(serde_json::from_value::<ProductPage>(json!({ "format": "Blended" })).is_err());
}

#[test]
fn every_kind_is_found_by_its_name_and_stands_somewhere() {
    for kind in PageKind::ALL {
        assert_eq!(PageKind::from_name(kind.name()), Some(kind));
        assert_eq!(kind.parent().is_none(), kind == PageKind::HomePage);
    }
    assert_eq!(PageKind::from_name("SignatoryPage"), None);
}

#[test]
fn a_certificate_of_schema_1_asks_nobody_to_sign() {
    let certificate =
        json!({ "id": stable_id("c"), "type": "certificate", "value": { "product_name": "X", "ceus": "1.80" } });
    let body = json!({ "title": "X", "subhead": "x", "course": 1, "language": 1, "sections": [certificate] });
    let read = PageDocument::read(PageKind::CoursePage, StoredDocument { schema: 1, body }).expect("reads");
    assert_eq!(read.document.validate_for_publish(), []);
    let stored = read.document.to_stored().expect("writes");
    assert_eq!(stored.schema, 2);
    assert_eq!(stored.body["sections"][0]["value"]["issued"], false);
    assert_eq!(stored.body["sections"][0]["value"]["ceus"], "1.80");
    for odd in [json!([]), json!({ "sections": 3 }), json!({ "sections": [null, { "type": "certificate" }] })] {
        assert!(upgrade(odd, 1).is_ok());
    }
}

#[test]
fn certificates_of_our_own_courses_are_signed_and_of_vendors_need_not_be() {
    let certificate = |signatories: Vec<Item<Option<SnippetId>>>| {
        let data = Certificate { product_name: "X".to_owned(), issued: true, signatories, ..Certificate::default() };
        Block::named("c", BlockContent::Certificate(data))
    };
    let paths = |kind: PageKind, signatories| {
        let page = ProductPage {
            title: "X".to_owned(),
            subhead: "x".to_owned(),
            course: Some(CourseId(1)),
            program: Some(ProgramId(1)),
            language: Some(LanguageId(1)),
            sections: vec![certificate(signatories)],
            ..ProductPage::default()
        };
        let problems = PageDocument::new_product(kind, page).expect("a product").validate_for_publish();
        problems.into_iter().map(|problem| problem.path).collect::<Vec<_>>()
    };
    let signed = |count: i64| -> Vec<Item<Option<SnippetId>>> {
        (1..=count).map(|n| Item { id: stable_id(&n.to_string()), value: Some(SnippetId(n)) }).collect()
    };
    assert_eq!(paths(PageKind::CoursePage, vec![]), ["sections/0/signatories"]);
    assert_eq!(paths(PageKind::ProgramPage, vec![]), ["sections/0/signatories"]);
    assert_eq!(paths(PageKind::ExternalCoursePage, vec![]), Vec::<String>::new());
    assert_eq!(paths(PageKind::CoursePage, signed(5)), Vec::<String>::new());
    assert_eq!(paths(PageKind::CoursePage, signed(6)), ["sections/0/signatories"]);
}

#[test]
fn an_upcoming_webinar_needs_a_date_and_a_time() {
    let webinar = |category| WebinarPage { title: "X".to_owned(), category, ..WebinarPage::default() };
    let paths = |page| {
        let problems = PageDocument::WebinarPage(page).validate_for_publish();
        problems.into_iter().map(|problem| problem.path).collect::<Vec<_>>()
    };
    assert_eq!(paths(webinar(WebinarCategory::Upcoming)), ["date", "time"]);
    assert_eq!(paths(webinar(WebinarCategory::OnDemand)), Vec::<String>::new());
}

#[test]
fn a_learning_journey_leads_somewhere_and_a_run_is_overridden_once() {
    let journey = json!({ "id": stable_id("j"), "type": "learning_journey", "value": {
        "heading": "H", "description": "D", "action_title": "Go", "items": [{ "id": stable_id("i"), "value": "One" }] } });
    let body = json!({ "title": "E", "description": "D", "action_title": "A", "headings": [
        { "id": stable_id("h"), "value": { "upper": "a", "middle": "b", "bottom": "c" } }], "sections": [journey] });
    let problems = PageDocument::check_body(PageKind::EnterprisePage, &body, Mode::Publish);
    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["sections/0/action_url"]);
    let over = |name: &str| json!({ "id": stable_id(name), "value": { "run": 4, "ceus": "1.5" } });
    let certificate = json!({ "id": stable_id("c"), "type": "certificate", "value": {
        "product_name": "X", "partner_logo_placement": "second", "overrides": [over("a"), over("b")] } });
    let body = json!({ "title": "X", "subhead": "x", "course": 1, "language": 1, "format": "Online", "sections": [certificate] });
    let problems = PageDocument::check_body(PageKind::CoursePage, &body, Mode::Publish);
    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["sections/0/overrides"]);
}

#[test]
fn a_shared_section_follows_its_snippet_but_for_what_is_edited_here() {
    let said = json!({ "id": stable_id("s"), "type": "text_image", "value": { "heading": "Teams", "body": "Together", "dark": true } });
    let snippet = json!({ "name": "For teams", "section": [said] });
    let snippet = SnippetDocument::read(SnippetKind::SharedSection, StoredDocument { schema: SCHEMA, body: snippet })
        .expect("reads");
    let shared = SharedSections::new([(SnippetId(12), &snippet)]);
    let used = json!({ "id": stable_id("u"), "type": "text_image", "shared": 12, "value": { "heading": "Ours" } });
    let gone = json!({ "id": stable_id("g"), "type": "text_image", "shared": 13, "value": {} });
    let other = json!({ "id": stable_id("o"), "type": "text", "shared": 12, "value": {} });
    let read = PageDocument::read(PageKind::HomePage, home(json!([used, gone, other]))).expect("reads");
    assert_eq!(read.document.to_stored().expect("writes").body["sections"], json!([used, gone, other]));
    let mut document = read.document;
    let faults = shared.fill(&mut document);
    assert_eq!(faults.iter().map(|fault| fault.path.as_str()).collect::<Vec<_>>(), ["sections/1", "sections/2"]);
    let BlockContent::TextImage(text) = &document.sections()[0].content else { panic!("not filled") };
    assert_eq!((text.heading.as_str(), text.body.0.as_str(), text.dark), ("Ours", "Together", true));
}

#[test]
fn chosen_testimonials_and_sets_of_questions_follow_the_pages_own() {
    let testimonial = SnippetDocument::Testimonial(Testimonial { name: "Ada".to_owned(), ..Testimonial::default() });
    let question =
        Item { id: stable_id("q"), value: Question { question: "Why?".to_owned(), answer: "Because.".into() } };
    let set = SnippetDocument::FaqSet(FaqSet { name: "Common".to_owned(), items: vec![question] });
    let shared = SharedSections::new([(SnippetId(1), &testimonial), (SnippetId(2), &set)]);
    let choose = |id: Option<i64>| Item { id: stable_id(&format!("{id:?}")), value: id.map(SnippetId) };
    let quotes =
        Testimonials { chosen: vec![choose(Some(1)), choose(None), choose(Some(9))], ..Testimonials::default() };
    let faq = Faq { sets: vec![choose(Some(2))], ..Faq::default() };
    let sections =
        vec![Block::named("a", BlockContent::Testimonials(quotes)), Block::named("b", BlockContent::Faq(faq))];
    let mut document = PageDocument::HomePage(HomePage { sections, ..HomePage::default() });
    assert_eq!(shared.fill(&mut document), []);
    let BlockContent::Testimonials(quotes) = &document.sections()[0].content else { panic!("changed its type") };
    assert_eq!(quotes.items.iter().map(|item| item.value.name.as_str()).collect::<Vec<_>>(), ["Ada"]);
    assert!(matches!(&document.sections()[1].content, BlockContent::Faq(faq) if faq.items.len() == 1));
}
