//! `fields` (cms.md 6.3).

use crate::content_api::{
    fields::{Base, Fields, MAX_LENGTH},
    schema::Schema,
    select::{Selection, View},
};
use crate::document::PageKind;
use std::time::{Duration, Instant};

fn refusal(text: &str) -> String {
    Fields::parse(text).expect_err(text).to_string()
}

fn selected(text: &str, view: View) -> Result<Selection, String> {
    let fields = Fields::parse(text).map_err(|error| error.to_string())?;
    Selection::new(Schema::Page(PageKind::CoursePage), &fields, view, false).map_err(|error| error.to_string())
}

#[test]
fn names_add_and_remove() {
    let fields = Fields::parse("title,-slug,parent(id,title)").expect("parses");
    let names: Vec<_> =
        fields.names.iter().map(|named| (named.name.as_str(), named.removed, named.nested.is_some())).collect();
    assert_eq!(names, [("title", false, false), ("slug", true, false), ("parent", false, true)]);
    assert_eq!(Fields::parse("*").expect("parses").base, Base::Everything);
    assert_eq!(Fields::parse("_,title").expect("parses").base, Base::Nothing);
    assert_eq!(Fields::parse("*,-title,parent(_,id)").expect("parses").names.len(), 2);
}

#[test]
fn what_is_wrong_is_told_with_its_position() {
    for (text, told) in [
        ("title, slug", "unexpected char ' ' at position 6"),
        ("title,", "unexpected end of input at position 6"),
        ("parent(title", "unexpected end of input at position 12"),
        ("title)", "unexpected char ')' at position 5"),
        ("parent()", "unexpected char ')' at position 7"),
        (",title", "unexpected char ',' at position 0"),
        ("title;drop", "unexpected char ';' at position 5"),
        ("title,*", "'*' must be in the first position (position 6)"),
        ("title,_", "'_' must be in the first position (position 6)"),
        ("*,title", "'title' after '*' at position 2: it is there already"),
        ("_,-title", "'-title' after '_' at position 2: there is nothing to remove"),
        ("*title", "unexpected char 't' at position 1"),
        ("a(b(c(d(e))))", "nested deeper than 4 levels at position 8"),
        ("é", "unexpected char 'é' at position 0"),
    ] {
        assert_eq!(refusal(text), format!("fields error: {told}"), "{text}");
    }
}

#[test]
fn no_expression_is_slow() {
    let begun = Instant::now();
    let open = "parent(".repeat(1_000_000);
    let long = "a,".repeat(1_000_000);
    let removed = format!("*{}", ",-title".repeat(280));
    assert_eq!(refusal(&open), format!("fields error: longer than {MAX_LENGTH} characters"));
    assert_eq!(refusal(&long), format!("fields error: longer than {MAX_LENGTH} characters"));
    assert!(refusal(&"parent(".repeat(280)).contains("nested deeper"));
    assert!(selected(&removed, View::Detail).is_ok_and(|selection| !selection.has("title")));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn the_usual_fields_are_those_of_the_reference() {
    let names = |selection: &Selection| {
        let all = Schema::Page(PageKind::CoursePage).fields();
        all.into_iter().map(|field| field.name).filter(|name| selection.has(name)).collect::<Vec<_>>()
    };
    let listed = Selection::new(Schema::AnyPage, &Fields::default(), View::Listing, false).expect("selects");
    assert_eq!(
        names(&listed),
        ["id", "type", "detail_url", "html_url", "slug", "first_published_at", "live", "last_published_at", "title"]
    );
    let detail =
        Selection::new(Schema::Page(PageKind::CoursePage), &Fields::default(), View::Detail, false).expect("selects");
    assert!(detail.has("parent") && detail.has("course") && !detail.has("locale") && !detail.has("version"));
    assert!(selected("*", View::Detail).is_ok_and(|selection| selection.has("locale")));
    let nested = detail.within("parent").expect("nested");
    assert_eq!(names(nested), ["id", "type", "detail_url", "html_url", "title"]);
}

#[test]
fn what_is_not_there_cannot_be_selected() {
    for (text, view, told) in [
        ("zebra,apple", View::Detail, "unknown fields: apple, zebra"),
        ("parent", View::Listing, "unknown fields: parent"),
        ("title(id)", View::Detail, "'title' does not support nested fields"),
        ("outcomes(heading)", View::Detail, "'outcomes' does not support nested fields"),
        ("program", View::Detail, "unknown fields: program"),
        ("parent(course)", View::Detail, "unknown fields: course"),
    ] {
        assert_eq!(selected(text, view).expect_err(text), told);
    }
}
