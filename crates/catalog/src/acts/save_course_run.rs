//! Course runs.

use super::{EditError, Editor, Saved, check, outcome::written};
use crate::model::{CourseRun, RunDateCheck, RunDates};
use crate::store;
use xpro_kernel::{CourseId, CourseRunId};
use xpro_platform::{Subject, db::Tx};

/// A run as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRunInput {
    /// Offering of what; a run never moves to another course.
    pub course_id: CourseId,
    /// 1 to 255 characters.
    pub title: String,
    /// Path id; names the row.
    pub courseware_id: String,
    /// 1 to 10 characters, unique within the course.
    pub run_tag: String,
    /// Path below the Open edX host, at most 500 characters.
    pub courseware_url_path: Option<String>,
    /// The vendor's run code; empty for our own.
    pub external_course_run_id: String,
    /// All dates.
    pub dates: RunDates,
    /// Whether it is offered.
    pub live: bool,
}

/// Creates the run of this courseware id or brings it up to date.
///
/// # Errors
/// When a field or the dates break a rule, or another run of the course has the tag.
pub async fn save_course_run(
    tx: &mut Tx,
    editor: Editor<'_>,
    input: CourseRunInput,
    dates: RunDateCheck,
) -> Result<Saved<CourseRun>, EditError> {
    check::line("title", &input.title, 255)?;
    check::path_id("courseware_id", &input.courseware_id)?;
    check::line("run_tag", &input.run_tag, 10)?;
    check::optional_line("courseware_url_path", input.courseware_url_path.as_deref().unwrap_or(""), 500)?;
    check::optional_line("external_course_run_id", &input.external_course_run_id, 255)?;
    let before = store::course_run::lock_by_courseware_id(tx, &input.courseware_id).await?;
    if before.as_ref().is_some_and(|before| before.course_id != input.course_id) {
        return Err(EditError::invalid("courseware_id", "belongs to another course"));
    }
    let now = tx.now();
    input.dates.check(before.as_ref().map(CourseRun::dates).as_ref(), dates, now)?;
    let mut run = with_id(before.as_ref().map_or(CourseRunId(0), |before| before.id), input);
    if before.as_ref() == Some(&run) {
        return Ok(Saved::unchanged(run));
    }
    if before.is_some() {
        store::course_run::update(tx, &run, now).await?;
    } else {
        run.id = store::course_run::insert(tx, &run, now)
            .await?
            .ok_or(EditError::invalid("run_tag", "is the tag of another run of this course"))?;
    }
    let subject = Subject::new("course_run", run.id.0);
    Ok(written(tx, editor, "save_course_run", subject, before.as_ref(), run).await?)
}

fn with_id(id: CourseRunId, input: CourseRunInput) -> CourseRun {
    CourseRun {
        id,
        course_id: input.course_id,
        title: input.title,
        courseware_id: input.courseware_id,
        run_tag: input.run_tag,
        courseware_url_path: input.courseware_url_path.filter(|path| !path.is_empty()),
        external_course_run_id: input.external_course_run_id,
        start_date: input.dates.start_date,
        end_date: input.dates.end_date,
        enrollment_start: input.dates.enrollment_start,
        enrollment_end: input.dates.enrollment_end,
        expiration_date: input.dates.expiration_date,
        live: input.live,
    }
}
