//! A vendor's program.

use super::{Place, product};
use crate::document::PageKind;
use xpro_form::Limit;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "External program page",
    help: "A program that a vendor runs and sells.",
    parents: &[PageKind::ProgramIndexPage],
    limit: Limit::OnePerProduct,
    form: product::program_form,
    ..Place::PLAIN
};
