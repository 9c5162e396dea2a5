//! Courses and programs. The acts are the catalog's; what others name a record by stays as it is.

use super::{
    RecordError,
    forms::{CourseRecord, ProgramRecord},
    read::body,
};
use crate::{access::Editor, store::page};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_catalog::{
    acts::{CHANGE_CATALOG, CourseInput, Editor as CatalogEditor, Membership, ProgramInput, save_course, save_program},
    store::{course, program},
};
use xpro_kernel::{CourseId, ProgramId};
use xpro_platform::db::Tx;

/// The editor as the catalog's acts know them.
pub(super) fn catalog_editor(editor: &Editor) -> Result<CatalogEditor<'_>, RecordError> {
    CatalogEditor::staff(editor.staff()).map_err(|_| RecordError::Denied(CHANGE_CATALOG))
}

/// A name that addresses, orders and other systems use, which must stay; for a new record it must be free.
pub(super) fn must_stay(field: &str, before: Option<&str>, wanted: &str) -> Result<(), RecordError> {
    match before {
        Some(before) if before != wanted => {
            Err(RecordError::field(field, format!("It stays “{before}”: addresses, orders and other systems use it.")))
        }
        _ => Ok(()),
    }
}

/// A page describes it as ours or as a vendor's, so that stays while there is one (cms.md 5.6).
async fn must_keep_seller(
    conn: &mut PgConnection,
    describes: (Option<CourseId>, Option<ProgramId>),
    is_changed: bool,
) -> Result<(), RecordError> {
    if !is_changed || page::find_describing(conn, describes.0, describes.1).await?.is_none() {
        return Ok(());
    }
    Err(RecordError::field("is_external", "It stays as long as a page describes it. Delete the page first."))
}

pub(super) fn taken(field: &str) -> RecordError {
    RecordError::field(field, "It is taken.")
}

pub(super) async fn read_course(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = course::find(conn, CourseId(id)).await?;
    Ok(row.map(|row| {
        body(&CourseRecord {
            title: row.title,
            readable_id: row.readable_id,
            platform: Some(row.platform_id),
            program: row.program_id,
            position_in_program: row.position_in_program,
            live: row.live,
            is_external: row.is_external,
            external_course_id: row.external_course_id,
        })
    }))
}

pub(super) async fn write_course(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: CourseRecord,
) -> Result<i64, RecordError> {
    let before = match id {
        Some(id) => course::find(tx, CourseId(id)).await?,
        None => None,
    };
    must_stay("readable_id", before.as_ref().map(|row| row.readable_id.as_str()), &record.readable_id)?;
    if let Some(before) = &before {
        must_keep_seller(tx, (Some(before.id), None), before.is_external != record.is_external).await?;
    }
    if id.is_none() && course::find_by_readable_id(tx, &record.readable_id).await?.is_some() {
        return Err(taken("readable_id"));
    }
    let platform_id = record.platform.ok_or_else(|| RecordError::field("platform", "Choose one."))?;
    let membership = match record.program {
        None => Membership::Alone,
        Some(program) => Membership::In(program, record.position_in_program),
    };
    let input = CourseInput {
        title: record.title,
        readable_id: record.readable_id,
        live: record.live,
        is_external: record.is_external,
        external_course_id: record.external_course_id,
        platform_id,
        membership,
    };
    Ok(save_course(tx, catalog_editor(editor)?, input).await?.row.id.0)
}

pub(super) async fn read_program(conn: &mut PgConnection, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let row = program::find(conn, ProgramId(id)).await?;
    Ok(row.map(|row| {
        body(&ProgramRecord {
            title: row.title,
            readable_id: row.readable_id,
            platform: Some(row.platform_id),
            live: row.live,
            is_external: row.is_external,
        })
    }))
}

pub(super) async fn write_program(
    tx: &mut Tx,
    editor: &Editor,
    id: Option<i64>,
    record: ProgramRecord,
) -> Result<i64, RecordError> {
    let before = match id {
        Some(id) => program::find(tx, ProgramId(id)).await?,
        None => None,
    };
    must_stay("readable_id", before.as_ref().map(|row| row.readable_id.as_str()), &record.readable_id)?;
    if let Some(before) = &before {
        must_keep_seller(tx, (None, Some(before.id)), before.is_external != record.is_external).await?;
    }
    if id.is_none() && program::find_by_readable_id(tx, &record.readable_id).await?.is_some() {
        return Err(taken("readable_id"));
    }
    let platform_id = record.platform.ok_or_else(|| RecordError::field("platform", "Choose one."))?;
    let input = ProgramInput {
        title: record.title,
        readable_id: record.readable_id,
        live: record.live,
        is_external: record.is_external,
        platform_id,
    };
    Ok(save_program(tx, catalog_editor(editor)?, input).await?.row.id.0)
}
