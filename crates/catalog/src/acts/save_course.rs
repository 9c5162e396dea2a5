//! Courses and their place in a program.

use super::{EditError, Editor, Saved, check, outcome::written};
use crate::model::Course;
use crate::store;
use xpro_kernel::{CourseId, PlatformId, ProgramId};
use xpro_platform::{Subject, db::Tx};

/// Where a course should stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Where it stands now; a new course stands alone.
    Keep,
    /// In no program.
    Alone,
    /// In this program, at this position. None or 0 keeps its position there, or puts it last when it is new to the program.
    In(ProgramId, Option<i16>),
}

/// A course as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseInput {
    /// 1 to 255 characters.
    pub title: String,
    /// Path id; names the row.
    pub readable_id: String,
    /// Whether it is offered.
    pub live: bool,
    /// Sold on a vendor's site.
    pub is_external: bool,
    /// The vendor's course code; empty for our own.
    pub external_course_id: String,
    /// Who runs it.
    pub platform_id: PlatformId,
    /// Its place.
    pub membership: Membership,
}

/// Creates the course of this readable id or brings it up to date.
///
/// # Errors
/// When a field breaks its rule. A position that is taken is refused when the transaction commits.
pub async fn save_course(tx: &mut Tx, editor: Editor<'_>, input: CourseInput) -> Result<Saved<Course>, EditError> {
    check::line("title", &input.title, 255)?;
    check::path_id("readable_id", &input.readable_id)?;
    check::optional_line("external_course_id", &input.external_course_id, 255)?;
    let before = store::course::lock_by_readable_id(tx, &input.readable_id).await?;
    let (program_id, position_in_program) = place(tx, before.as_ref(), input.membership).await?;
    let mut course = Course {
        id: before.as_ref().map_or(CourseId(0), |before| before.id),
        program_id,
        position_in_program,
        title: input.title,
        readable_id: input.readable_id,
        live: input.live,
        is_external: input.is_external,
        external_course_id: input.external_course_id,
        platform_id: input.platform_id,
    };
    if before.as_ref() == Some(&course) {
        return Ok(Saved::unchanged(course));
    }
    let now = tx.now();
    if before.is_some() {
        store::course::update(tx, &course, now).await?;
    } else {
        course.id = store::course::insert(tx, &course, now)
            .await?
            .ok_or(EditError::invalid("readable_id", "was taken by somebody else just now"))?;
    }
    let subject = Subject::new("course", course.id.0);
    Ok(written(tx, editor, "save_course", subject, before.as_ref(), course).await?)
}

async fn place(
    tx: &mut Tx,
    before: Option<&Course>,
    membership: Membership,
) -> Result<(Option<ProgramId>, Option<i16>), EditError> {
    let stands = before.map_or((None, None), |course| (course.program_id, course.position_in_program));
    let (program, position) = match membership {
        Membership::Keep => return Ok(stands),
        Membership::Alone => return Ok((None, None)),
        Membership::In(program, position) => (program, position.filter(|position| *position != 0)),
    };
    if position.is_some_and(|position| position < 0) {
        return Err(EditError::invalid("position_in_program", "must be at least 1"));
    }
    let kept = stands.1.filter(|_| stands.0 == Some(program));
    if let Some(position) = position.or(kept) {
        return Ok((Some(program), Some(position)));
    }
    if !store::program::lock(tx, program).await? {
        return Err(EditError::invalid("program", "does not exist"));
    }
    let last = store::course::last_position(tx, program).await?;
    Ok((Some(program), Some(last.saturating_add(1))))
}
