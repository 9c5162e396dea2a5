//! From the records' words to the wire's.

use crate::{
    ApiError, OpenedRecord, RecordChange, RecordItem, RecordList, RecordTable, ReportItem, ReportQuery, ReportTable,
    UsedItem, convert_editor,
};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime, macros::format_description};
use xpro_cms::{
    access::Editor,
    document::declarations,
    links::CheckAgainError,
    records::{self, OpenRecord, RecordError, RecordKind, RecordPart, SideTable, UsedBy},
    reports::{Report, ReportPart, ReportWish},
};
use xpro_kernel::Staff;

/// The rooms of the studio that hold records, with one kind of each.
const ROOMS: [(&str, RecordKind); 9] = [
    ("snippets", RecordKind::Snippet(xpro_cms::document::SnippetKind::SiteNotification)),
    ("topics", RecordKind::Topic),
    ("languages", RecordKind::Language),
    ("platforms", RecordKind::Platform),
    ("courses", RecordKind::Course),
    ("products", RecordKind::Product),
    ("settings", RecordKind::Settings),
    ("users", RecordKind::User),
    ("groups", RecordKind::Group),
];

/// The rooms that the person may enter.
pub(crate) fn rooms(editor: Option<&Editor>) -> Vec<String> {
    let Some(editor) = editor else { return Vec::new() };
    let open = ROOMS.iter().filter(|(_, kind)| kind.may_see(editor)).map(|(room, _)| *room);
    open.chain(["reports"]).map(str::to_owned).collect()
}

/// The caller with what their groups grant.
pub(crate) async fn editor(conn: &mut PgConnection, staff: &Staff) -> Result<Editor, ApiError> {
    crate::convert_library::editor(conn, staff).await
}

pub(crate) fn kind(name: &str) -> Result<RecordKind, ApiError> {
    RecordKind::from_name(name).ok_or(ApiError::NotFound)
}

pub(crate) fn list(kind: RecordKind, editor: &Editor, found: RecordPart, part: u32) -> RecordList {
    let spec = kind.spec();
    let item = |row: records::RecordRow| RecordItem { id: row.id, name: row.name, cells: row.cells };
    RecordList {
        label: spec.label.to_string(),
        plural: spec.plural.to_string(),
        help: spec.help.to_string(),
        columns: kind.columns().iter().map(|column| (*column).to_owned()).collect(),
        rows: found.rows.into_iter().map(item).collect(),
        next: found.more.then_some(part.saturating_add(1)),
        may_add: kind.can_be_added() && kind.may_change(editor),
    }
}

pub(crate) async fn opened(
    conn: &mut PgConnection,
    editor: &Editor,
    record: OpenRecord,
) -> Result<OpenedRecord, ApiError> {
    let form = &record.kind.spec().form;
    let (things, _) = convert_editor::known(conn, editor, form, &record.document).await?;
    let asked = declarations().blocks.0.iter().filter_map(|block| block.permission.as_deref());
    let change = |row: records::HistoryRow| RecordChange {
        at: row.at.into(),
        act: row.act.replace('_', " "),
        by: row.by,
        fields: row.fields,
    };
    Ok(OpenedRecord {
        kind: record.kind.name().to_owned(),
        id: record.id,
        name: record.name,
        version: record.version,
        facts: record.facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        table: record.table.map(table),
        used: record.used.into_iter().map(used).collect(),
        history: record.history.into_iter().map(change).collect(),
        things,
        permissions: asked.filter(|permission| editor.has(permission)).map(str::to_owned).collect(),
        may_change: record.may_change,
        may_delete: record.may_delete,
        document: record.document,
    })
}

fn table(table: SideTable) -> RecordTable {
    RecordTable {
        title: table.title.to_owned(),
        columns: table.columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: table
            .rows
            .into_iter()
            .map(|row| (row.record.map(|(kind, id)| (kind.name().to_owned(), id)), row.cells))
            .collect(),
    }
}

pub(crate) fn used(by: UsedBy) -> UsedItem {
    UsedItem { kind: by.kind, id: by.id, title: by.title, detail: by.detail }
}

impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Denied(_) => ApiError::Forbidden,
            RecordError::NotFound => ApiError::NotFound,
            RecordError::Internal(error) => error.into(),
            error @ (RecordError::Invalid(_) | RecordError::Conflict(_) | RecordError::InUse(_)) => {
                ApiError::invalid(error.to_string())
            }
        }
    }
}

impl From<CheckAgainError> for ApiError {
    fn from(error: CheckAgainError) -> Self {
        match error {
            CheckAgainError::NotFound => ApiError::NotFound,
            CheckAgainError::Denied => ApiError::Forbidden,
            CheckAgainError::Internal(error) => error.into(),
        }
    }
}

pub(crate) fn report(query: &ReportQuery) -> Result<(Report, ReportWish), ApiError> {
    let report = match query.name.as_str() {
        "" => Report::AgingPages,
        name => Report::from_name(name).ok_or(ApiError::NotFound)?,
    };
    let text = crate::convert_library::search_text;
    let wish = ReportWish {
        days: query.days,
        kind: Some(text(&query.kind)?).filter(|kind| !kind.is_empty()),
        by: text(&query.by)?,
        act: text(&query.act)?,
        from: day(&query.from)?,
        until: day(&query.until)?.and_then(|day| day.checked_add(time::Duration::DAY)),
    };
    Ok((report, wish))
}

/// Midnight in UTC at the beginning of a day.
fn day(text: &str) -> Result<Option<OffsetDateTime>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| ApiError::invalid("Write a day such as 2026-11-25."))?;
    Ok(Some(day.midnight().assume_utc()))
}

pub(crate) fn report_table(report: Report, found: ReportPart, part: u32) -> ReportTable {
    let item = |row: xpro_cms::reports::ReportRow| ReportItem {
        kind: named(&row.kind).to_owned(),
        id: row.id,
        field: row.path,
        cells: row.cells,
        link: row.link.map(|link| link.0),
    };
    ReportTable {
        columns: report.columns().iter().map(|column| (*column).to_owned()).collect(),
        rows: found.rows.into_iter().map(item).collect(),
        next: found.more.then_some(part.saturating_add(1)),
    }
}

/// The kind that audit's name of a thing stands for.
fn named(subject: &str) -> &str {
    match subject {
        "course_language" => "language",
        "site_setting" => "settings",
        "user_group" => "group",
        other => other,
    }
}
