//! The order of a program's courses.

use super::{EditError, Editor, Outcome, outcome::written};
use crate::model::Course;
use crate::store;
use std::collections::HashSet;
use xpro_kernel::{CourseId, ProgramId};
use xpro_platform::{Subject, db::Tx};

/// Makes these courses the program's first ones, in this order, at the positions 1, 2, …; its other courses follow
/// in the order they have. A course of another program moves here.
///
/// # Errors
/// When the program or a course does not exist.
pub async fn arrange_program(
    tx: &mut Tx,
    editor: Editor<'_>,
    program: ProgramId,
    courses: &[CourseId],
) -> Result<Outcome, EditError> {
    if !store::program::lock(tx, program).await? {
        return Err(EditError::invalid("program", "does not exist"));
    }
    let mut found = store::course::list_by_ids(tx, courses).await?;
    let mut ordered: Vec<Course> = Vec::with_capacity(found.len());
    for id in courses {
        match found.iter().position(|course| course.id == *id) {
            Some(at) => ordered.push(found.swap_remove(at)),
            None => return Err(EditError::invalid("courses", "names a course twice or one that does not exist")),
        }
    }
    let named: HashSet<CourseId> = courses.iter().copied().collect();
    let members = store::course::list_of_program(tx, program).await?;
    ordered.extend(members.into_iter().filter(|course| !named.contains(&course.id)));

    let mut outcome = Outcome::Unchanged;
    for (before, position) in ordered.into_iter().zip(1_i16..) {
        let course = Course { program_id: Some(program), position_in_program: Some(position), ..before.clone() };
        if course != before {
            let now = tx.now();
            store::course::update(tx, &course, now).await?;
            written(tx, editor, "arrange_program", Subject::new("course", course.id.0), Some(&before), course).await?;
            outcome = Outcome::Updated;
        }
    }
    Ok(outcome)
}
