//! Offerings of a program, derived from complete sets of course runs (courseware.md 3.8.11).

use super::{EditError, Editor, Outcome, ProgramRunInput, save_program_run};
use crate::model::{Course, CourseRun, ProgramRun};
use crate::store;
use std::collections::BTreeMap;
use xpro_kernel::{ProgramId, split_run_tag};
use xpro_platform::db::Tx;

/// What was derived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backfill {
    /// Offerings that are new.
    pub created: Vec<ProgramRun>,
    /// Complete sets that make no offering.
    pub skipped: Vec<SkippedRun>,
}

/// A complete set of runs whose dates make no offering (D-13).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRun {
    /// The tag that every course has a run of.
    pub run_tag: String,
    /// What is wrong with the dates.
    pub reason: &'static str,
}

/// Creates the missing offerings: one for each tag of which every course of the program has a run, from the start of the
/// first course's run to the end of the last one's. Offerings that exist are left alone.
///
/// # Errors
/// When the database refuses.
pub async fn backfill_program_runs(tx: &mut Tx, editor: Editor<'_>, program: ProgramId) -> Result<Backfill, EditError> {
    let courses = store::course::list_of_program(tx, program).await?;
    let runs = store::course_run::list_of_program(tx, program).await?;
    let existing = store::program_run::list_of_program(tx, program).await?;
    let mut backfill = Backfill::default();
    for (run_tag, set) in complete_sets(&courses, &runs) {
        if existing.iter().any(|run| run.run_tag == run_tag) {
            continue;
        }
        let start_date = set.first().and_then(|run| run.start_date);
        let end_date = set.last().and_then(|run| run.end_date);
        let reason = match (start_date, end_date) {
            (None, _) => Some("the first course's run has no start date"),
            (_, None) => Some("the last course's run has no end date"),
            (Some(start), Some(end)) if start > end => Some("the last course ends before the first one starts"),
            _ if run_tag.chars().count() > 10 => Some("the tag is longer than 10 characters"),
            _ => None,
        };
        match reason {
            Some(reason) => backfill.skipped.push(SkippedRun { run_tag: run_tag.to_owned(), reason }),
            None => {
                let input = ProgramRunInput { program_id: program, run_tag: run_tag.to_owned(), start_date, end_date };
                let saved = save_program_run(tx, editor, input).await?;
                if saved.outcome == Outcome::Created {
                    backfill.created.push(saved.row);
                }
            }
        }
    }
    Ok(backfill)
}

/// By tag, the runs of all courses in the courses' order; only tags of which each course has exactly one run.
fn complete_sets<'a>(courses: &[Course], runs: &'a [CourseRun]) -> BTreeMap<&'a str, Vec<&'a CourseRun>> {
    let mut sets: BTreeMap<&str, Vec<&CourseRun>> = BTreeMap::new();
    for run in runs {
        if let Some((_, tag)) = split_run_tag(&run.courseware_id) {
            sets.entry(tag).or_default().push(run);
        }
    }
    sets.retain(|_, set| {
        set.len() == courses.len() && courses.iter().zip(set.iter()).all(|(course, run)| course.id == run.course_id)
    });
    sets
}
