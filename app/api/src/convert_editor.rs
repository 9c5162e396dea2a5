//! From the content engine's words to the editor's.

use crate::{
    ApiError, ChangedBlock, ChangedField, ChangedWord, HistoryItem, LockedBy, OpenedPage, PageRights, PriceWish,
    RevisionItem, SaveOutcome, SharedSection, Standing, TextComparison, Thing, Waiting,
    convert_pages::{described_field, sentence},
    door::internal,
    wire::{DraftTheirs, thing_kind},
};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use xpro_catalog::{CatalogData, model::ProductTarget};
use xpro_cms::{
    access::{Editor, PageLock, ReadError, Refusal, Rights},
    compare::{BlockChange, Comparison, FieldChange},
    document::{PageDocument, PageKind, SCHEMA, StoredDocument, declarations},
    lock::LockError,
    media::{self, Signer},
    publish::{
        DraftConflict, HistoryEntry, NameVersionError, OpenDraft, PageAct, PublishPageError, RestoreRevisionError,
        RevisionInfo, RevisionState, SaveDraftError, UnpublishPageError,
    },
    records,
    schedule::{ScheduleAction, ScheduleError},
    store::{self, snippet::StoredSnippet},
    tree,
};
use xpro_form::{FormSpec, Mode, Problem, Severity, Target, UsedThing, uses};
use xpro_kernel::{CourseId, CourseRunId, DocumentId, ImageId, LanguageId, PageId, PlatformId, ProgramId, TopicId};
use xpro_platform::db::violated_constraint;

/// Name of the rule that a page has each section at most once.
const SECTIONS_ONCE: &str = "page_revision_sections_once";

/// Most things that a page's fields get names for when it is opened.
const MOST_NAMES: usize = 400;

/// The page as the editor opens it.
pub(crate) async fn opened(conn: &mut PgConnection, editor: &Editor, draft: OpenDraft) -> Result<OpenedPage, ApiError> {
    let body = draft.document.to_stored().map_err(internal)?.body;
    let above = tree::list_ancestors(conn, editor, draft.page.id).await?;
    let above: Vec<(i64, String)> =
        above.into_iter().filter(|page| page.id != draft.page.id).map(|page| (page.id.0, page.title)).collect();
    let form = declarations().kind(draft.kind.name()).map(|spec| &spec.form);
    let (things, shared) = known(conn, editor, form.unwrap_or(&FormSpec::default()), &body).await?;
    let asked = declarations().blocks.0.iter().filter_map(|block| block.permission.as_deref());
    let permissions = asked.filter(|permission| editor.has(permission)).map(str::to_owned).collect();
    let faults = draft.faults.iter().map(|fault| (fault.path.clone(), fault.reason.clone())).collect();
    Ok(OpenedPage {
        id: draft.page.id.0,
        kind: draft.kind.name().to_owned(),
        url_path: draft.page.url_path.clone(),
        above,
        faults,
        version: draft.version,
        slug: draft.slug.clone(),
        rights: rights(draft.rights),
        permissions,
        price: draft.price.map(|intent| PriceWish {
            run: match intent.target {
                ProductTarget::CourseRun(run) => Some(run.0),
                ProductTarget::Program(_) => None,
            },
            amount: intent.price.amount().to_string(),
        }),
        standing: standing(editor, draft),
        document: body,
        things,
        shared,
    })
}

pub(crate) fn rights(rights: Rights) -> PageRights {
    PageRights { edit: rights.edit, publish: rights.publish, lock: rights.lock, unlock: rights.unlock }
}

pub(crate) fn locked_by(editor: &Editor, lock: PageLock) -> LockedBy {
    LockedBy { mine: lock.by == editor.user_id(), name: lock.by_name, at: lock.at.into(), reason: lock.reason }
}

fn standing(editor: &Editor, draft: OpenDraft) -> Standing {
    let lock = draft.lock.map(|lock| locked_by(editor, lock));
    let waiting = draft.schedules.into_iter().map(|row| Waiting {
        id: row.id.0,
        expires: row.action == ScheduleAction::Expire,
        at: row.at.into(),
        by: row.by_name,
    });
    Standing {
        live: draft.page.live,
        has_unpublished: draft.has_unpublished,
        last_published_at: draft.page.last_published_at.map(Into::into),
        saved_at: Some(draft.saved_at.into()),
        saved_by: draft.saved_by_name,
        lock,
        waiting: waiting.collect(),
    }
}

