//! Lists of records, and one record with what is around it.

use super::{
    RecordError, RecordKind, UsedBy, acts::version_of, courseware, group, people, product, runs, settings, snippet,
    taxonomy,
};
use crate::{
    access::Editor,
    store::{self, people as person_rows, record as rows, record_list, record_use},
};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// Rows in one part of a list.
pub const RECORDS_PART: u32 = 50;
/// Changes that are shown beside a record.
const SHOWN_CHANGES: i64 = 20;

/// What is listed.
#[derive(Debug, Clone)]
pub struct ListRecords {
    /// Of which kind.
    pub kind: RecordKind,
    /// Part of a name; empty for all.
    pub text: String,
    /// Which part of the list, from 0.
    pub part: u32,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// Key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Under the kind's columns.
    pub cells: Vec<String>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPart {
    /// In order.
    pub rows: Vec<RecordRow>,
    /// There are more behind them.
    pub more: bool,
}

/// A change of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// When.
    pub at: OffsetDateTime,
    /// Name of the act.
    pub act: String,
    /// Who.
    pub by: String,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
}

/// A table beside a record: prices, runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideTable {
    /// Its heading.
    pub title: &'static str,
    /// Headings of its columns.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub rows: Vec<SideRow>,
}

/// A row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideRow {
    /// The record that it is about.
    pub record: Option<(RecordKind, i64)>,
    /// Under the columns.
    pub cells: Vec<String>,
}

/// A record for editing.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRecord {
    /// Its kind.
    pub kind: RecordKind,
    /// Its key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What its form says.
    pub document: Value,
    /// To name when saving.
    pub version: String,
    /// What else is known of it.
    pub facts: Vec<(&'static str, String)>,
    /// A table beside it.
    pub table: Option<SideTable>,
    /// What uses it.
    pub used: Vec<UsedBy>,
    /// The newest first.
    pub history: Vec<HistoryRow>,
    /// The person may change it.
    pub may_change: bool,
    /// The person may delete it, as far as nothing uses it.
    pub may_delete: bool,
}

/// A form's struct as its document.
pub(super) fn body<T: Serialize>(record: &T) -> Value {
    serde_json::to_value(record).expect("plain structs have a JSON form")
}

/// What a record says now; none when there is none.
pub(crate) async fn document(conn: &mut PgConnection, kind: RecordKind, id: i64) -> Result<Option<Value>, sqlx::Error> {
    match kind {
        RecordKind::Snippet(kind) => snippet::read(conn, kind, id).await,
        RecordKind::Topic => taxonomy::read_topic(conn, id).await,
        RecordKind::Language => taxonomy::read_language(conn, id).await,
        RecordKind::Platform => taxonomy::read_platform(conn, id).await,
        RecordKind::Course => courseware::read_course(conn, id).await,
        RecordKind::Program => courseware::read_program(conn, id).await,
        RecordKind::CourseRun => runs::read_course_run(conn, id).await,
        RecordKind::ProgramRun => runs::read_program_run(conn, id).await,
        RecordKind::Product => product::read(conn, id).await,
        RecordKind::Settings if id == 1 => settings::read(conn).await,
        RecordKind::Settings => Ok(None),
        RecordKind::Group => group::read(conn, id).await,
        RecordKind::User => people::read(conn, id).await,
    }
}

/// What uses a record.
pub(super) async fn uses(conn: &mut PgConnection, kind: RecordKind, id: i64) -> Result<Vec<UsedBy>, sqlx::Error> {
    let found = record_use::list(conn, kind.name(), id).await?;
    let used = |row: rows::UseRow| UsedBy { kind: row.kind, id: row.id, title: row.title, detail: row.detail };
    Ok(found.into_iter().map(used).collect())
}

/// What a record is called.
pub(super) fn name_of(kind: RecordKind, id: i64, document: &Value) -> String {
    let named = document.get(kind.spec().named_by.as_ref()).and_then(Value::as_str).unwrap_or_default();
    match crate::richtext::excerpt(named, 100) {
        name if name.is_empty() => format!("{} {id}", kind.spec().label),
        name => name,
    }
}

