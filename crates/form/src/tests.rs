//! Declarations, and values of every kind of wrongness.

use crate::*;
use serde_json::{Value, json};

form! {
    /// One learner's words.
    Quote {
        /// Who says it.
        name: String = line(10).required(),
        /// What they say.
        text: String = lines().required(),
        /// Their picture.
        image: Option<Value> = image_of(300, 200),
    }
}

form! {
    /// A page for these tests.
    Page {
        /// Its name.
        title: String = line(20).required(),
        /// About
        /// the page.
        body: String = markdown().longest(10),
        /// Where it is told elsewhere.
        site: String = web_address(),
        /// Where it stands.
        slug: String = slug(),
        /// Least.
        min_weeks: Option<i16> = integer(0, 32_767),
        /// Most.
        max_weeks: Option<i16> = integer(0, 32_767).label("At most"),
        /// Units.
        ceus: Option<String> = decimal(5, 2),
        /// When.
        day: Option<String> = date(),
        /// When exactly.
        instant: Option<String> = date_time(),
        /// How.
        format: Option<String> = choice(&[("Online", "Online"), ("Hybrid", "Partly in a room")]).starts_as("Online"),
        /// Stands out.
        featured: bool = flag().tab(Tab::Settings),
        /// About what.
        topics: Vec<i64> = reference(Target::Topic).many(),
        /// Of which course.
        course: Option<i64> = reference(Target::Course),
        /// Its button.
        action: Option<Value> = action(8),
        /// Handout.
        handout: Option<i64> = document(),
        /// What they say.
        quotes: Vec<Value> = list_of::<Quote>().at_most(3),
        /// Its parts.
        sections: Vec<Value> = sections(&["quote", "loop"]),
    }
    rules {
        not_above("min_weeks", "max_weeks"),
        required_when("day", "format", "Hybrid"),
        distinct("quotes", "name", "Nobody speaks twice."),
    }
}

fn catalog() -> BlockCatalog {
    let block = |name: &'static str, form: FormSpec, max_per_page| BlockSpec {
        name: name.into(),
        label: name.into(),
        help: "".into(),
        icon: "quote".into(),
        form,
        max_per_page,
        permission: None,
        anchor: "".into(),
    };
    let mut inner = sections(&["loop"]);
    inner.name = "inner".into();
    BlockCatalog(vec![
        block("quote", Quote::form(), Some(1)),
        block("loop", FormSpec { fields: vec![inner], rules: Vec::new() }, None),
    ])
}

fn problems(value: &Value, mode: Mode) -> Vec<(String, Severity)> {
    check(&Page::form(), &catalog(), value, mode).into_iter().map(|problem| (problem.path, problem.severity)).collect()
}

fn paths(value: &Value, mode: Mode) -> Vec<String> {
    problems(value, mode).into_iter().map(|(path, _)| path).collect()
}

fn id(n: u32) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

fn section(n: u32, kind: &str, value: Value) -> Value {
    json!({ "id": id(n), "type": kind, "value": value })
}

#[test]
fn a_declaration_gives_names_labels_and_help() {
    let form = Page::form();
    let field = |name: &str| form.field(name).expect("declared");
    assert_eq!(field("min_weeks").label, "Min weeks");
    assert_eq!(field("max_weeks").label, "At most");
    assert_eq!(field("body").help, "About the page.");
    assert_eq!(field("featured").tab, Tab::Settings);
    assert_eq!(form.clone().without(&["title"]).field("title"), None);
    let wire = serde_json::to_value(&form).expect("writes");
    assert_eq!(wire["fields"][0]["kind"], json!({ "type": "line", "max": 20 }));
    assert_eq!(serde_json::from_value::<FormSpec>(wire).expect("reads"), form);
}

