//! `/` (cms.md 1.4.1).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::{Block, ImageUse};
use xpro_form::{Form, Limit, form, image_of, line, sections, web_address};

/// Sections of the home page.
const SECTIONS: &[&str] = &[
    "lineup",
    "text_video",
    "icon_grid",
    "testimonials",
    "text_image",
    "image_carousel",
    "text",
    "outcomes",
    "audience",
    "faculty",
    "news",
    "faq",
];

form! {
    /// The home page.
    HomePage {
        /// First line of the hero.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Second line of the hero.
        subhead: String = line(255).required(),
        /// Fills the hero; at least 1900×650.
        background_image: Option<ImageUse> = image_of(1900, 650),
        /// Handed to programs that read the content. This site shows the picture and plays nothing over it.
        background_video_url: String = web_address().label("Background video"),
        /// In the order of the page.
        sections: Vec<Block> = sections(SECTIONS),
    }
}
page_body!(HomePage, sections);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Home page",
    help: "The front door.",
    parents: &[],
    limit: Limit::OnePerSite,
    form: HomePage::form,
    ..Place::PLAIN
};
