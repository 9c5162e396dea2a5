//! `/enterprise/` (cms.md 1.4.8).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::{Block, ImageUse, Item, Markdown};
use xpro_form::{Form, form, image_of, line, list_of, markdown, sections};

/// Sections of the enterprise page.
const SECTIONS: &[&str] = &[
    "companies_logos",
    "learning_journey",
    "success_stories",
    "learning_strategy_form",
    "text",
    "testimonials",
    "faq",
];

form! {
    /// Three lines that stand above each other.
    BannerHeading {
        /// Small.
        upper: String = line(25).required(),
        /// Large.
        middle: String = line(25).required(),
        /// Small.
        bottom: String = line(25).required(),
    }
}

form! {
    /// The page for companies.
    EnterprisePage {
        /// Its name.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Lines of the banner.
        headings: Vec<Item<BannerHeading>> = list_of::<BannerHeading>().required(),
        /// Fills the banner; at least 1440×613.
        background_image: Option<ImageUse> = image_of(1440, 613),
        /// Stands in the banner; at least 544×444.
        overlay_image: Option<ImageUse> = image_of(544, 444),
        /// Below the banner.
        description: Markdown = markdown().required(),
        /// Button that leads to the form.
        action_title: String = line(100).required(),
        /// In the order of the page.
        sections: Vec<Block> = sections(SECTIONS),
    }
}
page_body!(EnterprisePage, sections);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Enterprise",
    help: "What companies are offered.",
    form: EnterprisePage::form,
    ..Place::only_one_at("enterprise")
};
