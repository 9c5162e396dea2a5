//! Making, changing and deleting records.

use super::{
    RecordError, RecordKind, Theirs, UsedBy, courseware, group, people, product, read, runs, settings, snippet,
    taxonomy,
};
use crate::{
    access::Editor,
    checks::feature_problems,
    document::declarations,
    links::{forget_links, index_record_links},
    media::index_record,
    store::record as store,
};
use serde_json::Value;
use uuid::Uuid;
use xpro_form::{Mode, Severity, check};
use xpro_platform::{Subject, audit, content, db::Tx};

/// Which record is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// A new one.
    New,
    /// One that is there.
    Existing {
        /// Its key.
        id: i64,
        /// The version that the author began from.
        version: String,
    },
}

/// A record as it should be.
#[derive(Debug, Clone)]
pub struct SaveRecord {
    /// Of what kind.
    pub kind: RecordKind,
    /// Which one.
    pub which: Which,
    /// What its form says.
    pub document: Value,
}

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedRecord {
    /// Key.
    pub id: i64,
    /// It says something else than before.
    pub changed: bool,
}

/// What is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// What it was called.
    pub name: String,
}

/// The version of a record: what changes whenever it says something else.
pub(super) fn version_of(document: &Value) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, document.to_string().as_bytes()).to_string()
}

/// Makes a record or changes one.
///
/// # Errors
/// Without the kind's permission, when fields break rules, or when somebody else saved since.
pub async fn save_record(tx: &mut Tx, editor: &Editor, save: SaveRecord) -> Result<SavedRecord, RecordError> {
    let SaveRecord { kind, which, document } = save;
    if !kind.may_change(editor) {
        return Err(RecordError::Denied(kind.permission()));
    }
    let form = &kind.spec().form;
    let flaws = check(form, &declarations().blocks, &document, Mode::Publish).into_iter();
    let flaws: Vec<_> =
        flaws.chain(feature_problems(form, &document)).filter(|flaw| flaw.severity == Severity::Error).collect();
    if !flaws.is_empty() {
        return Err(RecordError::Invalid(flaws));
    }
    let (id, before) = match which {
        Which::New if !kind.can_be_added() => return Err(RecordError::NotFound),
        Which::New => (None, None),
        Which::Existing { id, version } => {
            // Two who save at once come one after the other; the second meets a newer version.
            store::lock(tx, &lock_name(kind, id)).await?;
            let before = read::document(tx, kind, id).await?.ok_or(RecordError::NotFound)?;
            let current = version_of(&before);
            if current != version {
                return Err(RecordError::Conflict(Box::new(theirs(tx, kind, id, current, before).await?)));
            }
            (Some(id), Some(before))
        }
    };
    let kept = write(tx, editor, (kind, id), document).await?;
    // What the database checks at the end is asked for now, while it can still be told beside its field.
    store::check_now(tx).await?;
    let after = read::document(tx, kind, kept).await?;
    if before == after {
        return Ok(SavedRecord { id: kept, changed: false });
    }
    if points_elsewhere(kind) {
        let body = after.as_ref().unwrap_or(&Value::Null);
        index_record(tx, (kind.name(), kept), body).await?;
        index_record_links(tx, (kind.name(), kept), &kind.spec().form, body).await?;
    }
    if !audits_itself(kind) {
        note(tx, editor, (save_act(kind), kind, kept), before, after).await?;
        tell_site(tx, kind).await?;
    }
    Ok(SavedRecord { id: kept, changed: true })
}

/// People are locked as one: the last superuser must stay.
fn lock_name(kind: RecordKind, id: i64) -> String {
    match kind {
        RecordKind::User | RecordKind::Group => "record:people".to_owned(),
        kind => format!("record:{}:{id}", kind.name()),
    }
}

async fn theirs(
    tx: &mut Tx,
    kind: RecordKind,
    id: i64,
    version: String,
    document: Value,
) -> Result<Theirs, sqlx::Error> {
    let last = store::history(tx, kind.subject(), id, 1).await?.into_iter().next();
    let (by, at) = last.map_or((String::new(), None), |entry| (entry.by, Some(entry.at)));
    Ok(Theirs { by, at, version, document })
}

