//! Dated offerings of courses and programs.

use super::{
    RecordError,
    courseware::{catalog_editor, must_stay, taken},
    forms::{CourseRunRecord, ProgramRunRecord},
    read::body,
};
use crate::{access::Editor, document::Moment};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_catalog::{
    acts::{CourseRunInput, ProgramRunInput, save_course_run, save_program_run},
    model::{RunDateCheck, RunDates},
    store::{course_run, program_run},
};
use xpro_kernel::{CourseRunId, ProgramRunId};
use xpro_platform::db::Tx;

pub(super) async fn read_course_run(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = course_run::find(conn, CourseRunId(id)).await?;
    Ok(row.map(|row| {
        body(&CourseRunRecord {
            course: Some(row.course_id),
            title: row.title,
            courseware_id: row.courseware_id,
            run_tag: row.run_tag,
            live: row.live,
            start_date: row.start_date.map(Moment),
            end_date: row.end_date.map(Moment),
            enrollment_start: row.enrollment_start.map(Moment),
            enrollment_end: row.enrollment_end.map(Moment),
            expiration_date: row.expiration_date.map(Moment),
            courseware_url_path: row.courseware_url_path.unwrap_or_default(),
            external_course_run_id: row.external_course_run_id,
        })
    }))
}

pub(super) async fn write_course_run(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: CourseRunRecord,
) -> Result<i64, RecordError> {
    let before = match id {
        Some(id) => course_run::find(tx, CourseRunId(id)).await?,
        None => None,
    };
    must_stay("courseware_id", before.as_ref().map(|row| row.courseware_id.as_str()), &record.courseware_id)?;
    if id.is_none() && course_run::find_by_courseware_id(tx, &record.courseware_id).await?.is_some() {
        return Err(taken("courseware_id"));
    }
    let course_id = record.course.ok_or_else(|| RecordError::field("course", "Choose one."))?;
    if before.as_ref().is_some_and(|row| row.course_id != course_id) {
        return Err(RecordError::field("course", "A run never moves to another course."));
    }
    let date = |moment: Option<Moment>| moment.map(|moment| moment.0);
    let input = CourseRunInput {
        course_id,
        title: record.title,
        courseware_id: record.courseware_id,
        run_tag: record.run_tag,
        courseware_url_path: Some(record.courseware_url_path),
        external_course_run_id: record.external_course_run_id,
        dates: RunDates {
            start_date: date(record.start_date),
            end_date: date(record.end_date),
            enrollment_start: date(record.enrollment_start),
            enrollment_end: date(record.enrollment_end),
            expiration_date: date(record.expiration_date),
        },
        live: record.live,
    };
    Ok(save_course_run(tx, catalog_editor(editor)?, input, RunDateCheck::Full).await?.row.id.0)
}

pub(super) async fn read_program_run(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = program_run::find(conn, ProgramRunId(id)).await?;
    Ok(row.map(|row| {
        body(&ProgramRunRecord {
            program: Some(row.program_id),
            run_tag: row.run_tag,
            start_date: row.start_date.map(Moment),
            end_date: row.end_date.map(Moment),
        })
    }))
}

pub(super) async fn write_program_run(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: ProgramRunRecord,
) -> Result<i64, RecordError> {
    let before = match id {
        Some(id) => program_run::find(tx, ProgramRunId(id)).await?,
        None => None,
    };
    must_stay("run_tag", before.as_ref().map(|row| row.run_tag.as_str()), &record.run_tag)?;
    let program_id = record.program.ok_or_else(|| RecordError::field("program", "Choose one."))?;
    if before.as_ref().is_some_and(|row| row.program_id != program_id) {
        return Err(RecordError::field("program", "An offering never moves to another program."));
    }
    if id.is_none() && program_run::find_by_tag(tx, program_id, &record.run_tag).await?.is_some() {
        return Err(taken("run_tag"));
    }
    let input = ProgramRunInput {
        program_id,
        run_tag: record.run_tag,
        start_date: record.start_date.map(|moment| moment.0),
        end_date: record.end_date.map(|moment| moment.0),
    };
    Ok(save_program_run(tx, catalog_editor(editor)?, input).await?.row.id.0)
}
