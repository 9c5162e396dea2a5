//! What a rich text holds beyond what its field offers (cms.md 3.2 "only these features"). The toolbar and the paste keep to
//! it; whoever writes Markdown by hand, or through the API, is told here.

use super::{
    Code, Finding,
    texts::{Text, texts},
};
use crate::{document::declarations, richtext};
use pulldown_cmark::{Event, HeadingLevel, Tag};
use serde_json::Value;
use xpro_form::{Feature, FormSpec, Problem};

pub(super) fn find(texts: &[Text<'_>]) -> Vec<Finding> {
    let told = |text: &Text<'_>| {
        let what = beyond(text.text, text.features?)?;
        Some(Finding::error(Code::Feature, &text.path, message(what)))
    };
    texts.iter().filter_map(told).collect()
}

/// The same of a record, which has no other checks.
pub(crate) fn problems(form: &FormSpec, body: &Value) -> Vec<Problem> {
    let told = |text: Text<'_>| Some(Problem::error(text.path, message(beyond(text.text, text.features?)?)));
    texts(form, &declarations().blocks, body).into_iter().filter_map(told).collect()
}

fn message(what: &str) -> String {
    format!("Take out {what}: this text may not hold any.")
}

/// The first thing of a text that its field does not offer. A field that offers everything takes quotations, code and
/// tables too, which have no name of their own.
fn beyond(markdown: &str, features: &[Feature]) -> Option<&'static str> {
    let offers_all = Feature::ALL.iter().all(|feature| features.contains(feature));
    if offers_all {
        return None;
    }
    richtext::events(markdown).find_map(|event| {
        let (feature, name) = match event {
            Event::Start(Tag::Heading { level, .. }) => (Some(feature_of(level)), "the headings of this size"),
            Event::Start(Tag::Strong) => (Some(Feature::Bold), "bold words"),
            Event::Start(Tag::Emphasis) => (Some(Feature::Italic), "italic words"),
            Event::Start(Tag::List(Some(_))) => (Some(Feature::Ol), "numbered lists"),
            Event::Start(Tag::List(None)) => (Some(Feature::Ul), "lists"),
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("document:") => {
                (Some(Feature::DocumentLink), "links to documents")
            }
            Event::Start(Tag::Link { .. }) => (Some(Feature::Link), "links"),
            Event::Start(Tag::Image { .. }) => (Some(Feature::Image), "pictures"),
            Event::Start(Tag::BlockQuote(_)) => (None, "quotations"),
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => (None, "code"),
            Event::Start(Tag::Table(_)) => (None, "tables"),
            Event::Rule => (Some(Feature::Hr), "rules"),
            _ => return None,
        };
        (!feature.is_some_and(|feature| features.contains(&feature))).then_some(name)
    })
}

/// As the toolbar makes them: the two largest are printed alike, and so are the three smallest.
fn feature_of(level: HeadingLevel) -> Feature {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => Feature::H2,
        HeadingLevel::H3 => Feature::H3,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => Feature::H4,
    }
}

#[cfg(test)]
mod tests {
    use super::beyond;
    use xpro_form::Feature;

    #[test]
    fn what_a_field_does_not_offer_is_named() {
        let plain = [Feature::Bold, Feature::Link];
        assert_eq!(beyond("**Now** at [MIT](https://mit.edu) \\*really\\*", &plain), None);
        for (text, what) in [
            ("## News", "the headings of this size"),
            ("Some *words*", "italic words"),
            ("1. One", "numbered lists"),
            ("- One", "lists"),
            ("[Plan](document:3)", "links to documents"),
            ("![Dome](image:3)", "pictures"),
            ("> Said", "quotations"),
            ("`code`", "code"),
            ("| a |\n| - |\n| b |", "tables"),
            ("Above\n\n---", "rules"),
        ] {
            assert_eq!(beyond(text, &plain), Some(what), "{text}");
        }
        assert_eq!(beyond("> | 1. ![x](image:1)", &Feature::ALL), None);
    }
}
