//! Choosing dates (ecommerce.md 3.4). A subset of a program's courses may be chosen here; the checkout wants all.

use super::{BasketItem, Fault};
use xpro_kernel::CourseRunId;

/// Takes these dates, if each belongs to the item, none is the person's already, and no course has two.
pub(super) fn choose(mut item: BasketItem, runs: Vec<CourseRunId>) -> Result<BasketItem, Fault> {
    if runs.is_empty() {
        item.selected = item.auto_selection();
        return Ok(item);
    }
    let enrolled = |run: &CourseRunId| {
        item.all_courses.iter().flat_map(|course| &course.runs).any(|known| known.run.id == *run && known.is_enrolled)
    };
    if runs.iter().any(enrolled) {
        return Err(Fault::new("runs", "basket.runs.enrolled", "You are already enrolled in one of these dates."));
    }
    let mut courses = Vec::with_capacity(runs.len());
    for run in &runs {
        let Some(known) = item.sold_run(*run) else {
            return Err(Fault::new("runs", "basket.runs.foreign", "A selected date does not belong to this product."));
        };
        if courses.contains(&known.run.course_id) {
            return Err(Fault::new("runs", "basket.runs.duplicate", "Choose only one date per course."));
        }
        courses.push(known.run.course_id);
    }
    item.selected = runs;
    Ok(item)
}
