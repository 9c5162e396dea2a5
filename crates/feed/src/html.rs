//! Words and pictures of an item's HTML.

use scraper::{Html, Selector, node::Node};
use std::sync::LazyLock;
use url::Url;

static PICTURES: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("img[src]").expect("the selector is written correctly"));

/// Words of a fragment without markup, blanks collapsed.
pub(crate) fn words(html: &str) -> String {
    words_of(&Html::parse_fragment(html))
}

/// Words of a description, and the address of its first picture that can be fetched; relative ones start at `base`.
pub(crate) fn words_and_picture(html: &str, base: &Url) -> (String, Option<Url>) {
    let fragment = Html::parse_fragment(html);
    let picture = fragment
        .select(&PICTURES)
        .filter_map(|image| base.join(image.attr("src")?.trim()).ok())
        .find(|url| matches!(url.scheme(), "http" | "https"));
    (words_of(&fragment), picture)
}

fn words_of(fragment: &Html) -> String {
    let is_shown = |element: &str| !matches!(element, "script" | "style" | "template" | "noscript");
    let mut text = String::new();
    for node in fragment.tree.nodes() {
        match node.value() {
            Node::Text(words) => {
                let hidden =
                    node.ancestors().any(|above| above.value().as_element().is_some_and(|it| !is_shown(it.name())));
                if !hidden {
                    text.push_str(words);
                }
            }
            // Words of two blocks are not one word.
            Node::Element(element) if is_block(element.name()) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_block(element: &str) -> bool {
    matches!(
        element,
        "p" | "div"
            | "br"
            | "li"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "figure"
            | "figcaption"
            | "tr"
            | "td"
            | "blockquote"
    )
}

/// At most `most` characters, cut at a word, with an ellipsis when cut.
pub(crate) fn shortened(text: String, most: usize) -> String {
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.', ' ']))
}
