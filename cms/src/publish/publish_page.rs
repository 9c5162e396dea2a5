//! Shows a page's text to visitors.

use super::{
    price::{self, PriceError, PriceIntent},
    record,
    save_draft::latest_of,
};
use crate::{
    access::{Permission, Refusal, lock_page, need, need_unlocked},
    checks::{self, CheckPageError},
    content_api::{PageEvent, announce},
    document::{DocumentError, PageDocument, Problem, upgrade},
    store::{
        self,
        page::{PageRow, Published},
        revision::RevisionRow,
    },
    tree::{Author, check_free, described, product_slug, readdress},
};
use xpro_kernel::{PageId, RevisionId};
use xpro_platform::{content, db::Tx, db::violated_constraint};

/// Why a page was not published; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum PublishPageError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What must be right first.
    #[error("the page is not complete: {}", .0.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// Another page has this address.
    #[error("the address is taken: {0}")]
    AddressTaken(String),
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
    /// The price cannot be set from this page.
    #[error("{0}")]
    Price(String),
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for PublishPageError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_course_id_key" | "page_program_id_key") => PublishPageError::AlreadyDescribed,
            Some("page_url_path" | "page_parent_id_slug_key") => PublishPageError::AddressTaken(error.to_string()),
            _ => PublishPageError::Internal(error),
        }
    }
}

impl From<CheckPageError> for PublishPageError {
    fn from(error: CheckPageError) -> Self {
        match error {
            CheckPageError::Refused(refusal) => PublishPageError::Refused(refusal),
            CheckPageError::Document(error) => PublishPageError::Document(error),
            CheckPageError::Internal(error) => PublishPageError::Internal(error),
        }
    }
}

impl From<PriceError> for PublishPageError {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::Refused(message) => PublishPageError::Price(message),
            PriceError::Internal(error) => PublishPageError::Internal(error),
        }
    }
}

/// Publishes the newest revision.
///
/// # Errors
/// See [`publish_revision`].
pub async fn publish_page(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<RevisionId, PublishPageError> {
    let row = to_publish(tx, author, page).await?;
    let latest = latest_of::<PublishPageError>(tx, &row).await?;
    go_live(tx, author, &row, &latest, "publish_page").await
}

/// Publishes one revision of the page; newer writing stays a draft. Address, title, topics and what the page describes are
/// taken from it, a featured page puts every other one back (rule D5), its price is set, a publication that was scheduled
/// is called off, and all public pages are worked out anew.
///
/// # Errors
/// When the revision is incomplete or in another page's way; then nothing changed.
pub async fn publish_revision(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    revision: RevisionId,
) -> Result<RevisionId, PublishPageError> {
    let row = to_publish(tx, author, page).await?;
    let revision = store::revision::find(tx, page, revision).await?.ok_or(Refusal::NotFound)?;
    go_live(tx, author, &row, &revision, "publish_page").await
}

async fn to_publish(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<PageRow, PublishPageError> {
    store::place::lock_tree(tx).await?;
    let row = lock_page::<PublishPageError>(tx, author, page).await?;
    need(author, Permission::Publish, &row)?;
    need_unlocked(author, &row)?;
    Ok(row)
}

/// Whether the revision could go live now, and its document: the one place where checks keep a text from visitors. What
/// only asks was answered by the person, or goes by a job; the log has it. Its address is looked at when it goes live.
pub(crate) async fn check_complete(
    tx: &mut Tx,
    row: &PageRow,
    revision: &RevisionRow,
) -> Result<PageDocument, PublishPageError> {
    let now = tx.now();
    let price = revision.price_intent.as_ref().filter(|_| revision.price_applied_at.is_none());
    let price = price.and_then(PriceIntent::from_value);
    let (document, problems, warnings) = checks::blockers(tx, row, revision.stored(), price, now).await?;
    if !problems.is_empty() {
        return Err(PublishPageError::Invalid(problems));
    }
    if !warnings.is_empty() {
        let warnings: Vec<&str> = warnings.into_iter().map(checks::Code::name).collect();
        tracing::info!(page = row.id.0, ?warnings, "a page goes live with warnings");
    }
    Ok(document)
}

/// Makes a revision what visitors see. The caller holds the tree and the page.
pub(crate) async fn go_live(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    revision: &RevisionRow,
    act: &'static str,
) -> Result<RevisionId, PublishPageError> {
    let document = check_complete(tx, row, revision).await?;
    put_live(tx, author, row, (revision, &document), (act, None)).await
}

/// The same for a text that was checked just now; the history says which release brought it.
pub(crate) async fn put_live(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    (revision, document): (&RevisionRow, &PageDocument),
    (act, release): (&'static str, Option<&str>),
) -> Result<RevisionId, PublishPageError> {
    move_to_address(tx, author, row, revision, document).await?;
    show(tx, row, revision.id, document).await?;
    let topics = document.product().map(|product| product.topics.clone()).unwrap_or_default();
    store::page_topic::replace(tx, row.id, &topics).await?;
    let body = upgrade(revision.body.clone(), revision.schema)?;
    crate::media::index_references(tx, (row.id, &row.kind), crate::media::WhichText::Live, &body).await?;
    price::apply(tx, author, row.id, revision, document).await?;
    let now = tx.now();
    store::schedule::call_off(tx, row.id, "publish", now).await?;
    // A text that waits for approval has been overtaken (cms.md 5.8, W3).
    crate::collaboration::workflow::overtake(tx, author, row).await?;
    let before = serde_json::json!({ "live": row.live, "title": row.title, "revision": row.published_revision_id });
    let mut after = serde_json::json!({ "live": true, "title": document.title(), "revision": revision.id });
    if let Some(release) = release {
        after["release"] = release.into();
    }
    record(tx, author, act, row, Some(before), Some(after)).await?;
    if row.first_published_at.is_some() && row.title != xpro_kernel::plain_text(document.title()) {
        let (before, after) =
            (serde_json::json!({ "title": row.title }), serde_json::json!({ "title": document.title() }));
        record(tx, author, "rename_page", row, Some(before), Some(after)).await?;
    }
    announce(tx, PageEvent::Published, row.id).await?;
    content::changed(tx).await?;
    Ok(revision.id)
}

/// Gives the page the address that the revision wants.
async fn move_to_address(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    revision: &RevisionRow,
    document: &PageDocument,
) -> Result<(), PublishPageError> {
    let wanted = match product_slug(tx, document).await? {
        Some(readable_id) => readable_id,
        None => revision.slug.clone().unwrap_or_else(|| row.slug.clone()),
    };
    let Some(parent) = row.parent_id.filter(|_| wanted != row.slug) else { return Ok(()) };
    let parent = store::page::find(tx, parent).await?.ok_or(Refusal::NotFound)?;
    if let Err(taken) = check_free(tx, document.kind(), Some(&parent), &wanted, Some(row.id)).await? {
        return Err(PublishPageError::AddressTaken(taken.0));
    }
    readdress(tx, author, row, Some(&parent), &wanted).await?;
    Ok(())
}

async fn show(
    tx: &mut Tx,
    row: &PageRow,
    revision: RevisionId,
    document: &PageDocument,
) -> Result<(), PublishPageError> {
    let now = tx.now();
    let (course_id, program_id) = described(document);
    let title = xpro_kernel::plain_text(document.title());
    let featured = document.product().is_some_and(|product| product.featured);
    if featured {
        store::page::clear_featured_except(tx, row.id).await?;
    }
    let published = Published { revision, title: &title, course_id, program_id, featured };
    store::page::set_published(tx, row.id, published, now).await?;
    Ok(store::revision::set_state(tx, revision, "published", now).await?)
}