async fn write(
    tx: &mut Tx,
    editor: &Editor,
    (kind, id): (RecordKind, Option<i64>),
    document: Value,
) -> Result<i64, RecordError> {
    match kind {
        RecordKind::Snippet(kind) => snippet::write(tx, kind, id, document).await,
        RecordKind::Topic => taxonomy::write_topic(tx, id, parsed(document)?).await,
        RecordKind::Language => taxonomy::write_language(tx, id, parsed(document)?).await,
        RecordKind::Platform => taxonomy::write_platform(tx, id, parsed(document)?).await,
        RecordKind::Course => courseware::write_course(tx, editor, id, parsed(document)?).await,
        RecordKind::Program => courseware::write_program(tx, editor, id, parsed(document)?).await,
        RecordKind::CourseRun => runs::write_course_run(tx, editor, id, parsed(document)?).await,
        RecordKind::ProgramRun => runs::write_program_run(tx, editor, id, parsed(document)?).await,
        RecordKind::Product => product::write(tx, editor, id, parsed(document)?).await,
        RecordKind::Settings => settings::write(tx, editor, parsed(document)?).await,
        RecordKind::Group => group::write(tx, editor, id, &document).await,
        RecordKind::User => people::write(tx, editor, id, parsed(document)?).await,
    }
}

/// A document that was checked, in its type.
fn parsed<T: serde::de::DeserializeOwned>(document: Value) -> Result<T, RecordError> {
    serde_json::from_value(document).map_err(|error| RecordError::field("", format!("It cannot be read: {error}.")))
}

/// Snippets and settings hold pictures and links.
fn points_elsewhere(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Snippet(_) | RecordKind::Settings)
}

/// The acts of other rooms write their own audit.
fn audits_itself(kind: RecordKind) -> bool {
    kind.permission() == xpro_catalog::acts::CHANGE_CATALOG || kind == RecordKind::Settings
}

fn save_act(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Snippet(_) => "save_snippet",
        RecordKind::Topic => "save_topic",
        RecordKind::Language => "save_language",
        RecordKind::Platform => "save_platform",
        RecordKind::Group => "save_group",
        RecordKind::User => "save_user",
        _ => "save_record",
    }
}

fn delete_act(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Snippet(_) => "delete_snippet",
        RecordKind::Topic => "delete_topic",
        RecordKind::Language => "delete_language",
        RecordKind::Platform => "delete_platform",
        RecordKind::Course => "delete_course",
        RecordKind::Program => "delete_program",
        RecordKind::CourseRun => "delete_course_run",
        RecordKind::ProgramRun => "delete_program_run",
        RecordKind::Group => "delete_group",
        _ => "delete_record",
    }
}

async fn note(
    tx: &mut Tx,
    editor: &Editor,
    (act, kind, id): (&'static str, RecordKind, i64),
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let subject = Subject::new(kind.subject(), id);
    audit::record(tx, audit::Change { act, actor: editor.staff().into(), subject, before, after, note: "" }).await
}

/// Deletes a record that nothing uses.
///
/// # Errors
/// Without the kind's permission, when there is none, or when something uses it: then with what.
pub async fn delete_record(tx: &mut Tx, editor: &Editor, kind: RecordKind, id: i64) -> Result<Deleted, RecordError> {
    if !kind.may_change(editor) {
        return Err(RecordError::Denied(kind.permission()));
    }
    if !kind.can_be_deleted() {
        return Err(RecordError::NotFound);
    }
    store::lock(tx, &lock_name(kind, id)).await?;
    let before = read::document(tx, kind, id).await?.ok_or(RecordError::NotFound)?;
    let used = read::uses(tx, kind, id).await?;
    if !used.is_empty() {
        return Err(RecordError::InUse(used));
    }
    if kind == RecordKind::Group {
        group::may_give(tx, editor, id).await?;
    }
    store::delete(tx, kind.name(), id).await.map_err(|error| still_used(kind, error))?;
    store::check_now(tx).await.map_err(|error| still_used(kind, error))?;
    if points_elsewhere(kind) {
        index_record(tx, (kind.name(), id), &Value::Null).await?;
        forget_links(tx, (kind.name(), id)).await?;
    }
    let name = read::name_of(kind, id, &before);
    note(tx, editor, (delete_act(kind), kind, id), Some(before), None).await?;
    tell_site(tx, kind).await?;
    Ok(Deleted { name })
}

/// Public pages may look different, except for what only staff see.
async fn tell_site(tx: &mut Tx, kind: RecordKind) -> Result<(), sqlx::Error> {
    if matches!(kind, RecordKind::User | RecordKind::Group) { Ok(()) } else { content::changed(tx).await }
}

/// Somebody began to use it since, or something that is not named one by one: enrollments, orders, certificates.
fn still_used(kind: RecordKind, error: sqlx::Error) -> RecordError {
    let is_used = error.as_database_error().is_some_and(|error| error.is_foreign_key_violation());
    if !is_used {
        return error.into();
    }
    let detail = "Pages, enrollments, orders or certificates".to_owned();
    RecordError::InUse(vec![UsedBy {
        kind: String::new(),
        id: 0,
        title: format!("{} in use", kind.spec().label),
        detail,
    }])
}
