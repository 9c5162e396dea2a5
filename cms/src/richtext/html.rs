//! Markdown to HTML that is safe to print.

use super::picture::{Pictures, Shown};
use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::{collections::HashSet, sync::LazyLock};
use xpro_form::is_safe_link;
use xpro_kernel::ImageId;

/// HTML of a rich text. Headings begin at h3, below the page's h1 and the section's h2; raw HTML in the text is shown as
/// text; links that are neither http(s), mail, telephone nor on this site lose their address, and so do links to pages and
/// documents by their id, which [`to_html_with`] resolves.
pub fn to_html(markdown: &str) -> String {
    to_html_with(markdown, &Nothing)
}

/// What a text may name of the site.
pub trait Known {
    /// Where `page:12` and `document:3` are; none when they are gone, and for other addresses.
    fn address(&self, link: &str) -> Option<String>;

    /// A picture of the library, at most this many pixels wide on the page.
    fn picture(&self, image: ImageId, width: u32) -> Option<Shown>;
}

struct Nothing;

impl Known for Nothing {
    fn address(&self, _: &str) -> Option<String> {
        None
    }

    fn picture(&self, _: ImageId, _: u32) -> Option<Shown> {
        None
    }
}

/// The same, with the addresses of pages, documents and pictures. A link to what is gone stays as plain text (cms.md T2,
/// T3), and so does the alternative text of a picture that is gone.
pub fn to_html_with(markdown: &str, known: &dyn Known) -> String {
    if markdown.trim().is_empty() {
        return String::new();
    }
    let mut pictures = Pictures::new(known);
    let mut depth = 0;
    let mut in_dead_link = false;
    let events = events(markdown)
        .filter(|event| is_shallow(event, &mut depth))
        .filter_map(|event| pictures.pass(event))
        .map(|event| if let Event::InlineHtml(html) = event { Event::InlineHtml(html) } else { tame(event, known) })
        .filter_map(|event| without_dead_links(event, &mut in_dead_link));
    let mut unsafe_html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut unsafe_html, events);
    SANITIZER.clean(&unsafe_html).to_string()
}

/// What a rich text consists of.
pub(crate) fn events(markdown: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(markdown, options)
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

fn tame<'a>(event: Event<'a>, known: &dyn Known) -> Event<'a> {
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: below_section(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_section(level))),
        Event::Html(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            // Autolinked addresses come without their scheme.
            let is_ok = link_type == LinkType::Email || is_safe_link(&dest_url);
            let dest_url = match resolve_by_id(&dest_url, known) {
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

/// The address of a page or document named by its id, empty when it is gone; none for other addresses.
fn resolve_by_id(address: &str, known: &dyn Known) -> Option<String> {
    let by_id = address.starts_with("page:") || address.starts_with("document:");
    by_id.then(|| known.address(address).unwrap_or_default())
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
        .add_tag_attributes("img", ["class", "loading", "decoding", "srcset", "sizes"])
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "href") if value.is_empty() => None,
            ("a", "title" | "href" | "rel")
            | ("ol", "start")
            | ("img", "alt" | "class" | "loading" | "decoding" | "sizes" | "width" | "height") => Some(value.into()),
            // Pictures are ours; those of others would tell them who reads.
            ("img", "src" | "srcset") if value.split(',').all(|one| is_ours(one.trim())) => Some(value.into()),
            _ => None,
        })
        .set_tag_attribute_value("a", "rel", "noopener");
    builder
});

/// What is left of a rich text's HTML inside a heading or another line: paragraphs follow each other with a line break.
pub fn inline(html: &str) -> String {
    let lines = INLINE.clean(&html.trim().replace("</p>", "</p><br>")).to_string();
    lines.trim().trim_end_matches("<br>").trim_end().to_owned()
}

static INLINE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.tags(HashSet::from(["strong", "em", "del", "code", "a", "br"])).link_rel(Some("noopener"));
    builder
});

fn is_ours(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//")
}
