//! Records with forms of their own, and reports.

use crate::{
    ApiError, OpenedRecord, RecordGone, RecordInput, RecordList, RecordOutcome, RecordQuery, ReportQuery, ReportTable,
};
use leptos::prelude::server;
use server_fn::codec::{GetUrl, Json};
#[cfg(feature = "ssr")]
use {
    crate::{convert_records as convert, door::Desk},
    sqlx::PgConnection,
    xpro_cms::{
        access::Editor,
        links::{self, LinkId},
        records::{self, ListRecords, RecordError, RecordKind, SaveRecord, Which},
        reports,
    },
};

/// A part of a list of records. Needs `content.access`; people, groups and settings the permission to change them.
///
/// # Errors
/// `not_found` when there is no such kind; else see [`ApiError`].
#[server(name = ListRecordsCall, prefix = "/api/studio", endpoint = "records", input = GetUrl)]
pub async fn list_records(
    #[server(default)] query: RecordQuery,
    #[server(default)] part: u32,
) -> Result<RecordList, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let kind = convert::kind(&query.kind)?;
    let text = crate::convert_library::search_text(&query.q)?;
    let found = records::list_records(&mut conn, &editor, ListRecords { kind, text, part }).await?;
    Ok(convert::list(kind, &editor, found, part))
}

/// One record. Needs what its list needs.
///
/// # Errors
/// `not_found` when there is none; else see [`ApiError`].
#[server(name = OpenRecordCall, prefix = "/api/studio", endpoint = "record", input = GetUrl)]
pub async fn open_record(kind: String, id: i64) -> Result<OpenedRecord, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    opened(&mut conn, &editor, convert::kind(&kind)?, id).await
}

#[cfg(feature = "ssr")]
async fn opened(conn: &mut PgConnection, editor: &Editor, kind: RecordKind, id: i64) -> Result<OpenedRecord, ApiError> {
    let record = records::open_record(conn, editor, kind, id).await?;
    convert::opened(conn, editor, record).await
}

/// Makes a record or changes one. Needs the permission of its kind.
///
/// # Errors
/// See [`ApiError`]; fields that break rules and somebody else's change are outcomes.
#[server(name = SaveRecordCall, prefix = "/api/studio", endpoint = "record-save", input = Json)]
pub async fn save_record(input: RecordInput) -> Result<RecordOutcome, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let kind = convert::kind(&input.kind)?;
    let which = match input.which {
        None => Which::New,
        Some((id, version)) => Which::Existing { id, version },
    };
    let known_id = if let Which::Existing { id, .. } = &which { *id } else { 0 };
    match records::save_record(&mut tx, &editor, SaveRecord { kind, which, document: input.document }).await {
        Ok(saved) => {
            let record = Box::new(opened(&mut tx, &editor, kind, saved.id).await?);
            tx.commit().await?;
            Ok(RecordOutcome::Saved { record })
        }
        Err(RecordError::Invalid(problems)) => Ok(RecordOutcome::Refused { problems }),
        Err(RecordError::Conflict(theirs)) => {
            let record = Box::new(opened(&mut tx, &editor, kind, known_id).await?);
            Ok(RecordOutcome::Conflict { by: theirs.by, at: theirs.at.map(Into::into), record })
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a record that nothing uses. Needs the permission of its kind.
///
/// # Errors
/// `not_found` when there is none or its kind stays for ever; else see [`ApiError`].
#[server(name = DeleteRecordCall, prefix = "/api/studio", endpoint = "record-delete", input = Json)]
pub async fn delete_record(kind: String, id: i64) -> Result<RecordGone, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    match records::delete_record(&mut tx, &editor, convert::kind(&kind)?, id).await {
        Ok(gone) => {
            tx.commit().await?;
            Ok(RecordGone::Deleted { message: format!("“{}” is deleted.", gone.name) })
        }
        Err(RecordError::InUse(used)) => Ok(RecordGone::Used { used: used.into_iter().map(convert::used).collect() }),
        Err(RecordError::Invalid(problems)) => {
            Err(ApiError::invalid(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")))
        }
        Err(error) => Err(error.into()),
    }
}

/// A part of a report: what the person may see of it. Needs `content.access`.
///
/// # Errors
/// `not_found` when there is no such report; else see [`ApiError`].
#[server(name = ReadReportCall, prefix = "/api/studio", endpoint = "report", input = GetUrl)]
pub async fn read_report(
    #[server(default)] query: ReportQuery,
    #[server(default)] part: u32,
) -> Result<ReportTable, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let (report, wish) = convert::report(&query)?;
    let found = reports::read_report(&mut conn, &editor, (report, &wish), desk.now(), part).await?;
    Ok(convert::report_table(report, found, part))
}

/// Has a link to another site asked again, soon. Needs the permission to change what uses it. False when it waits already.
///
/// # Errors
/// `not_found` when nothing that they may see uses it; else see [`ApiError`].
#[server(name = CheckLinkAgainCall, prefix = "/api/studio", endpoint = "link-check", input = Json)]
pub async fn check_link_again(link: i64) -> Result<bool, ApiError> {
    let desk = Desk::open()?;
    let mut tx = desk.begin().await?;
    let editor = convert::editor(&mut tx, &desk.staff).await?;
    let is_new = links::check_again(&mut tx, &editor, LinkId(link)).await?;
    tx.commit().await?;
    Ok(is_new)
}

/// The whole report as comma-separated values. Needs `content.access`.
///
/// # Errors
/// As [`read_report`].
#[server(name = ExportReportCall, prefix = "/api/studio", endpoint = "report-file", input = GetUrl)]
pub async fn export_report(#[server(default)] query: ReportQuery) -> Result<String, ApiError> {
    let desk = Desk::open()?;
    let mut conn = desk.read().await?;
    let editor = convert::editor(&mut conn, &desk.staff).await?;
    let (report, wish) = convert::report(&query)?;
    Ok(reports::export_report(&mut conn, &editor, (report, &wish), desk.now()).await?)
}
