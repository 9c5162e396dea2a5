//! Changing pages over the API: the same acts as in the Studio, with the same checks, by the owner of the token.

use super::{
    caller::{Caller, Scope},
    json::stamp,
    problem::ApiProblem,
};
use crate::{
    access::{ReadError, Refusal},
    document::{Mode, PageDocument, PageKind, Problem, SCHEMA, Severity, StoredDocument, declarations},
    publish::{
        DraftConflict, OpenDraft, PriceChange, PublishPageError, SaveDraft, SaveDraftError, Unpublish,
        UnpublishPageError, open_draft, publish_page, save_draft, unpublish_page,
    },
    redirect::{RedirectError, RedirectTarget},
    trash::{DeletePage, DeletePageError, delete_page},
    tree::{CreatePageError, MovePage, MovePageError, NewPage, Place, create_page, move_page},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::collections::HashSet;
use xpro_kernel::PageId;
use xpro_platform::db::{Tx, violated_constraint};

/// The constraint that a page has each section once.
const SECTIONS_ONCE: &str = "page_revision_sections_once";

/// A page to make.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateInput {
    /// The page above.
    pub parent: i64,
    /// `cms.ResourcePage`
    #[serde(rename = "type")]
    pub kind: String,
    /// Last part of the address; none makes one from the title.
    pub slug: Option<String>,
    /// What it says, complete or not.
    pub document: Value,
}

/// A draft to keep.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftInput {
    /// The version that the writer began from.
    pub version: i64,
    /// Last part of the address; none keeps it.
    pub slug: Option<String>,
    /// What the page says, complete or not.
    pub document: Value,
}

/// What to publish.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PublishInput {
    /// Publish only if the newest text has this version.
    pub version: Option<i64>,
}

/// What to take off the site.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnpublishInput {
    /// The pages below, too.
    pub with_descendants: bool,
    /// Where the old address leads: a path or an address.
    pub redirect_to: Option<String>,
}

/// Where to take a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveInput {
    /// Below which page.
    pub parent: i64,
    /// Before this page there.
    pub before: Option<i64>,
    /// Behind this page there.
    pub after: Option<i64>,
    /// Before all others; the usual place is behind them.
    #[serde(default)]
    pub first: bool,
}

/// Makes a page, as a draft.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn create(tx: &mut Tx, caller: &Caller, input: CreateInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesWrite)?;
    let kind = input
        .kind
        .strip_prefix("cms.")
        .and_then(PageKind::from_name)
        .ok_or_else(|| ApiProblem::invalid("type", "There is no such type of page."))?;
    let (document, warnings) = document_of(caller, kind, input.document, None)?;
    let new = NewPage { parent: Some(PageId(input.parent)), slug: input.slug, document };
    let id = create_page(tx, caller.editor().into(), new).await?;
    let mut shown = show(&open_draft(tx, caller.editor().into(), id).await?)?;
    shown["problems"] = json!(warnings);
    Ok(shown)
}

/// The newest text of a page, as it is stored, with what it lacks to be published.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn read_draft(conn: &mut PgConnection, caller: &Caller, id: &str) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesReadDrafts)?;
    let draft = open_draft(conn, caller.editor().into(), page(id)?).await?;
    let mut shown = show(&draft)?;
    shown["problems"] = json!(draft.document.validate_for_publish());
    Ok(shown)
}

/// Keeps a draft.
///
/// # Errors
/// 409 with both texts when somebody saved since; else see [`ApiProblem`].
pub async fn save(tx: &mut Tx, caller: &Caller, id: &str, input: DraftInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesWrite)?;
    let page = page(id)?;
    let (kind, before) = written(tx, caller, page).await?;
    let (document, warnings) = document_of(caller, kind, input.document, before.as_ref())?;
    let save = SaveDraft {
        page,
        document: &document,
        expected_version: Some(input.version),
        slug: input.slug.as_deref(),
        price: PriceChange::Keep,
    };
    let saved = save_draft(tx, caller.editor().into(), save).await?;
    Ok(json!({
        "id": page, "version": saved.version, "changed": saved.changed, "saved_at": stamp(saved.saved_at), "problems": warnings,
    }))
}