/// What a document of this form refers to, by name, and the shared sections.
pub(crate) async fn known(
    conn: &mut PgConnection,
    editor: &Editor,
    form: &FormSpec,
    body: &Value,
) -> Result<(Vec<Thing>, Vec<SharedSection>), ApiError> {
    let snippets = store::snippet::list_all(conn).await?;
    let things = things_in(conn, editor, form, body, &snippets).await?;
    Ok((things, snippets.iter().filter_map(shared_section).collect()))
}

/// Names of everything that a document refers to.
async fn things_in(
    conn: &mut PgConnection,
    editor: &Editor,
    form: &FormSpec,
    body: &Value,
    snippets: &[StoredSnippet],
) -> Result<Vec<Thing>, ApiError> {
    let mut wanted: BTreeSet<(&'static str, i64)> = BTreeSet::new();
    for found in uses(form, &declarations().blocks, body) {
        match found.thing {
            UsedThing::Image { id, .. } => wanted.insert(("image", id)),
            UsedThing::Document(id) => wanted.insert(("document", id)),
            UsedThing::Reference(to, id) => wanted.insert((thing_kind(&to), id)),
            UsedThing::Shared(id) => wanted.insert(("snippet", id)),
            UsedThing::Link(address) => match linked(&address) {
                Some(thing) => wanted.insert(thing),
                None => continue,
            },
        };
    }
    let is_elsewhere = |kind: &str| matches!(kind, "image" | "document" | "page" | "snippet" | "group");
    let needs_catalog = wanted.iter().any(|(kind, _)| !is_elsewhere(kind));
    let needs_groups = wanted.iter().any(|(kind, _)| *kind == "group");
    let groups = if needs_groups { group_things(conn, editor).await? } else { Vec::new() };
    let catalog = if needs_catalog { Some(CatalogData::load_all(conn).await?) } else { None };
    let signer = Signer::load(conn).await?;
    let mut things = Vec::new();
    for (kind, id) in wanted.into_iter().take(MOST_NAMES) {
        let thing = match (kind, &catalog) {
            ("image", _) => image(conn, editor, &signer, id).await?,
            ("document", _) => document(conn, editor, id).await?,
            ("page", _) => page(conn, editor, id).await?,
            ("snippet", _) => snippets.iter().find(|snippet| snippet.id.0 == id).and_then(snippet_thing),
            ("group", _) => groups.iter().find(|group| group.id == id).cloned(),
            (kind, Some(catalog)) => of_catalog(catalog, kind, id),
            (_, None) => None,
        };
        things.extend(thing);
    }
    Ok(things)
}

/// Groups as something to refer to, for those who may see them.
pub(crate) async fn group_things(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<Thing>, ApiError> {
    let thing = |(id, title)| Thing { kind: "group".to_owned(), id, title, detail: String::new(), picture: None };
    match records::find_groups(conn, editor).await {
        Ok(groups) => Ok(groups.into_iter().map(thing).collect()),
        Err(records::RecordError::Denied(_)) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// A snippet as something to refer to, called what its kind says it is called.
pub(crate) fn snippet_thing(snippet: &StoredSnippet) -> Option<Thing> {
    let kind = declarations().snippet(&snippet.kind)?;
    let name = snippet.body.get(kind.named_by.as_ref()).and_then(Value::as_str).unwrap_or_default();
    Some(Thing {
        kind: "snippet".to_owned(),
        id: snippet.id.0,
        title: if name.is_empty() { format!("{} {}", kind.label, snippet.id.0) } else { name.to_owned() },
        detail: kind.label.to_string(),
        picture: None,
    })
}

/// The section that a snippet shares.
fn shared_section(snippet: &StoredSnippet) -> Option<SharedSection> {
    let section = snippet.body.get("section").filter(|_| snippet.kind == "shared_section")?.get(0)?;
    Some(SharedSection {
        id: snippet.id.0,
        name: snippet.body.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        block: section.get("type")?.as_str()?.to_owned(),
        value: section.get("value")?.clone(),
    })
}

/// What `page:12` and `document:3` lead to.
fn linked(address: &str) -> Option<(&'static str, i64)> {
    let (kind, id) = address.split_once(':')?;
    let id = id.split(['#', '?']).next()?.parse().ok()?;
    match kind {
        "page" => Some(("page", id)),
        "document" => Some(("document", id)),
        _ => None,
    }
}

async fn image(conn: &mut PgConnection, editor: &Editor, signer: &Signer, id: i64) -> Result<Option<Thing>, ApiError> {
    match media::find_image(conn, editor.into(), ImageId(id)).await {
        Ok(row) => {
            let item = crate::convert_library::image(&row, signer);
            Ok(Some(Thing {
                kind: "image".to_owned(),
                id,
                title: item.title,
                detail: item.alt,
                picture: Some(item.thumbnail),
            }))
        }
        Err(media::MediaError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn document(conn: &mut PgConnection, editor: &Editor, id: i64) -> Result<Option<Thing>, ApiError> {
    match media::find_document(conn, editor.into(), DocumentId(id)).await {
        Ok(row) => Ok(Some(Thing {
            kind: "document".to_owned(),
            id,
            detail: row.file_name.clone(),
            title: row.title,
            picture: None,
        })),
        Err(media::MediaError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn page(conn: &mut PgConnection, editor: &Editor, id: i64) -> Result<Option<Thing>, ApiError> {
    match tree::summary(conn, editor, PageId(id)).await {
        Ok(row) => Ok(Some(page_thing(&row))),
        Err(ReadError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn page_thing(row: &tree::PageSummary) -> Thing {
    let state = if row.live { "" } else { " · not live" };
    Thing {
        kind: "page".to_owned(),
        id: row.id.0,
        title: row.title.clone(),
        detail: format!("{}{state}", row.url_path),
        picture: None,
    }
}

pub(crate) fn of_catalog(catalog: &CatalogData, kind: &str, id: i64) -> Option<Thing> {
    let (title, detail) = match kind {
        "course" => catalog.course(CourseId(id)).map(|row| (row.title.clone(), row.readable_id.clone()))?,
        "program" => catalog.program(ProgramId(id)).map(|row| (row.title.clone(), row.readable_id.clone()))?,
        "course_run" => catalog.run(CourseRunId(id)).map(|row| (row.title.clone(), row.courseware_id.clone()))?,
        "topic" => catalog.topic(TopicId(id)).map(|row| (row.label().to_owned(), String::new()))?,
        "language" => catalog.language(LanguageId(id)).map(|row| (row.name.clone(), row.bcp47.clone()))?,
        "platform" => catalog.platform(PlatformId(id)).map(|row| (row.name.clone(), String::new()))?,
        _ => return None,
    };
    Some(Thing { kind: kind.to_owned(), id, title, detail, picture: None })
}

/// Everything of the catalog that a reference may lead to: courses and programs of the page's own kind only (cms.md 5.6).
pub(crate) fn catalog_choices(
    catalog: &CatalogData,
    to: &Target,
    external: Option<bool>,
    course: Option<i64>,
) -> Vec<Thing> {
    let kind = thing_kind(to);
    let fits = |is_external: bool| external.is_none_or(|wanted| wanted == is_external);
    let ids: Vec<i64> = match to {
        Target::Course => catalog.courses().iter().filter(|row| fits(row.is_external)).map(|row| row.id.0).collect(),
        Target::Program => catalog.programs().iter().filter(|row| fits(row.is_external)).map(|row| row.id.0).collect(),
        Target::CourseRun => catalog
            .runs()
            .iter()
            .filter(|row| course.is_none_or(|id| row.course_id.0 == id))
            .map(|row| row.id.0)
            .collect(),
        Target::Topic => catalog.topics().iter().map(|row| row.id.0).collect(),
        Target::Language => catalog.languages().iter().map(|row| row.id.0).collect(),
        Target::Platform => catalog.platforms().iter().map(|row| row.id.0).collect(),
        Target::Page { .. } | Target::Snippet { .. } | Target::Group => Vec::new(),
    };
    ids.into_iter().filter_map(|id| of_catalog(catalog, kind, id)).collect()
}

/// The document that the studio sent.
///
/// The first fault that keeps it from being stored is answered with its path; what is merely incomplete is fine in a draft.
pub(crate) fn document_of(kind: PageKind, body: Value) -> Result<PageDocument, Problem> {
    let faults = PageDocument::check_body(kind, &body, Mode::Draft);
    if let Some(fault) = faults.into_iter().find(|problem| problem.severity == Severity::Error) {
        return Err(fault);
    }
    let read = PageDocument::read(kind, StoredDocument { schema: SCHEMA, body });
    read.map(|read| read.document).map_err(|error| Problem::error("", error.to_string()))
}

/// What became of a save that was not kept.
pub(crate) fn unsaved(error: SaveDraftError, kind: PageKind) -> Result<SaveOutcome, ApiError> {
    let refused = |field: &str, message: String| Ok(SaveOutcome::Refused { field: field.to_owned(), message });
    match error {
        SaveDraftError::Conflict(conflict) => Ok(SaveOutcome::Conflict(Box::new(theirs(*conflict)))),
        SaveDraftError::Refused(refusal) => Err(refusal.into()),
        SaveDraftError::Internal(error) if violated_constraint(&error) == Some(SECTIONS_ONCE) => refused(
            "sections",
            "A page may have each of its sections once. Delete one of the two that are alike.".to_owned(),
        ),
        SaveDraftError::Internal(error) => Err(error.into()),
        SaveDraftError::SlugTaken(path) => refused("#slug", format!("Another page has the address {path}.")),
        SaveDraftError::BadSlug => refused("#slug", "This page cannot have that address.".to_owned()),
        SaveDraftError::Price(message) => refused("#price", message),
        SaveDraftError::AlreadyDescribed => refused(
            described_field(kind).unwrap_or_default(),
            "Another page describes it already. Choose another one.".to_owned(),
        ),
        SaveDraftError::OtherSeller => {
            refused(described_field(kind).unwrap_or_default(), sentence(&SaveDraftError::OtherSeller))
        }
        error @ (SaveDraftError::WrongKind { .. } | SaveDraftError::Document(_)) => refused("", error.to_string()),
    }
}

fn theirs(conflict: DraftConflict) -> DraftTheirs {
    DraftTheirs {
        version: conflict.version,
        by: conflict.by_name,
        at: conflict.at.into(),
        document: conflict.theirs.body,
    }
}

pub(crate) fn revision(info: RevisionInfo) -> RevisionItem {
    let state = match info.state {
        RevisionState::Rolling => "rolling",
        RevisionState::Named => "named",
        RevisionState::Published => "published",
        RevisionState::Scheduled => "scheduled",
    };
    RevisionItem {
        id: info.id.0,
        state: state.to_owned(),
        label: info.label,
        by: info.created_by_name,
        at: info.updated_at.into(),
        is_live: info.is_live,
        is_latest: info.is_latest,
        go_live_at: info.go_live_at.map(Into::into),
    }
}

pub(crate) fn comparison(found: Comparison) -> TextComparison {
    TextComparison {
        fields: found.fields.into_iter().map(changed_field).collect(),
        blocks: found.blocks.into_iter().map(changed_block).collect(),
    }
}

fn changed_field(field: FieldChange) -> ChangedField {
    let word = |word: xpro_cms::compare::Word| ChangedWord { kind: name_of(&word.kind), text: word.text };
    ChangedField {
        path: field.path,
        before: field.before,
        after: field.after,
        words: field.words.map(|words| words.into_iter().map(word).collect()),
    }
}

fn changed_block(block: BlockChange) -> ChangedBlock {
    ChangedBlock {
        list: block.list,
        id: block.id,
        block: block.block,
        change: name_of(&block.change),
        from: block.from,
        to: block.to,
        fields: block.fields.into_iter().map(changed_field).collect(),
        value: block.value,
    }
}

/// The name that an enum without data is written as.
fn name_of(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn history(entry: HistoryEntry) -> HistoryItem {
    HistoryItem { id: entry.id, at: entry.at.into(), act: words(&entry.act), by: entry.actor_name, note: entry.note }
}

fn words(act: &PageAct) -> String {
    let words = match act {
        PageAct::Create => "Created the page",
        PageAct::Edit => "Edited",
        PageAct::Name => "Named a version",
        PageAct::Publish => "Published",
        PageAct::PublishScheduled => "Published as scheduled",
        PageAct::PublishRelease => "Published with a release",
        PageAct::AddToRelease => "Put into a release",
        PageAct::TakeFromRelease => "Taken out of a release",
        PageAct::Schedule => "Scheduled publication",
        PageAct::ScheduleExpiry => "Scheduled expiry",
        PageAct::CancelSchedule => "Called a schedule off",
        PageAct::ScheduleFailed => "A schedule could not be kept",
        PageAct::Unpublish => "Unpublished",
        PageAct::UnpublishScheduled => "Unpublished as scheduled",
        PageAct::Rename => "Renamed",
        PageAct::Restore => "Restored an earlier version",
        PageAct::Copy => "Copied",
        PageAct::Move => "Moved",
        PageAct::Reorder => "Reordered",
        PageAct::Lock => "Locked",
        PageAct::Unlock => "Unlocked",
        PageAct::Delete => "Deleted",
        PageAct::Undelete => "Restored from the trash",
        PageAct::SetPrivacy => "Changed who may read it",
        PageAct::Price => "Set the price",
        PageAct::Other(name) => {
            let words = name.replace('_', " ");
            let first = words.get(..1).map(str::to_uppercase).unwrap_or_default();
            return format!("{first}{}", words.get(1..).unwrap_or_default());
        }
    };
    words.to_owned()
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => ApiError::NotFound,
            Refusal::Denied(_) => ApiError::Forbidden,
            Refusal::Locked(lock) => {
                ApiError::invalid(format!("{} locked this page. Nothing was changed.", lock.by_name))
            }
            Refusal::InReview => ApiError::invalid(
                "This page is being reviewed: only those who review it may change it. Nothing was changed.",
            ),
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => refusal.into(),
            ReadError::Document(error) => ApiError::invalid(format!("This text cannot be read: {error}.")),
            ReadError::Internal(error) => error.into(),
        }
    }
}

impl From<NameVersionError> for ApiError {
    fn from(error: NameVersionError) -> Self {
        match error {
            NameVersionError::Refused(refusal) => refusal.into(),
            NameVersionError::BadLabel => ApiError::invalid("A version needs a name of at most 100 characters."),
            NameVersionError::Internal(error) => error.into(),
        }
    }
}

impl From<RestoreRevisionError> for ApiError {
    fn from(error: RestoreRevisionError) -> Self {
        match error {
            RestoreRevisionError::Refused(refusal) => refusal.into(),
            RestoreRevisionError::Internal(error) => error.into(),
            other => ApiError::invalid(format!("That version cannot be restored: {other}.")),
        }
    }
}

impl From<UnpublishPageError> for ApiError {
    fn from(error: UnpublishPageError) -> Self {
        match error {
            UnpublishPageError::Refused(refusal) => refusal.into(),
            UnpublishPageError::Internal(error) => error.into(),
            other => ApiError::invalid(format!("The page stays: {other}.")),
        }
    }
}

impl From<LockError> for ApiError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Refused(refusal) => refusal.into(),
            LockError::Internal(error) => error.into(),
            other => ApiError::invalid(format!("That is not possible: {other}.")),
        }
    }
}

/// A page that was not published, as a list of problems or an error.
pub(crate) fn unpublished(error: PublishPageError) -> Result<Vec<xpro_form::Problem>, ApiError> {
    let one = |message: String| Ok(vec![xpro_form::Problem::error("", message)]);
    match error {
        PublishPageError::Refused(refusal) => Err(refusal.into()),
        PublishPageError::Internal(error) => Err(error.into()),
        PublishPageError::Invalid(problems) => Ok(problems.into_iter().map(problem).collect()),
        PublishPageError::AddressTaken(_) => one("Another page has this address. Change the slug.".to_owned()),
        PublishPageError::AlreadyDescribed => one("Another page describes this course or program already.".to_owned()),
        PublishPageError::Price(message) => one(message),
        PublishPageError::Document(error) => one(error.to_string()),
    }
}

/// A page that was not scheduled, likewise.
pub(crate) fn unscheduled(error: ScheduleError) -> Result<Vec<xpro_form::Problem>, ApiError> {
    match error {
        ScheduleError::Refused(refusal) => Err(refusal.into()),
        ScheduleError::Internal(error) => Err(error.into()),
        ScheduleError::Invalid(problems) => Ok(problems.into_iter().map(problem).collect()),
        other => {
            let mut message = other.to_string();
            if let Some(first) = message.get(..1).map(str::to_ascii_uppercase) {
                message.replace_range(..1, &first);
            }
            Err(ApiError::invalid(format!("{message}.")))
        }
    }
}

fn problem(problem: xpro_cms::document::Problem) -> xpro_form::Problem {
    xpro_form::Problem::error(problem.path, problem.message)
}
