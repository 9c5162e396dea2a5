//! `/webinars/` (cms.md 1.4.2).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::ImageUse;
use xpro_form::{Form, form, image_of};

form! {
    /// The list of webinars.
    WebinarIndexPage {
        /// Its heading.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Behind the heading; at least 1440×200. Without one the site's own is shown.
        banner_image: Option<ImageUse> = image_of(1440, 200),
    }
}
page_body!(WebinarIndexPage);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Webinar index page",
    help: "The list of webinars.",
    form: WebinarIndexPage::form,
    ..Place::only_one_at("webinars")
};
