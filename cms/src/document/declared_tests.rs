//! The declarations agree with the types that they declare, and with cms.md 1.2.

use super::*;
use serde_json::{Value, json};
use xpro_form::{FieldKind, FieldSpec, FormSpec, json_schema, snippet_json_schema};

/// A value of a form in which every list has one new entry and every list of sections one new section of each type: what an
/// editor has who opened everything and wrote nothing.
fn opened(form: &FormSpec) -> Value {
    let field = |field: &FieldSpec| (field.name.to_string(), opened_field(field));
    Value::Object(form.fields.iter().map(field).collect())
}

fn opened_field(field: &FieldSpec) -> Value {
    match &field.kind {
        FieldKind::Group { form } => opened(form),
        FieldKind::List { item, .. } => json!([{ "id": stable_id(&field.name), "value": opened_field(item) }]),
        FieldKind::Sections { allowed, .. } => allowed.iter().map(|name| section(name)).collect(),
        _ => field.blank(),
    }
}

fn section(name: &str) -> Value {
    let block = declarations().blocks.get(name).expect("an allowed block is declared");
    json!({ "id": stable_id(name), "type": name, "value": opened(&block.form) })
}

/// The same with everything filled in.
fn filled(form: &FormSpec) -> Value {
    let field = |field: &FieldSpec| (field.name.to_string(), filled_field(field));
    Value::Object(form.fields.iter().map(field).collect())
}

fn filled_field(field: &FieldSpec) -> Value {
    match &field.kind {
        FieldKind::Line { .. } | FieldKind::Lines { .. } | FieldKind::Markdown { .. } | FieldKind::Slug => json!("x"),
        FieldKind::Url => json!("https://example.com/"),
        FieldKind::Flag => json!(true),
        FieldKind::Integer { .. } => json!(3),
        FieldKind::Decimal { .. } => json!("1.25"),
        FieldKind::Date => json!("2026-11-24"),
        FieldKind::DateTime => json!("2026-11-24T08:00:00Z"),
        FieldKind::Choice { options } => json!(options.last().expect("an option").value),
        FieldKind::Image { .. } => json!({ "image": 7, "alt": "" }),
        FieldKind::Document | FieldKind::Reference { many: false, .. } => json!(5),
        FieldKind::Reference { many: true, .. } => json!([5, 6]),
        FieldKind::Action { .. } => json!({ "title": "x", "url": "page:3" }),
        FieldKind::Group { form } => filled(form),
        FieldKind::List { item, .. } => json!([{ "id": stable_id(&field.name), "value": filled_field(item) }]),
        FieldKind::Sections { allowed, max, .. } => {
            allowed.iter().take(max.map_or(usize::MAX, |max| max as usize)).map(|name| filled_section(name)).collect()
        }
    }
}

fn filled_section(name: &str) -> Value {
    let block = declarations().blocks.get(name).expect("an allowed block is declared");
    json!({ "id": stable_id(name), "type": name, "value": filled(&block.form) })
}

#[test]
fn what_an_editor_opens_and_leaves_empty_is_a_draft_and_comes_back_as_it_was() {
    for kind in PageKind::ALL {
        let form = (kind.place().form)();
        for body in [form.blank(), opened(&form), filled(&form)] {
            assert_eq!(PageDocument::check_body(kind, &body, Mode::Draft), [], "{kind}");
            let stored = StoredDocument { schema: SCHEMA, body: body.clone() };
            let read = PageDocument::read(kind, stored).unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert_eq!(read.faults, [], "{kind}");
            let written = read.document.to_stored().expect("writes").body;
            for (name, value) in body.as_object().expect("an object") {
                assert_eq!(&written[name], value, "{kind}.{name}");
            }
        }
        let problems = PageDocument::check_body(kind, &filled(&form), Mode::Publish);
        assert_eq!(problems, [], "{kind} with everything filled in");
    }
}

