//! A learner's words that several pages show.

use super::About;

/// What the editor says of it.
pub(super) const ABOUT: About = About {
    label: "Testimonial",
    plural: "Testimonials",
    help: "A learner's words that several pages show.",
    icon: "quote",
    named_by: "name",
};
