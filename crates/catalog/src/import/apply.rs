//! Loads the plan, each item in a transaction of its own.

use super::item::{self, ItemError};
use super::page::{PageSink, PageSinkError};
use super::plan::{Plan, PlannedCourse, issue};
use super::report::{ImportReport, Tally};
use crate::acts::{EditError, Editor};
use serde_json::value::RawValue;
use xpro_kernel::CourseId;
use xpro_platform::db::Database;

/// What was served; each part is the whole body of an answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportSources<'a> {
    /// Body of `/api/courses/`.
    pub courses: Option<&'a [u8]>,
    /// Body of `/api/programs/`.
    pub programs: Option<&'a [u8]>,
}

/// Why an import stopped. Items loaded before stay loaded; running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The body is no JSON array, such as an error page or a page envelope. Nothing was loaded.
    #[error("the {list} list is not a JSON array: {message}")]
    NotAList {
        /// `courses` or `programs`.
        list: &'static str,
        /// What the parser says.
        message: String,
    },
    /// The database failed.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Loads what another xPRO serves: courses, their pages and runs, then programs with the order of their courses.
///
/// Malformed items are reported with their path and the others still load; running it again with the same input
/// changes nothing. What is not served any more is left alone. No picture is fetched.
///
/// # Errors
/// When a list is no list or the database fails.
pub async fn import_catalog<S: PageSink>(
    database: &Database,
    request_id: &str,
    editor: Editor<'_>,
    sources: ImportSources<'_>,
    sink: &mut S,
) -> Result<ImportReport, ImportError> {
    let courses = list("courses", sources.courses)?;
    let programs = list("programs", sources.programs)?;
    let mut plan = Plan::new(&courses, &programs);
    let mut report = std::mem::take(&mut plan.report);
    for planned in &plan.courses {
        if let Some(course) = load_course(database, request_id, editor, planned, sink, &mut report).await? {
            load_runs(database, request_id, editor, course, planned, &mut report).await?;
        }
    }
    for planned in &plan.programs {
        let mut tx = database.begin(request_id).await?;
        let mut counts = ImportReport::default();
        let mut result = item::load_program(&mut tx, editor, planned, sink, &mut counts).await;
        if result.is_ok() {
            result = tx.commit().await.map_err(ItemError::from);
        }
        match result {
            Ok(()) => report.add(counts),
            Err(error) => refuse(&planned.program.path, error, &mut report, |report| &mut report.programs)?,
        }
    }
    Ok(report)
}

async fn load_course<S: PageSink>(
    database: &Database,
    request_id: &str,
    editor: Editor<'_>,
    planned: &PlannedCourse<'_>,
    sink: &mut S,
    report: &mut ImportReport,
) -> Result<Option<CourseId>, ImportError> {
    let mut tx = database.begin(request_id).await?;
    let mut counts = ImportReport::default();
    let mut result = item::load_course(&mut tx, editor, planned, sink, &mut counts).await;
    if result.is_ok() {
        result = tx.commit().await.map_err(ItemError::from).and(result);
    }
    match result {
        Ok(course) => {
            report.add(counts);
            Ok(Some(course))
        }
        Err(error) => {
            refuse(&planned.course.path, error, report, |report| &mut report.courses)?;
            report.runs.invalid += planned.runs.len();
            Ok(None)
        }
    }
}

async fn load_runs(
    database: &Database,
    request_id: &str,
    editor: Editor<'_>,
    course: CourseId,
    planned: &PlannedCourse<'_>,
    report: &mut ImportReport,
) -> Result<(), ImportError> {
    for (path, run) in &planned.runs {
        let mut tx = database.begin(request_id).await?;
        let mut counts = ImportReport::default();
        let mut result = item::load_run(&mut tx, editor, course, run, &mut counts).await;
        if result.is_ok() {
            result = tx.commit().await.map_err(ItemError::from);
        }
        match result {
            Ok(()) => report.add(counts),
            Err(error) => refuse(path, error, report, |report| &mut report.runs)?,
        }
    }
    Ok(())
}

/// Reports what is wrong with the item itself; passes on what is wrong with the database.
fn refuse(
    path: &str,
    error: ItemError,
    report: &mut ImportReport,
    tally: fn(&mut ImportReport) -> &mut Tally,
) -> Result<(), ImportError> {
    let found = match error {
        ItemError::Edit(EditError::Invalid { field, reason }) => issue(path, &format!(".{field}"), reason),
        ItemError::Page(PageSinkError::Refused(reason)) => issue(path, "", &reason),
        ItemError::Edit(EditError::Internal(error)) | ItemError::Page(PageSinkError::Internal(error)) => {
            if !is_about_the_data(&error) {
                return Err(error.into());
            }
            issue(path, "", &error.to_string())
        }
        ItemError::Edit(error @ (EditError::Dates(_) | EditError::Conflict { .. })) => {
            issue(path, "", &error.to_string())
        }
    };
    tally(report).invalid += 1;
    report.issues.push(found);
    Ok(())
}

/// Whether Postgres refused the values (classes 22 and 23) rather than failed.
fn is_about_the_data(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|database| database.code());
    code.is_some_and(|code| code.starts_with("22") || code.starts_with("23"))
}

fn list<'a>(list: &'static str, body: Option<&'a [u8]>) -> Result<Vec<&'a RawValue>, ImportError> {
    let Some(body) = body else { return Ok(Vec::new()) };
    // Some programs that save such an answer put a byte order mark before it.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| ImportError::NotAList { list, message: error.to_string() })
}
