//! `/programs/`

use super::{IndexPage, Place};
use xpro_form::Form;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Program index page",
    help: "The folder of program pages. Visitors cannot open it.",
    has_url: false,
    in_sitemap: false,
    form: IndexPage::form,
    ..Place::only_one_at("programs")
};
