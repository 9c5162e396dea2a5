//! The outermost element, which says how large a drawing is.

use super::{DrawingError, LONGEST_SIDE};
use roxmltree::Node;

/// Namespace of drawings.
pub(super) const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Properties that would overrule the size and place that specs give.
const PLACING: [&str; 22] = [
    "width",
    "height",
    "min-width",
    "min-height",
    "max-width",
    "max-height",
    "position",
    "top",
    "left",
    "right",
    "bottom",
    "inset",
    "margin",
    "padding",
    "display",
    "transform",
    "zoom",
    "x",
    "y",
    "translate",
    "scale",
    "rotate",
];

/// Whole pixels, with the longest side bounded.
pub(super) fn whole_size((width, height): (f32, f32)) -> Result<(u32, u32), DrawingError> {
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(DrawingError::NoSize);
    }
    let scale = (LONGEST_SIDE / width.max(height)).min(1.0);
    // Between 1 and `LONGEST_SIDE`.
    let whole = |side: f32| (side * scale).round().clamp(1.0, LONGEST_SIDE) as u32;
    Ok((whole(width), whole(height)))
}

/// The drawing with a first tag that says its size in pixels and where its content lies; everything else stays.
pub(super) fn rewritten(
    hushed: &str,
    root: Node<'_, '_>,
    (user_width, user_height): (f32, f32),
    (width, height): (u32, u32),
) -> Result<String, DrawingError> {
    let view_box = match root.attribute("viewBox").filter(|text| super::draw::is_view_box(text)) {
        Some(view_box) => view_box.to_owned(),
        None => format!("0 0 {user_width} {user_height}"),
    };
    let mut tag = format!("<svg xmlns=\"{NAMESPACE}\" width=\"{width}\" height=\"{height}\" viewBox=\"");
    push_escaped(&mut tag, &view_box);
    tag.push('"');
    let mut end = root.range().start;
    for attribute in root.attributes() {
        end = end.max(attribute.range().end);
        let value = match attribute.name() {
            "width" | "height" | "viewBox" | "x" | "y" | "transform" => continue,
            "style" => without_placing(attribute.value()),
            _ => attribute.value().to_owned(),
        };
        tag.push_str(&format!(" {}=\"", attribute.name()));
        push_escaped(&mut tag, &value);
        tag.push('"');
    }
    // What is left of the tag can only be the declaration of the namespace, which has no `>` in it.
    let rest = hushed.get(end..root.range().end).ok_or(DrawingError::Broken)?;
    let (_, rest) = rest.split_once('>').ok_or(DrawingError::Broken)?;
    Ok(format!("{tag}>{rest}"))
}

fn without_placing(style: &str) -> String {
    let stays = |declaration: &&str| {
        let property = declaration.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        !PLACING.contains(&property.as_str()) && !property.starts_with("margin-") && !property.starts_with("padding-")
    };
    style.split(';').filter(stays).collect::<Vec<_>>().join(";")
}

fn push_escaped(text: &mut String, value: &str) {
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\n' => text.push_str("&#10;"),
            letter => text.push(letter),
        }
    }
}
