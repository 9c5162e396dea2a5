//! Text pages such as `/terms-of-service/` (cms.md 1.4.9).

use super::{Place, Promote, page_body, page_title, promote_tab};
use crate::document::{Item, Markdown};
use xpro_form::{Form, form, line, list_of, markdown};

form! {
    /// One part of a text page.
    ResourcePart {
        /// Listed at the side of the page.
        heading: String = line(100).required(),
        /// Its text.
        detail: Markdown = markdown().required(),
    }
}

form! {
    /// A text page.
    ResourcePage {
        /// Its heading.
        title: String = page_title(),
        /// Search engines.
        promote: Promote = promote_tab(),
        /// Second line.
        sub_heading: String = line(250),
        /// Its parts.
        content: Vec<Item<ResourcePart>> = list_of::<ResourcePart>().required(),
    }
}
page_body!(ResourcePage);

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Resource page",
    help: "Terms, policies, and other pages of plain text.",
    form: ResourcePage::form,
    ..Place::PLAIN
};
