//! Markdown to HTML that is safe to print.

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::{collections::HashSet, sync::LazyLock};
use xpro_form::is_safe_link;

/// HTML of a rich text. Headings begin at h3, below the page's h1 and the section's h2; raw HTML in the text is shown as
/// text; links that are neither http(s), mail, telephone nor on this site lose their address, and so do links to pages and
/// documents by their id, which [`to_html_with`] resolves.
pub fn to_html(markdown: &str) -> String {
    to_html_with(markdown, &|_| None)
}

/// The same, with the addresses of pages and documents: `resolve` is asked for `page:12` and `document:3`. A link to what is
/// gone stays as plain text (cms.md T2, T3).
pub fn to_html_with(markdown: &str, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let events = Parser::new_ext(markdown, options).map(|event| tame(event, resolve));
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unsafe_html, events);
    SANITIZER.clean(&unsafe_html).to_string()
}

fn tame<'a>(event: Event<'a>, resolve: &dyn Fn(&str) -> Option<String>) -> Event<'a> {
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below_section(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_section(level))),
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            // Autolinked addresses come without their scheme.
            let is_ok = link_type == LinkType::Email || is_safe_link(&dest_url);
            let dest_url = match resolve_by_id(&dest_url, resolve) {
                Some(address) => CowStr::from(address),
                None if is_ok => dest_url,
                None => CowStr::Borrowed(""),
            };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        other => other,
    }
}

/// The address of a page or document named by its id, empty when it is gone; none for other addresses.
fn resolve_by_id(address: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let by_id = address.starts_with("page:") || address.starts_with("document:");
    by_id.then(|| resolve(address).unwrap_or_default())
}

fn below_section(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// The second wall: even if the parser let something through, only these tags leave.
static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "del",
        "ul",
        "ol",
        "li",
        "a",
        "blockquote",
        "code",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(tags))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") if value.is_empty() => None,
            ("a", "title" | "href" | "rel") | ("ol", "start") => Some(value.into()),
            _ => None,
        })
        .set_tag_attribute_value("a", "rel", "noopener");
    builder
});
