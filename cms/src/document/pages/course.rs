//! A course of our own.

use super::{Place, product};
use crate::document::PageKind;
use xpro_form::Limit;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "Course page",
    help: "A course that we run and sell.",
    parents: &[PageKind::CourseIndexPage],
    limit: Limit::OnePerProduct,
    form: product::course_form,
    rules: product::signed_certificates,
    ..Place::PLAIN
};