#[test]
fn a_blank_page_is_a_draft_and_is_told_what_it_needs() {
    let blank = Page::form().blank();
    assert_eq!(blank["format"], "Online");
    assert_eq!(problems(&blank, Mode::Draft), []);
    assert_eq!(paths(&blank, Mode::Publish), ["title"]);
    assert_eq!(paths(&json!({}), Mode::Publish), ["title"]);
    let typed: Page = serde_json::from_value(blank.clone()).expect("reads");
    assert_eq!(serde_json::to_value(typed).expect("writes"), blank);
}

#[test]
fn values_of_a_wrong_type_are_errors_even_in_a_draft() {
    let wrong = json!({
        "title": 7, "body": [], "site": null, "slug": {}, "min_weeks": 1.5, "max_weeks": 40_000, "ceus": 1.25, "day": "2026-02-30",
        "instant": "2026-11-24", "format": "Blended", "featured": "yes", "topics": [1, "2"], "course": 0, "action": "go",
        "handout": "3", "quotes": {}, "sections": "none",
    });
    let found = problems(&wrong, Mode::Draft);
    assert_eq!(found.len(), 17, "{found:?}");
    assert!(found.iter().all(|(_, severity)| *severity == Severity::Error));
    for value in [Value::Null, json!([]), json!("page"), json!(3)] {
        assert_eq!(problems(&value, Mode::Draft), [(String::new(), Severity::Error)]);
    }
}

#[test]
fn limits_warn_in_a_draft_and_stop_a_publication() {
    let long = json!({
        "title": "More than twenty characters", "body": "eleven char", "site": "javascript:alert(1)", "slug": "a b", "ceus": "1000.125",
        "action": { "title": "Much too long", "url": "javascript:alert(1)" },
    });
    let expected = ["title", "body", "site", "slug", "ceus", "action/title", "action/url"];
    assert_eq!(paths(&long, Mode::Draft), expected);
    assert!(problems(&long, Mode::Draft).iter().all(|(_, severity)| *severity == Severity::Warning));
    assert_eq!(paths(&long, Mode::Publish), expected);
    assert!(problems(&long, Mode::Publish).iter().all(|(_, severity)| *severity == Severity::Error));
}

#[test]
fn rich_text_counts_what_is_read() {
    let fits = json!({ "title": "x", "body": "# **Eight** [now](https://example.com/long)" });
    assert_eq!(paths(&fits, Mode::Publish), Vec::<String>::new());
}

#[test]
fn fields_demand_things_of_each_other() {
    let value = json!({ "title": "x", "min_weeks": 5, "max_weeks": 3, "format": "Hybrid", "quotes": [
        { "id": id(1), "value": { "name": "Ada", "text": "Yes" } }, { "id": id(2), "value": { "name": "Ada", "text": "No" } }] });
    assert_eq!(paths(&value, Mode::Draft), Vec::<String>::new());
    assert_eq!(paths(&value, Mode::Publish), ["max_weeks", "day", "quotes"]);
}

#[test]
fn entries_are_told_apart_by_their_ids() {
    let value = json!({ "quotes": [{ "id": id(1), "value": {} }, { "id": id(1), "value": {} }, { "id": "1", "value": {} }, { "id": id(4) }, 5] });
    let found = problems(&value, Mode::Draft);
    let expected = ["quotes", "quotes/1", "quotes/2", "quotes/3", "quotes/4"];
    assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(found[0].1, Severity::Warning, "five are more than three, but can be kept");
    assert!(found[1..].iter().all(|(_, severity)| *severity == Severity::Error));
}

#[test]
fn unknown_and_surplus_sections_can_be_kept_but_not_published() {
    let quote = json!({ "name": "Ada", "text": "Yes" });
    let value = json!({ "title": "x", "sections": [
        section(1, "hologram", json!({ "depth": 3 })), section(2, "quote", quote.clone()), section(3, "quote", quote)] });
    assert_eq!(
        problems(&value, Mode::Draft),
        [("sections/0".into(), Severity::Warning), ("sections/2".into(), Severity::Error)]
    );
    assert_eq!(
        problems(&value, Mode::Publish),
        [("sections/0".into(), Severity::Error), ("sections/2".into(), Severity::Error)]
    );
}

