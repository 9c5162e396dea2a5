//! `/catalog/`

use super::{IndexPage, Place};
use xpro_form::Form;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Catalog page",
    help: "Every course and program on offer.",
    form: IndexPage::form,
    ..Place::only_one_at("catalog")
};
