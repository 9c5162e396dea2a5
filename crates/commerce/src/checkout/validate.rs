//! What must hold before an order is made (ecommerce.md 3.6 with D-70); the first failure wins.
//!
//! Cases 2 and 8 of the table, more than one item or code, cannot arise: a basket has room for one of each (D-04).

use crate::{
    basket::{BasketItem, Consent, Fault},
    pricing::CouponTerms,
};
use std::collections::HashSet;
use time::OffsetDateTime;
use xpro_catalog::resolve::Courseware;

/// No longer sold, or not offered at the moment.
pub(super) fn unavailable() -> Fault {
    Fault::new("items", "checkout.items.unavailable", "This item is not available. Please contact support.")
}

/// Checks the item and its dates.
///
/// # Errors
/// The first rule that does not hold.
pub(super) fn check_item(item: &BasketItem, now: OffsetDateTime) -> Result<(), Fault> {
    let live = match &item.sellable.courseware {
        Courseware::Run { run, .. } => run.live,
        Courseware::Program { program, .. } => program.live,
    };
    if !live || !item.sellable.product.is_active {
        return Err(unavailable());
    }
    if item.sellable.courseware.is_external() {
        return Err(Fault::new("items", "checkout.items.external", "This offering is sold elsewhere."));
    }
    check_dates(item, now)
}

/// Exactly one live, unexpired run for each course that needs one (D-70).
fn check_dates(item: &BasketItem, now: OffsetDateTime) -> Result<(), Fault> {
    if item.selected.is_empty() || item.selected.len() < item.courses.len() {
        return Err(Fault::new("runs", "checkout.runs.missing", "Choose a date for every course."));
    }
    let invalid = || Fault::new("runs", "checkout.runs.invalid", "A selected date does not belong to this product.");
    let chosen = item.selected.iter().map(|run| item.sold_run(*run)).collect::<Option<Vec<_>>>().ok_or_else(invalid)?;
    let covered: HashSet<_> = chosen.iter().map(|known| known.run.course_id).collect();
    let wanted: HashSet<_> = item.courses.iter().map(|course| course.id).collect();
    if covered != wanted || chosen.len() != wanted.len() {
        return Err(invalid());
    }
    if let Some(closed) = chosen.iter().find(|known| !known.is_open(now)) {
        return Err(Fault::new("runs", "checkout.runs.closed", closed.closed_because(now)));
    }
    if chosen.iter().any(|known| known.is_enrolled) {
        return Err(Fault::new(
            "runs",
            "checkout.runs.enrolled",
            "At least one of the chosen dates is already among your enrollments.",
        ));
    }
    Ok(())
}

/// Checks the code in the basket, or that none is needed.
///
/// # Errors
/// The rule that does not hold, with the reason.
pub(super) fn check_code(item: &BasketItem, code: Option<&CouponTerms>, now: OffsetDateTime) -> Result<(), Fault> {
    let requires_code = item.sellable.latest.requires_enrollment_code;
    match code {
        Some(terms) => terms.check(requires_code, now).map_err(|problem| Fault {
            reason: Some(problem),
            ..Fault::new(
                "coupons",
                "checkout.coupons.invalid",
                format!("The code is no longer valid for this product. {problem}"),
            )
        }),
        None if requires_code => {
            Err(Fault::new("coupons", "checkout.coupons.required", "An enrollment code is required."))
        }
        None => Ok(()),
    }
}

/// Checks that everything that has to be agreed to is.
///
/// # Errors
/// When something is unsigned.
pub(super) fn check_consents(consents: &[Consent]) -> Result<(), Fault> {
    if consents.iter().any(|consent| consent.signed_at.is_none()) {
        return Err(Fault::new(
            "data_consents",
            "checkout.consents.unsigned",
            "The data sharing agreement has not been accepted.",
        ));
    }
    Ok(())
}
