//! Changing pages over the API: the same acts as in the Studio, with the same checks, by the owner of the token.

mod refusals;

use super::{
    caller::{Caller, Scope},
    json::stamp,
    problem::ApiProblem,
};
use crate::{
    access::{ReadError, not_permitted},
    checks::{CheckPageError, check_page},
    document::{Mode, PageDocument, PageKind, Problem, SCHEMA, Severity, StoredDocument},
    publish::{OpenDraft, PriceChange, SaveDraft, Unpublish, open_draft, publish_page, save_draft, unpublish_page},
    redirect::RedirectTarget,
    trash::{DeletePage, delete_page},
    tree::{MovePage, NewPage, Place, create_page, move_page},
};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

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
    let refused = not_permitted(caller.editor(), &input.document, None);
    let (document, warnings) = document_of(kind, input.document, refused)?;
    let new = NewPage { parent: Some(PageId(input.parent)), slug: input.slug, document };
    let id = create_page(tx, caller.editor().into(), new).await?;
    let mut shown = show(&open_draft(tx, caller.editor().into(), id).await?)?;
    shown["problems"] = json!(warnings);
    Ok(shown)
}

/// The newest text of a page, as it is stored, with everything that the checks before publishing say of it.
///
/// # Errors
/// See [`ApiProblem`].
pub async fn read_draft(
    conn: &mut PgConnection,
    caller: &Caller,
    id: &str,
    now: OffsetDateTime,
) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesReadDrafts)?;
    let page = page(id)?;
    let draft = open_draft(conn, caller.editor().into(), page).await?;
    let mut shown = show(&draft)?;
    let problems: Vec<Problem> = match check_page(conn, caller.editor(), page, Some(draft.document.clone()), now).await
    {
        Ok(found) => found.into_iter().map(Problem::from).collect(),
        // Whoever only reads it hears what can be said of the text alone.
        Err(CheckPageError::Refused(_)) => draft.document.validate_for_publish(),
        Err(CheckPageError::Document(error)) => return Err(ApiProblem::conflict(error.to_string())),
        Err(CheckPageError::Internal(error)) => return Err(error.into()),
    };
    shown["problems"] = json!(problems);
    Ok(shown)
}

/// Keeps a draft.
///
/// # Errors
/// 409 when somebody saved since, with both texts where the token reads drafts; else see [`ApiProblem`].
pub async fn save(tx: &mut Tx, caller: &Caller, id: &str, input: DraftInput) -> Result<Value, ApiProblem> {
    caller.need(Scope::PagesWrite)?;
    let page = page(id)?;
    let (kind, before) = written(tx, caller, page).await?;
    let refused = match &before {
        // Where somebody saved since, the save is refused as a conflict, whatever else is wrong.
        Some((version, _)) if *version != input.version => Vec::new(),
        before => not_permitted(caller.editor(), &input.document, before.as_ref().map(|(_, document)| document)),
    };
    let (document, warnings) = document_of(kind, input.document, refused)?;
    let save = SaveDraft {
        page,
        document: &document,
        expected_version: Some(input.version),
        slug: input.slug.as_deref(),
        price: PriceChange::Keep,
    };
    let may_read = caller.need(Scope::PagesReadDrafts).is_ok();
    let saved =
        save_draft(tx, caller.editor().into(), save).await.map_err(|error| refusals::unsaved(error, may_read))?;
    Ok(json!({
        "id": page, "version": saved.version, "changed": saved.changed, "saved_at": stamp(saved.saved_at), "problems": warnings,
    }))
}

/// Kind of a page, and its newest text with its version. One whose text cannot be read can still be written anew.
async fn written(
    conn: &mut PgConnection,
    caller: &Caller,
    page: PageId,
) -> Result<(PageKind, Option<(i64, PageDocument)>), ApiProblem> {
    match open_draft(conn, caller.editor().into(), page).await {
        Ok(draft) => Ok((draft.kind, Some((draft.version, draft.document)))),
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
    let moved =
        move_page(tx, caller.editor().into(), MovePage { page, to_parent: PageId(input.parent), place }).await?;
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

/// Checks what was sent and reads it; with what is dropped of it and what keeps it from being published. `refused` is what
/// the owner of the token may not write.
fn document_of(kind: PageKind, body: Value, refused: Vec<Problem>) -> Result<(PageDocument, Vec<Problem>), ApiProblem> {
    let mut problems = PageDocument::check_body(kind, &body, Mode::Draft);
    problems.extend(refused);
    problems.extend(PageDocument::unknown_fields(kind, &body));
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        let message = "The page was not saved. See the problems.".to_owned();
        return Err(ApiProblem::Invalid { message, problems });
    }
    match PageDocument::read(kind, StoredDocument { schema: SCHEMA, body }) {
        Ok(read) => Ok((read.document, problems)),
        Err(error) => Err(ApiProblem::invalid("", error.to_string())),
    }
}
