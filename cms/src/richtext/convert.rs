//! HTML of other systems to Markdown.

use htmd::HtmlToMarkdown;
use std::sync::LazyLock;

/// The rich text of an imported HTML fragment: paragraphs, headings, lists, emphasis and links; everything else is dropped
/// or becomes its text. Text that already is plain comes out as it is.
pub fn from_html(html: &str) -> String {
    let clean = ammonia::Builder::default()
        .url_schemes(std::collections::HashSet::from(["http", "https", "mailto", "tel"]))
        .rm_tags(["img", "table", "thead", "tbody", "tr", "td", "th", "span", "div"])
        .clean(html)
        .to_string();
    CONVERTER.convert(&clean).map(|markdown| markdown.trim().to_owned()).unwrap_or_else(|_| super::plain(&clean))
}

static CONVERTER: LazyLock<HtmlToMarkdown> =
    LazyLock::new(|| HtmlToMarkdown::builder().skip_tags(vec!["script", "style", "iframe", "object"]).build());
