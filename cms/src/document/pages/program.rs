//! A program of our own.

use super::{Place, product};
use crate::document::PageKind;
use xpro_form::Limit;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Program page",
    help: "A program that we run and sell.",
    parents: &[PageKind::ProgramIndexPage],
    limit: Limit::OnePerProduct,
    form: product::program_form,
    rules: product::signed_certificates,
    ..Place::PLAIN
};
