//! Markdown to HTML that is safe to print.

use ammonia::{Builder, clean_text};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::{collections::HashSet, sync::LazyLock};
use xpro_form::is_safe_link;

/// HTML of a rich text. Headings begin at h3, below the page's h1 and the section's h2; raw HTML in the text is shown as
/// text; links that are neither http(s), mail, telephone nor on this site lose their address, and so do links to pages and
/// documents by their id, which [`to_html_with`] resolves.
pub fn to_html(markdown: &str) -> String {
    to_html_with(markdown, &|_| None)
}

/// The same, with the addresses of pages, documents and pictures: `resolve` is asked for `page:12`, `document:3` and
/// `image:7/width-800`. A link to what is gone stays as plain text (cms.md T2, T3), and so does the alternative text of a
/// picture that is gone.
pub fn to_html_with(markdown: &str, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut pictures = Pictures { resolve, open: None };
    let mut depth = 0;
    let mut in_dead_link = false;
    let events = Parser::new_ext(markdown, options)
        .filter(|event| is_shallow(event, &mut depth))
        .filter_map(|event| pictures.pass(event))
        .map(|event| if let Event::InlineHtml(html) = event { Event::InlineHtml(html) } else { tame(event, resolve) })
        .filter_map(|event| without_dead_links(event, &mut in_dead_link));
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unsafe_html, events);
    SANITIZER.clean(&unsafe_html).to_string()
}

/// Quotes, lists and emphasis inside each other at most; what is deeper keeps its words and loses its form, as every level
/// costs as much as those around it.
const DEEPEST: usize = 50;

/// Whether an event stays, by how many elements are open around it.
fn is_shallow(event: &Event<'_>, depth: &mut usize) -> bool {
    match event {
        Event::Start(
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Strikethrough,
        ) => {
            *depth += 1;
            *depth <= DEEPEST
        }
        Event::End(
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough,
        ) => {
            *depth = depth.saturating_sub(1);
            *depth < DEEPEST
        }
        _ => true,
    }
}

fn tame<'a>(event: Event<'a>, resolve: &dyn Fn(&str) -> Option<String>) -> Event<'a> {
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below_section(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_section(level))),
        Event::Html(text) => Event::Text(text),
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

/// Of a link that leads nowhere its words stay. Links hold no links, so that one mark is enough.
fn without_dead_links<'a>(event: Event<'a>, in_dead_link: &mut bool) -> Option<Event<'a>> {
    match event {
        Event::Start(Tag::Link { dest_url, .. }) if dest_url.is_empty() => {
            *in_dead_link = true;
            None
        }
        Event::End(TagEnd::Link) if std::mem::take(in_dead_link) => None,
        event => Some(event),
    }
}

/// Pictures of the library become elements; their words between the brackets are the alternative text (cms.md T4).
struct Pictures<'r> {
    resolve: &'r dyn Fn(&str) -> Option<String>,
    /// Address and form of the picture whose words come, and the words so far. The address is empty when it is gone.
    open: Option<(String, &'static str, String)>,
}

impl Pictures<'_> {
    /// Takes pictures out of the stream and puts their elements in. HTML that somebody wrote becomes text, so that what
    /// is HTML behind this is ours.
    fn pass<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match (&mut self.open, event) {
            (None, Event::Start(Tag::Image { dest_url, title, .. })) => {
                let (form, width) = picture_form(&title);
                let wanted = dest_url.starts_with("image:").then(|| format!("{dest_url}/width-{width}"));
                let address = wanted.and_then(|wanted| (self.resolve)(&wanted)).unwrap_or_default();
                self.open = Some((address, form, String::new()));
                None
            }
            (Some(_), Event::End(TagEnd::Image)) => self.open.take().map(|(address, form, alt)| {
                if address.is_empty() {
                    Event::Text(alt.into())
                } else {
                    Event::InlineHtml(picture(&address, form, &alt).into())
                }
            }),
            (Some((_, _, alt)), event) => {
                if let Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) = event {
                    alt.push_str(&text);
                }
                None
            }
            (None, Event::InlineHtml(text)) => Some(Event::Text(text)),
            (None, event) => Some(event),
        }
    }
}

/// How a picture stands, by the title of its Markdown (`![words](image:7 "left")`), and how wide its file is.
fn picture_form(title: &str) -> (&'static str, u32) {
    match title {
        "left" => ("left", 500),
        "right" => ("right", 500),
        _ => ("full-width", 800),
    }
}

fn picture(address: &str, form: &str, alt: &str) -> String {
    let (address, alt) = (clean_text(address), clean_text(alt));
    format!(r#"<img class="{form}" loading="lazy" src="{address}" alt="{alt}">"#)
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
        "img",
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
        .add_tag_attributes("img", ["class", "loading"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") if value.is_empty() => None,
            ("a", "title" | "href" | "rel") | ("ol", "start") | ("img", "alt" | "class" | "loading") => {
                Some(value.into())
            }
            // Pictures are ours; those of others would tell them who reads.
            ("img", "src") if value.starts_with('/') && !value.starts_with("//") => Some(value.into()),
            _ => None,
        })
        .set_tag_attribute_value("a", "rel", "noopener");
    builder
});