/// Kind and newest text of a page. One whose text cannot be read can still be written anew.
async fn written(
    conn: &mut PgConnection,
    caller: &Caller,
    page: PageId,
) -> Result<(PageKind, Option<PageDocument>), ApiProblem> {
    match open_draft(conn, caller.editor().into(), page).await {
        Ok(draft) => Ok((draft.kind, Some(draft.document))),
        Err(ReadError::Document(error)) => {
            let row = crate::store::page::find(conn, page).await?.ok_or(ApiProblem::NotFound)?;
            Ok((row.page_kind().ok_or_else(|| ApiProblem::conflict(error.to_string()))?, None))
        }
        Err(error) => Err(error.into()),
    }
}

/// Publishes the newest text.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn publish(tx: &mut Tx, caller: &Caller, id: &str, input: PublishInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesPublish)?;
    let page = page(id)?;
    if let Some(version) = input.version {
        let draft = open_draft(tx, caller.editor().into(), page).await?;
        if draft.version != version {
            let message = format!("the newest text has version {}, not {version}", draft.version);
            return Err(ApiProblem::Conflict { message, details: vec![("version", json!(draft.version))] });
        }
    }
    let revision = publish_page(tx, caller.editor().into(), page).await?;
    Ok(json!({ "id": page, "live": true, "revision": revision }))
}

/// Takes a page off the site.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn unpublish(tx: &mut Tx, caller: &Caller, id: &str, input: UnpublishInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesPublish)?;
    let page = page(id)?;
    let redirect_to = input.redirect_to.map(RedirectTarget::Url);
    let what = Unpublish { page, with_descendants: input.with_descendants, redirect_to };
    let taken_off = unpublish_page(tx, caller.editor().into(), what).await?;
    Ok(json!({ "id": page, "live": false, "taken_off": taken_off }))
}

/// Takes a page elsewhere.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn relocate(tx: &mut Tx, caller: &Caller, id: &str, input: MoveInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesWrite)?;
    let page = page(id)?;
    let place = match (input.before, input.after, input.first) {
        (None, None, false) => Place::Last,
        (None, None, true) => Place::First,
        (Some(before), None, false) => Place::Before(PageId(before)),
        (None, Some(after), false) => Place::After(PageId(after)),
        _ => return Err(ApiProblem::bad("name at most one of 'before', 'after' and 'first'")),
    };
    let moved = move_page(tx, caller.editor().into(), MovePage { page, to_parent: PageId(input.parent), place }).await?;
    Ok(json!({ "id": page, "path": moved.url_path, "redirects": moved.redirects }))
}

/// Puts a page into the trash, with everything below it.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn delete(tx: &mut Tx, caller: &Caller, id: &str) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesWrite)?;
    let page = page(id)?;
    let trashed = delete_page(tx, caller.editor().into(), DeletePage { page, redirect_to: None }).await?;
    Ok(json!({ "id": page, "trash": trashed.trash, "pages": trashed.pages }))
}

fn page(id: &str) -> Result<PageId, ApiProblem> {
    id.parse().map_err(|_| ApiProblem::NotFound)
}

fn show(draft: &OpenDraft) -> Result<Value, ApiProblem> {
    let stored = draft.document.to_stored().map_err(|error| ApiProblem::conflict(error.to_string()))?;
    Ok(json!({
        "id": draft.page.id,
        "type": super::schema::type_name(&draft.page.kind),
        "parent": draft.page.parent_id,
        "version": draft.version,
        "live": draft.page.live,
        "has_unpublished_changes": draft.has_unpublished,
        "slug": draft.slug,
        "path": draft.page.url_path,
        "saved_at": stamp(draft.saved_at),
        "saved_by": draft.saved_by_name,
        "locked_by": draft.lock.as_ref().map(|lock| lock.by_name.clone()),
        "schema": stored.schema,
        "document": stored.body,
    }))
}