#[test]
fn snippets_too() {
    for kind in SnippetKind::ALL {
        let form = &declarations().snippet(kind.name()).expect("declared").form;
        for body in [form.blank(), filled(form)] {
            assert_eq!(kind.check_body(&body, Mode::Draft), [], "{}", kind.name());
            let read = SnippetDocument::read(kind, StoredDocument { schema: SCHEMA, body: body.clone() });
            let read = read.unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
            assert_eq!(read.to_stored().expect("writes").body, body, "{}", kind.name());
        }
        assert_eq!(kind.check_body(&filled(form), Mode::Publish), [], "{}", kind.name());
        assert!(form.field(&declarations().snippet(kind.name()).expect("declared").named_by).is_some());
    }
}

#[test]
fn every_declared_field_is_a_field_of_its_struct() {
    for kind in PageKind::ALL {
        let empty =
            PageDocument::read(kind, StoredDocument { schema: SCHEMA, body: json!({}) }).expect("reads").document;
        let written = empty.to_stored().expect("writes").body;
        let declared = declarations().kind(kind.name()).expect("declared");
        for field in &declared.form.fields {
            assert!(written.get(field.name.as_ref()).is_some(), "{kind}.{} is declared and not stored", field.name);
        }
    }
}

#[test]
fn the_tree_is_that_of_the_specification() {
    let children = |kind: &str| declarations().kind(kind).expect("declared").children.join(" ");
    assert_eq!(
        children("HomePage"),
        "CourseIndexPage ProgramIndexPage CatalogPage CertificateIndexPage WebinarIndexPage BlogIndexPage EnterprisePage ResourcePage"
    );
    assert_eq!(children("CourseIndexPage"), "CoursePage ExternalCoursePage");
    assert_eq!(children("ProgramIndexPage"), "ProgramPage ExternalProgramPage");
    assert_eq!(children("WebinarIndexPage"), "WebinarPage");
    for leaf in ["CatalogPage", "ResourcePage", "CoursePage", "EnterprisePage", "BlogIndexPage", "CertificateIndexPage"]
    {
        assert_eq!(children(leaf), "");
    }
    let slugs: Vec<_> = PageKind::ALL.into_iter().filter_map(PageKind::fixed_slug).collect();
    assert_eq!(slugs, ["courses", "programs", "catalog", "certificate", "webinars", "blog", "enterprise"]);
    assert!(declarations().may_stand_under("ResourcePage", Some("HomePage")));
    assert!(!declarations().may_stand_under("ResourcePage", Some("CatalogPage")));
    assert!(!declarations().may_stand_under("HomePage", Some("HomePage")));
    assert!(declarations().may_stand_under("HomePage", None) && !declarations().may_stand_under("ResourcePage", None));
    assert!(!declarations().may_stand_under("Hologram", None));
    assert!(declarations().kind("HomePage").expect("declared").reserved_slugs.iter().any(|slug| slug == "checkout"));
}

#[test]
fn what_is_declared_fits_through_the_wire_and_into_schemas() {
    let wire = serde_json::to_string(declarations()).expect("writes");
    assert_eq!(&serde_json::from_str::<xpro_form::Declarations>(&wire).expect("reads"), declarations());
    for kind in &declarations().kinds {
        let schema = json_schema(&kind.form, &declarations().blocks, &kind.label);
        for field in &kind.form.fields {
            assert!(schema["properties"].get(field.name.as_ref()).is_some(), "{}.{}", kind.name, field.name);
        }
    }
    for snippet in &declarations().snippets {
        assert_eq!(snippet_json_schema(snippet, &declarations().blocks)["title"], snippet.label.as_ref());
    }
    for block in &declarations().blocks.0 {
        assert!(!block.label.is_empty() && !block.help.is_empty() && !block.icon.is_empty(), "{}", block.name);
    }
}

#[test]
fn html_for_feeds_asks_for_a_permission() {
    let raw = declarations().blocks.get("raw_html").expect("declared");
    assert_eq!(raw.permission.as_deref(), Some("content.raw_html"));
}

#[test]
fn slugs_of_the_application_and_of_other_kinds_are_theirs() {
    for slug in ["checkout", "blog", "certificate", "courses"] {
        assert!(!PageKind::ResourcePage.may_have_slug(slug), "{slug}");
    }
    assert!(PageKind::ResourcePage.may_have_slug("terms") && PageKind::WebinarPage.may_have_slug("checkout"));
    assert!(PageKind::CertificateIndexPage.may_have_slug("certificate"));
    assert!(!PageKind::CertificateIndexPage.may_have_slug("diplomas"));
}
