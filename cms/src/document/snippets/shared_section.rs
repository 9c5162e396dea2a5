//! A section that several pages show (cms.md 4.6).

use super::About;
use crate::document::Block;
use xpro_form::{Target, flag, form, line, reference, sections};
use xpro_kernel::PlatformId;

/// Sections that may be shared.
const SHAREABLE: &[&str] = &[
    "text_image",
    "icon_grid",
    "outcomes",
    "audience",
    "testimonials",
    "faculty",
    "news",
    "faq",
    "text",
    "text_video",
    "image_carousel",
    "companies_logos",
    "learning_journey",
    "success_stories",
    "learning_strategy_form",
];

form! {
    /// A section that several pages show. Pages follow it, but for the fields that are edited there.
    SharedSection {
        /// Only editors read it.
        name: String = line(255).required(),
        /// Meant for pages of this platform; none for all.
        platform: Option<PlatformId> = reference(Target::Platform),
        /// New pages of a vendor's courses receive it. There is one for each type of section and platform.
        is_default: bool = flag().label("Given to new external course pages"),
        /// What it says.
        section: Vec<Block> = sections(SHAREABLE).required().at_most(1),
    }
}

/// What the editor says of it.
pub(super) const ABOUT: About = About {
    label: "Shared section",
    plural: "Shared sections",
    help: "A section that several pages show.",
    icon: "link",
    named_by: "name",
};
