//! Documents survive what may happen to their stored bodies.

use super::*;
use serde_json::json;

fn home(sections: serde_json::Value) -> StoredDocument {
    StoredDocument { schema: SCHEMA, body: json!({ "title": "xPRO", "subhead": "Learn", "sections": sections }) }
}

#[test]
fn block_ids_survive_reading_and_writing() {
    let block = json!({ "id": "6f0a3b52-6c5a-4a57-8a0b-0d2f7b3f6a11", "type": "faq", "value": { "items": [
        { "id": "0b7d8b0e-32b8-4d2c-9f53-1a9d2f0f4c22", "value": { "question": "Why?", "answer": "Because." } }] } });
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
    assert_eq!(missing, ["title", "course", "language", "subhead"]);
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
    assert_eq!(PageKind::from_name("WebinarPage"), None);
}
