//! What must hold before an order is made (ecommerce.md 3.6 with D-70); the first failure wins.

use crate::basket::{BasketItem, Fault};
use std::collections::HashSet;
use time::OffsetDateTime;
use xpro_catalog::resolve::Courseware;

/// Checks the item and its dates.
///
/// # Errors
/// The first rule that does not hold.
pub(super) fn check_item(item: &BasketItem, now: OffsetDateTime) -> Result<(), Fault> {
    let live = match &item.sellable.courseware {
        Courseware::Run { run, course } => run.live && course.live,
        Courseware::Program { program, .. } => program.live,
    };
    if !live || !item.sellable.product.is_active || item.sellable.courseware.is_external() {
        return Err(Fault::new("items", "checkout.items.unavailable", "This item is not available. Nothing was charged. Please contact support."));
    }
    if let Courseware::Run { run, .. } = &item.sellable.courseware
        && !run.is_unexpired(now)
    {
        return Err(Fault::new("runs", "checkout.runs.closed", format!("\"{}\" no longer accepts enrollments. Nothing was charged.", run.title)));
    }
    check_dates(item)
}

fn check_dates(item: &BasketItem) -> Result<(), Fault> {
    let missing: Vec<&str> = item.courses.iter().filter(|course| item.selected_in(course).is_none()).map(|course| course.title.as_str()).collect();
    if item.courses.is_empty() || item.selected.is_empty() {
        return Err(Fault::new("runs", "checkout.runs.missing", "Choose a date for every course."));
    }
    let chosen: HashSet<_> = item.selected.iter().filter_map(|run| item.course_of(*run)).collect();
    // A run that is no choice any more has closed, or is the person's already.
    if item.selected.iter().any(|run| item.course_of(*run).is_none()) {
        return Err(Fault::new("runs", "checkout.runs.closed", "One of the chosen dates no longer accepts enrollments, or is already among yours. Choose another one."));
    }
    if chosen.len() != item.selected.len() {
        return Err(Fault::new("runs", "checkout.runs.invalid", "Choose only one date per course."));
    }
    if !missing.is_empty() {
        return Err(Fault::new("runs", "checkout.runs.missing", format!("Choose a date for {}.", missing.join(", "))));
    }
    Ok(())
}