#[test]
fn a_shared_section_says_only_what_is_edited_here() {
    let shared = json!({ "id": id(1), "type": "quote", "shared": 12, "value": { "name": "Ada" } });
    assert_eq!(paths(&json!({ "title": "x", "sections": [shared] }), Mode::Publish), Vec::<String>::new());
    let emptied = json!({ "id": id(1), "type": "quote", "shared": 12, "value": { "name": "" } });
    assert_eq!(paths(&json!({ "title": "x", "sections": [emptied] }), Mode::Publish), ["sections/0/name"]);
    let broken = json!({ "id": id(1), "type": "quote", "shared": "12", "value": {} });
    assert_eq!(paths(&json!({ "sections": [broken] }), Mode::Draft), ["sections/0"]);
    let hidden = json!({ "id": id(1), "type": "quote", "hidden": true, "value": {} });
    assert_eq!(paths(&json!({ "title": "x", "sections": [hidden] }), Mode::Publish), Vec::<String>::new());
}

#[test]
fn hostile_values_give_few_problems_and_no_panic() {
    let mut deep = json!([]);
    for n in 0..200 {
        deep = json!([{ "id": id(n), "type": "loop", "value": { "inner": deep } }]);
    }
    assert!(check(&Page::form(), &catalog(), &json!({ "sections": deep }), Mode::Draft).len() <= 200);
    let many: Vec<Value> = (0..100_000).map(|_| json!({ "value": [] })).collect();
    let found = check(&Page::form(), &catalog(), &json!({ "quotes": many }), Mode::Publish);
    assert_eq!(found.len(), 200);
    let odd = json!({ "title": "\u{0}\u{7}", "body": "[](((]( \\", "ceus": "-", "day": "----", "instant": "TZ+-", "slug": "é" });
    assert_eq!(paths(&odd, Mode::Draft), ["title", "ceus", "day", "instant"]);
}

#[test]
fn days_and_instants_exist() {
    let fits = |field: &str, text: &str| paths(&json!({ field: text }), Mode::Draft).is_empty();
    assert!(
        fits("day", "2024-02-29") && !fits("day", "2026-02-29") && !fits("day", "2026-13-01") && !fits("day", "26-1-1")
    );
    assert!(fits("instant", "2026-11-24T08:00:00Z") && fits("instant", "2026-11-24T08:00:00.5+01:00"));
    assert!(!fits("instant", "2026-11-24T25:00:00Z") && !fits("instant", "2026-11-24T08:00:00"));
    assert!(fits("ceus", "0.50") && !fits("ceus", "-0.5") && fits("ceus", "-0.0") && !fits("ceus", "1e3"));
}

#[test]
fn addresses() {
    for good in ["https://example.com", "HTTP://example.com/a?b#c", "https://user@example.com:80/"] {
        assert!(is_web_address(good), "{good}");
    }
    for bad in
        ["", "example.com", "ftp://example.com", "https://", "https:///path", "https://a b", "javascript:alert(1)"]
    {
        assert!(!is_web_address(bad), "{bad}");
    }
    for good in ["/catalog/", "#faq", "mailto:a@b.c", "tel:+1", "page:12", "document:3"] {
        assert!(is_safe_link(good), "{good}");
    }
    for bad in ["//evil.example", "page:", "page:x", "page:-1", "data:text/html,x", "catalog", "/\\evil"] {
        assert!(!is_safe_link(bad), "{bad}");
    }
}

