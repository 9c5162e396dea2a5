//! Drawings as pixels.

use super::{DrawingError, Plan, root};
use crate::PictureError;
use image::RgbaImage;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, ImageKind, Options, Tree},
};
use roxmltree::Document;

/// Reads nothing but the text itself: the usual way would open files that it names.
fn options() -> Options<'static> {
    let image_href_resolver = ImageHrefResolver {
        resolve_data: Box::new(|mime, data, _| match mime {
            "image/jpeg" => Some(ImageKind::JPEG(data)),
            "image/png" => Some(ImageKind::PNG(data)),
            "image/gif" => Some(ImageKind::GIF(data)),
            "image/webp" => Some(ImageKind::WEBP(data)),
            _ => None,
        }),
        resolve_string: Box::new(|_, _| None),
    };
    Options { image_href_resolver, ..Options::default() }
}

/// What is to be drawn, with every reference followed.
pub(super) fn tree(text: &str) -> Result<Tree, DrawingError> {
    Tree::from_str(text, &options()).map_err(|_| DrawingError::Broken)
}

/// Width and height in the drawing's own units, from its attributes or its viewBox.
pub(super) fn size(document: &Document<'_>) -> Result<(f32, f32), DrawingError> {
    let element = document.root_element();
    let says = |name: &str| element.attribute(name).is_some_and(|value| !value.trim().ends_with('%'));
    let says_size = says("width") && says("height");
    if !says_size && !element.attribute("viewBox").is_some_and(is_view_box) {
        return Err(DrawingError::NoSize);
    }
    // Only the first tag is of interest, so only that is read.
    let mut tag = format!("<svg xmlns=\"{}\"", root::NAMESPACE);
    for name in ["width", "height", "viewBox"] {
        if let Some(value) = element.attribute(name) {
            let harmless =
                |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '.' | ',' | '-' | '+' | '%');
            tag.push_str(&format!(" {name}=\"{}\"", value.chars().filter(harmless).collect::<String>()));
        }
    }
    tag.push_str("/>");
    let tree = Tree::from_str(&tag, &options()).map_err(|_| DrawingError::NoSize)?;
    Ok((tree.size().width(), tree.size().height()))
}

/// Four numbers, of which the last two are a size.
pub(super) fn is_view_box(text: &str) -> bool {
    let parts = text.split([' ', ',', '\t', '\n']).filter(|part| !part.is_empty());
    let numbers: Vec<f32> = parts.map_while(|part| part.parse().ok()).collect();
    matches!(numbers[..], [_, _, width, height] if width > 0.0 && height > 0.0)
}

/// Draws one part at the size that is asked for.
pub(super) fn pixels(text: &str, plan: Plan) -> Result<RgbaImage, PictureError> {
    let tree = tree(text).map_err(|error| PictureError::Unreadable(error.to_string()))?;
    let (width, height) = plan.size;
    let mut paper = Pixmap::new(width, height).ok_or(PictureError::ResultTooLarge)?;
    let scale = |to: u32, from: u32| to as f32 / from as f32;
    let place = Transform::from_scale(scale(width, plan.crop.width), scale(height, plan.crop.height))
        .pre_translate(-(plan.crop.left as f32), -(plan.crop.top as f32));
    resvg::render(&tree, place, &mut paper.as_mut());
    RgbaImage::from_raw(width, height, paper.take_demultiplied()).ok_or(PictureError::ResultTooLarge)
}