/// Checks what was sent and reads it; with what keeps it from being published.
fn document_of(
    caller: &Caller,
    kind: PageKind,
    body: Value,
    before: Option<&PageDocument>,
) -> Result<(PageDocument, Vec<Problem>), ApiProblem> {
    if holds_nul(&body) {
        return Err(ApiProblem::invalid("", "The document holds a NUL character."));
    }
    let mut problems = PageDocument::check_body(kind, &body, Mode::Draft);
    problems.extend(not_permitted(caller, &body, before));
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        let message = "The page was not saved. See the problems.".to_owned();
        return Err(ApiProblem::Invalid { message, problems });
    }
    match PageDocument::read(kind, StoredDocument { schema: SCHEMA, body }) {
        Ok(read) => Ok((read.document, problems)),
        Err(error) => Err(ApiProblem::invalid("", error.to_string())),
    }
}

/// What no database keeps.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(key, value)| key.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

/// Blocks that only some may add (cms.md T8), as far as they are new.
fn not_permitted(caller: &Caller, body: &Value, before: Option<&PageDocument>) -> Vec<Problem> {
    let product = before.and_then(|document| document.product());
    let known: HashSet<String> =
        product.into_iter().flat_map(|product| &product.content).map(|block| block.id.to_string()).collect();
    let mut problems = Vec::new();
    for list in ["content", "sections"] {
        for (at, block) in body[list].as_array().into_iter().flatten().enumerate() {
            let spec = declarations().blocks.get(block["type"].as_str().unwrap_or_default());
            let Some(permission) = spec.and_then(|spec| spec.permission.as_deref()) else { continue };
            let is_known = block["id"].as_str().is_some_and(|id| known.contains(id));
            if !is_known && !caller.editor().has(permission) {
                let message = format!("Adding this needs the permission {permission}.");
                problems.push(Problem::error(format!("{list}/{at}"), message));
            }
        }
    }
    problems
}

fn taken(path: &str) -> ApiProblem {
    ApiProblem::conflict(if path.is_empty() {
        "the address is taken".to_owned()
    } else {
        format!("the address {path} is taken")
    })
}

const DESCRIBED: &str = "another page describes this course or program already";

impl From<Refusal> for ApiProblem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => ApiProblem::NotFound,
            Refusal::Denied(_) => ApiProblem::Forbidden(refusal.to_string()),
            Refusal::Locked(lock) => ApiProblem::Conflict {
                message: format!("{} locked this page", lock.by_name),
                details: vec![("lock", json!(lock))],
            },
        }
    }
}

impl From<ReadError> for ApiProblem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Refused(refusal) => refusal.into(),
            ReadError::Document(error) => ApiProblem::conflict(error.to_string()),
            ReadError::Internal(error) => error.into(),
        }
    }
}

impl From<CreatePageError> for ApiProblem {
    fn from(error: CreatePageError) -> Self {
        match error {
            CreatePageError::Refused(refusal) => refusal.into(),
            CreatePageError::WrongParent { .. } => ApiProblem::invalid("parent", error.to_string()),
            CreatePageError::OnlyOne { .. } => ApiProblem::conflict(error.to_string()),
            CreatePageError::SlugTaken(path) => taken(&path),
            CreatePageError::BadSlug => ApiProblem::invalid("slug", error.to_string()),
            CreatePageError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
            CreatePageError::NoTitle => ApiProblem::invalid("title", error.to_string()),
            CreatePageError::Document(error) => ApiProblem::invalid("", error.to_string()),
            CreatePageError::Internal(error) => database(error),
        }
    }
}