#[test]
fn uses_are_found_wherever_they_are() {
    let value = json!({
        "body": "See [this](page:12) and <https://example.com>.", "site": "https://example.org", "course": 3, "topics": [1, 2], "handout": 9,
        "action": { "title": "Go", "url": "/catalog/" },
        "sections": [section(1, "quote", json!({ "image": { "image": 7, "alt": "" } })), { "id": id(2), "type": "quote", "shared": 5, "value": {} }],
    });
    let found = uses(&Page::form(), &catalog(), &value);
    let things: Vec<(&str, &UsedThing)> = found.iter().map(|one| (one.path.as_str(), &one.thing)).collect();
    let link = |address: &str| UsedThing::Link(address.to_owned());
    assert_eq!(
        things,
        [
            ("body", &link("page:12")),
            ("body", &link("https://example.com")),
            ("site", &link("https://example.org")),
            ("topics", &UsedThing::Reference(Target::Topic, 1)),
            ("topics", &UsedThing::Reference(Target::Topic, 2)),
            ("course", &UsedThing::Reference(Target::Course, 3)),
            ("action/url", &link("/catalog/")),
            ("handout", &UsedThing::Document(9)),
            ("sections/0/image", &UsedThing::Image { id: 7, wanted: (Some(300), Some(200)), alt: Some(String::new()) }),
            ("sections/1", &UsedThing::Shared(5)),
        ]
    );
}

#[test]
fn the_json_schema_names_what_the_form_names() {
    let schema = json_schema(&Page::form(), &catalog(), "Page");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], json!(["title"]));
    assert_eq!(schema["properties"]["title"]["maxLength"], 20);
    assert_eq!(schema["properties"]["sections"]["items"]["anyOf"][0]["$ref"], "#/$defs/quote");
    assert_eq!(schema["properties"]["quotes"]["items"]["properties"]["value"]["properties"]["name"]["minLength"], 1);
    assert_eq!(schema["$defs"]["quote"]["oneOf"][1]["properties"]["value"].get("required"), None);
    assert_eq!(schema["properties"]["ceus"]["anyOf"][0]["pattern"], "^[0-9]{1,3}(\\.[0-9]{1,2})?$");
}

/// The addresses in a Markdown text.
fn addresses_in(markdown: &str) -> Vec<String> {
    let found = uses(&Page::form(), &catalog(), &json!({ "body": markdown })).into_iter();
    let link = |one: Use| if let UsedThing::Link(address) = one.thing { Some(address) } else { None };
    found.filter_map(link).collect()
}

#[test]
fn addresses_have_an_end_and_never_overlap() {
    let ordinary = addresses_in("[a](https://a.example/?x[]=1) [![b](image:7)](/b/)");
    assert_eq!(ordinary, ["https://a.example/?x[]=1", "image:7", "/b/"]);
    assert_eq!(addresses_in("[ä](</ü>) <mailto:ö@a.example> < a:b> <https://c.example"), ["/ü", "mailto:ö@a.example"]);
    for part in ["[a](b", "[ä](ü[", "<a:b", "<ü:é<", "](", "<", "](<a:b", "[a](b> <c:d"] {
        let text = part.repeat(10_000);
        let total: usize = addresses_in(&text).iter().map(String::len).sum();
        assert!(total <= text.len(), "{part}: {total} bytes of {}", text.len());
    }
    for endless in ["[a](b".repeat(10_000), "<a:b".repeat(10_000)] {
        assert!(addresses_in(&endless).is_empty(), "without an end it is no address");
    }
    assert_eq!(addresses_in(&format!("[a](/{}) <a:{}> [b](/b/)", "ä".repeat(1_000), "b".repeat(2_000))), ["/b/"]);
}

#[test]
fn fields_that_a_form_does_not_have_are_told_by_their_path() {
    let value = json!({
        "title": "x", "zebra": 1, "action": { "title": "Go", "url": "/", "more": 1 },
        "quotes": [{ "id": id(1), "value": { "name": "A", "nam": "B" }, "extra": 1 }],
        "sections": [section(1, "quote", json!({ "text": "x", "txet": "y" })), "odd", { "id": id(2), "type": "zebra", "value": { "stripes": 7 } }],
    });
    let mut found = unknown_fields(&Page::form(), &catalog(), &value);
    found.sort_unstable();
    assert_eq!(found, ["quotes/0/extra", "quotes/0/nam", "sections/0/txet", "zebra"]);
    assert!(unknown_fields(&Page::form(), &catalog(), &json!([1])).is_empty());
}
