//! `/certificate/`

use super::{IndexPage, Place};
use xpro_form::Form;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Certificate index page",
    help: "The folder of certificates. Visitors open single certificates, not the folder.",
    has_url: false,
    in_sitemap: false,
    form: IndexPage::form,
    ..Place::only_one_at("certificate")
};
