//! Parts of the content that feeds and the API get besides a product page (cms.md 2.0.1, stream 1). Never shown.

use super::{About, BlockBody};
use crate::document::{ImageUse, Markdown};
use xpro_form::{form, image, line, lines, markdown};

/// A part of which there may be several.
const fn part(label: &'static str, icon: &'static str, help: &'static str) -> About {
    About { label, help, icon, anchor: "", only_one: false, permission: None }
}

form! {
    /// A heading.
    FeedHeading {
        /// The heading.
        text: String = line(255).required(),
    }
}
impl BlockBody for FeedHeading {
    const ABOUT: About = part("Heading", "heading", "A heading for feeds.");
}

form! {
    /// A paragraph.
    FeedParagraph {
        /// The text.
        text: Markdown = markdown().required(),
    }
}
impl BlockBody for FeedParagraph {
    const ABOUT: About = part("Paragraph", "text", "A text for feeds.");
}

form! {
    /// An image.
    FeedImage {
        /// The image.
        image: Option<ImageUse> = image().required(),
    }
}
impl BlockBody for FeedImage {
    const ABOUT: About = part("Image", "image", "An image for feeds.");
}

form! {
    /// HTML as somebody wrote it; it never reaches a page of ours.
    FeedHtml {
        /// The HTML.
        html: String = lines().required(),
    }
}
impl BlockBody for FeedHtml {
    const ABOUT: About = About {
        permission: Some("content.raw_html"),
        ..part("Raw HTML", "code", "HTML for feeds, passed on as it is. Never shown on a page.")
    };
}
