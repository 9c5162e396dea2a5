//! Programs and their dated offerings.

use super::{EditError, Editor, Saved, check, outcome::written};
use crate::model::{Program, ProgramRun};
use crate::store;
use time::OffsetDateTime;
use xpro_kernel::{PlatformId, ProgramId, ProgramRunId};
use xpro_platform::{Subject, db::Tx};

/// A program as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramInput {
    /// 1 to 255 characters.
    pub title: String,
    /// Path id; names the row.
    pub readable_id: String,
    /// Whether it is offered.
    pub live: bool,
    /// Sold on a vendor's site.
    pub is_external: bool,
    /// Who runs it.
    pub platform_id: PlatformId,
}

/// An offering of a program as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramRunInput {
    /// Offering of what.
    pub program_id: ProgramId,
    /// Path id of at most 10 characters; names the row within the program.
    pub run_tag: String,
    /// First day.
    pub start_date: Option<OffsetDateTime>,
    /// Last day.
    pub end_date: Option<OffsetDateTime>,
}

/// Creates the program of this readable id or brings it up to date.
///
/// # Errors
/// When a field breaks its rule.
pub async fn save_program(tx: &mut Tx, editor: Editor<'_>, input: ProgramInput) -> Result<Saved<Program>, EditError> {
    check::line("title", &input.title, 255)?;
    check::path_id("readable_id", &input.readable_id)?;
    let before = store::program::lock_by_readable_id(tx, &input.readable_id).await?;
    let mut program = Program {
        id: before.as_ref().map_or(ProgramId(0), |before| before.id),
        title: input.title,
        readable_id: input.readable_id,
        live: input.live,
        is_external: input.is_external,
        platform_id: input.platform_id,
    };
    if before.as_ref() == Some(&program) {
        return Ok(Saved::unchanged(program));
    }
    let now = tx.now();
    if before.is_some() {
        store::program::update(tx, &program, now).await?;
    } else {
        program.id = store::program::insert(tx, &program, now)
            .await?
            .ok_or(EditError::invalid("readable_id", "was taken by somebody else just now"))?;
    }
    let subject = Subject::new("program", program.id.0);
    Ok(written(tx, editor, "save_program", subject, before.as_ref(), program).await?)
}

/// Creates the program's offering of this tag or brings it up to date.
///
/// # Errors
/// When the tag is no path id of at most 10 characters or the dates are in the wrong order.
pub async fn save_program_run(
    tx: &mut Tx,
    editor: Editor<'_>,
    input: ProgramRunInput,
) -> Result<Saved<ProgramRun>, EditError> {
    check::path_id("run_tag", &input.run_tag)?;
    check::line("run_tag", &input.run_tag, 10)?;
    if matches!((input.start_date, input.end_date), (Some(start), Some(end)) if start > end) {
        return Err(EditError::invalid("end_date", "must not precede the start date"));
    }
    let before = store::program_run::lock_by_tag(tx, input.program_id, &input.run_tag).await?;
    let mut run = ProgramRun {
        id: before.as_ref().map_or(ProgramRunId(0), |before| before.id),
        program_id: input.program_id,
        run_tag: input.run_tag,
        start_date: input.start_date,
        end_date: input.end_date,
    };
    if before.as_ref() == Some(&run) {
        return Ok(Saved::unchanged(run));
    }
    let now = tx.now();
    if before.is_some() {
        store::program_run::update(tx, &run, now).await?;
    } else {
        run.id = store::program_run::insert(tx, &run, now)
            .await?
            .ok_or(EditError::invalid("run_tag", "was taken by somebody else just now"))?;
    }
    let subject = Subject::new("program_run", run.id.0);
    Ok(written(tx, editor, "save_program_run", subject, before.as_ref(), run).await?)
}
