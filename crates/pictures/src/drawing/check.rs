//! The second line: looks at what the filter let through.

use super::{DrawingError, repeats, root::NAMESPACE};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashMap;

/// Elements as they are written.
const MOST_ELEMENTS: u32 = 20_000;
/// Nesting as it is written.
const DEEPEST: usize = 100;

/// Names that the filter does not let through. That none is there is checked all the same.
const ACTIVE: [&str; 9] =
    ["script", "foreignObject", "handler", "listener", "iframe", "embed", "object", "audio", "video"];

/// Reads what comes in before the filter does, whose work grows with the square of the nesting.
pub(super) fn shallow(text: &str) -> Result<(), DrawingError> {
    let document = read(text, true)?;
    let mut depths = HashMap::from([(document.root().id(), 0_usize)]);
    for node in document.descendants().filter(Node::is_element) {
        let depth = node.parent().and_then(|parent| depths.get(&parent.id())).map_or(1, |depth| depth + 1);
        if depth > DEEPEST {
            return Err(DrawingError::TooComplex);
        }
        depths.insert(node.id(), depth);
    }
    Ok(())
}

/// Reads what the filter wrote.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, DrawingError> {
    read(text, false)
}

fn read(text: &str, allow_dtd: bool) -> Result<Document<'_>, DrawingError> {
    // Elements, and the texts before and after each.
    let options = ParsingOptions { allow_dtd, nodes_limit: 3 * MOST_ELEMENTS, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => DrawingError::TooComplex,
        _ => DrawingError::Broken,
    })
}

/// Whether every element only draws, refers to nothing outside, and repeats others within bounds.
pub(super) fn structure(document: &Document<'_>) -> Result<(), DrawingError> {
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(NAMESPACE) {
        return Err(DrawingError::Broken);
    }
    if !root.children().any(|child| child.is_element()) {
        return Err(DrawingError::Empty);
    }
    root.descendants().filter(Node::is_element).try_for_each(harmless)?;
    repeats::bounded(root)
}

fn harmless(element: Node<'_, '_>) -> Result<(), DrawingError> {
    let name = element.tag_name().name();
    if element.tag_name().namespace() != Some(NAMESPACE)
        || ACTIVE.iter().any(|active| active.eq_ignore_ascii_case(name))
    {
        return Err(DrawingError::Active);
    }
    if name == "style" {
        for text in element.children().filter_map(|child| child.text()) {
            plain(text)?;
        }
    }
    for attribute in element.attributes() {
        let value = attribute.value();
        if attribute.name().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            return Err(DrawingError::Active);
        }
        if attribute.name() == "href" && !value.starts_with('#') && !value.starts_with("data:image/") {
            return Err(DrawingError::External);
        }
        // Pictures that are embedded may spell whatever they like.
        if attribute.name() != "href" {
            plain(value)?;
        }
    }
    Ok(())
}

/// A value or style sheet that fetches nothing and runs nothing.
fn plain(value: &str) -> Result<(), DrawingError> {
    let value = value.to_ascii_lowercase();
    if value.contains("javascript:") || value.contains("expression(") {
        return Err(DrawingError::Active);
    }
    if ["@import", "image-set(", "src("].iter().any(|fetches| value.contains(fetches)) {
        return Err(DrawingError::External);
    }
    let mut targets = value.split("url(").skip(1).map(|target| target.trim_start_matches([' ', '"', '\'']));
    let stays = |target: &str| target.starts_with('#') || target.starts_with(')') || target.starts_with("data:image/");
    if targets.all(stays) { Ok(()) } else { Err(DrawingError::External) }
}
