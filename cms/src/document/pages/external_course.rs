//! A vendor's course.

use super::{Place, product};
use crate::document::PageKind;
use xpro_form::Limit;

/// Where it stands.
pub(in super::super) const PLACE: Place = Place {
    label: "External course page",
    help: "A course that a vendor runs and sells.",
    parents: &[PageKind::CourseIndexPage],
    limit: Limit::OnePerProduct,
    form: product::course_form,
    ..Place::PLAIN
};