/// A part of a list.
///
/// # Errors
/// Without the permission to see this kind.
pub async fn list_records(
    conn: &mut PgConnection,
    editor: &Editor,
    wanted: ListRecords,
) -> Result<RecordPart, RecordError> {
    if !wanted.kind.may_see(editor) {
        return Err(RecordError::Denied(wanted.kind.seen_with()));
    }
    if wanted.kind == RecordKind::Settings {
        return Ok(RecordPart { rows: Vec::new(), more: false });
    }
    let part = i64::from(RECORDS_PART);
    let window = (i64::from(wanted.part) * part, part + 1);
    let mut found = record_list::list(conn, wanted.kind.name(), &pattern(&wanted.text), window).await?;
    let more = found.len() > RECORDS_PART as usize;
    found.truncate(RECORDS_PART as usize);
    let row = |row: rows::Listed| RecordRow { id: row.id, name: row.name, cells: row.cells };
    Ok(RecordPart { rows: found.into_iter().map(row).collect(), more })
}

/// Text as a pattern that finds it anywhere.
pub(crate) fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in xpro_kernel::plain_text(text).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A record for editing.
///
/// # Errors
/// Without the permission to see this kind, or when there is none.
pub async fn open_record(
    conn: &mut PgConnection,
    editor: &Editor,
    kind: RecordKind,
    id: i64,
) -> Result<OpenRecord, RecordError> {
    if !kind.may_see(editor) {
        return Err(RecordError::Denied(kind.seen_with()));
    }
    let document = document(conn, kind, id).await?.ok_or(RecordError::NotFound)?;
    let used = uses(conn, kind, id).await?;
    let history = rows::history(conn, kind.subject(), id, SHOWN_CHANGES).await?;
    let (title, facts) = facts(conn, kind, id).await?;
    let may_change = kind.may_change(editor);
    Ok(OpenRecord {
        kind,
        id,
        name: title.unwrap_or_else(|| name_of(kind, id, &document)),
        version: version_of(&document),
        document,
        facts,
        table: table(conn, kind, id).await?,
        used,
        history: history.into_iter().map(history_row).collect(),
        may_change,
        may_delete: may_change && kind.can_be_deleted(),
    })
}

fn history_row(row: rows::ChangeRow) -> HistoryRow {
    let mut fields = Vec::new();
    if let (Some(Value::Object(before)), Some(Value::Object(after))) = (&row.before, &row.after) {
        let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
        fields.extend(changed.map(|(name, _)| name.replace('_', " ")));
    }
    HistoryRow { at: row.at, act: row.act, by: row.by, fields }
}

/// What is known of a record besides its form, and its name where the form has none.
async fn facts(
    conn: &mut PgConnection,
    kind: RecordKind,
    id: i64,
) -> Result<(Option<String>, Vec<(&'static str, String)>), sqlx::Error> {
    match kind {
        RecordKind::User => {
            let Some(person) = person_rows::person(conn, id).await? else { return Ok((None, Vec::new())) };
            let day = |at: OffsetDateTime| at.date().to_string();
            let facts = vec![
                ("E-mail", person.email),
                ("Account", if person.is_active { "Active" } else { "Not active" }.to_owned()),
                ("Since", day(person.created_at)),
                ("Last sign-in", person.last_login.map_or("Never".to_owned(), day)),
            ];
            Ok((Some(person.name), facts))
        }
        RecordKind::Product => {
            let found = record_list::product_name(conn, id).await?;
            Ok((found, Vec::new()))
        }
        RecordKind::Settings => Ok((Some("Site settings".to_owned()), Vec::new())),
        _ => Ok((None, Vec::new())),
    }
}

async fn table(conn: &mut PgConnection, kind: RecordKind, id: i64) -> Result<Option<SideTable>, sqlx::Error> {
    Ok(match kind {
        RecordKind::Product => Some(SideTable {
            title: "Price list",
            columns: &["Since (UTC)", "Price", "Description", "Code"],
            rows: record_use::prices(conn, id)
                .await?
                .into_iter()
                .map(|cells| SideRow { record: None, cells })
                .collect(),
        }),
        RecordKind::Course => Some(SideTable {
            title: "Runs",
            columns: &["Tag", "Starts", "Ends", "State"],
            rows: record_use::runs(conn, id)
                .await?
                .into_iter()
                .map(|(run, cells)| SideRow { record: Some((RecordKind::CourseRun, run)), cells })
                .collect(),
        }),
        _ => None,
    })
}

/// Groups to put people into, by name.
///
/// # Errors
/// Without the permission to see groups.
pub async fn find_groups(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<(i64, String)>, RecordError> {
    if !RecordKind::Group.may_see(editor) {
        return Err(RecordError::Denied(RecordKind::Group.seen_with()));
    }
    Ok(store::people::groups(conn).await?)
}