impl From<SaveDraftError> for ApiProblem {
    fn from(error: SaveDraftError) -> Self {
        match error {
            SaveDraftError::Refused(refusal) => refusal.into(),
            SaveDraftError::Conflict(conflict) => both_texts(*conflict),
            SaveDraftError::SlugTaken(path) => taken(&path),
            SaveDraftError::BadSlug => ApiProblem::invalid("slug", error.to_string()),
            SaveDraftError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
            SaveDraftError::Price(message) => ApiProblem::invalid("price", message),
            SaveDraftError::WrongKind { .. } => ApiProblem::invalid("type", error.to_string()),
            SaveDraftError::Document(error) => ApiProblem::invalid("", error.to_string()),
            SaveDraftError::Internal(error) => database(error),
        }
    }
}

/// A constraint that stands for a rule of the document is told as one.
fn database(error: sqlx::Error) -> ApiProblem {
    if violated_constraint(&error) == Some(SECTIONS_ONCE) {
        return ApiProblem::invalid("sections", "A page may have each of its sections once.");
    }
    error.into()
}

/// Neither text is lost: theirs is stored, yours is in the answer.
fn both_texts(conflict: DraftConflict) -> ApiProblem {
    let by = if conflict.by_name.is_empty() { "a job" } else { &conflict.by_name };
    ApiProblem::Conflict {
        message: format!("{by} saved this page since; nothing was changed"),
        details: vec![
            ("version", json!(conflict.version)),
            ("saved_by", json!(by)),
            ("saved_at", json!(stamp(conflict.at))),
            ("theirs", conflict.theirs.body),
            ("yours", conflict.yours.body),
            ("comparison", json!(conflict.comparison)),
        ],
    }
}

impl From<PublishPageError> for ApiProblem {
    fn from(error: PublishPageError) -> Self {
        match error {
            PublishPageError::Refused(refusal) => refusal.into(),
            PublishPageError::Invalid(problems) => ApiProblem::Invalid {
                message: "The page was not published: it is not complete. See the problems.".to_owned(),
                problems,
            },
            PublishPageError::AddressTaken(path) => taken(&path),
            PublishPageError::AlreadyDescribed => ApiProblem::conflict(DESCRIBED),
            PublishPageError::Price(message) => ApiProblem::invalid("price", message),
            PublishPageError::Document(error) => ApiProblem::invalid("", error.to_string()),
            PublishPageError::Internal(error) => error.into(),
        }
    }
}

fn redirect(error: RedirectError) -> ApiProblem {
    match error {
        RedirectError::Denied => ApiProblem::Forbidden(error.to_string()),
        RedirectError::Internal(error) => error.into(),
        other => ApiProblem::invalid("redirect_to", other.to_string()),
    }
}

impl From<UnpublishPageError> for ApiProblem {
    fn from(error: UnpublishPageError) -> Self {
        match error {
            UnpublishPageError::Refused(refusal) => refusal.into(),
            UnpublishPageError::Redirect(error) => redirect(error),
            UnpublishPageError::Internal(error) => error.into(),
        }
    }
}

impl From<MovePageError> for ApiProblem {
    fn from(error: MovePageError) -> Self {
        match error {
            MovePageError::Refused(refusal) => refusal.into(),
            MovePageError::WrongParent { .. } | MovePageError::IntoItself => {
                ApiProblem::invalid("parent", error.to_string())
            }
            MovePageError::NoSuchPlace => ApiProblem::conflict(error.to_string()),
            MovePageError::SlugTaken(path) => taken(&path),
            MovePageError::Internal(error) => error.into(),
        }
    }
}

impl From<DeletePageError> for ApiProblem {
    fn from(error: DeletePageError) -> Self {
        match error {
            DeletePageError::Refused(refusal) => refusal.into(),
            DeletePageError::HomePage => ApiProblem::conflict(error.to_string()),
            DeletePageError::Redirect(error) => redirect(error),
            DeletePageError::Internal(error) => error.into(),
        }
    }
}
