//! Keeps what an editor is writing.

use super::{
    price::{PriceChange, check_target},
    record,
};
use crate::{
    access::{Permission, Refusal, lock_page, need, need_editable},
    compare::{Comparison, compare},
    document::{DocumentError, PageDocument, PageKind, ReadDocument, StoredDocument},
    media::{WhichText, index_references},
    store::{
        self,
        page::PageRow,
        revision::{RevisionRow, Rolling},
    },
    tree::{Author, check_free, described, is_of_its_seller, is_slug, product_slug, readdress},
};
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};
use xpro_platform::db::{Tx, violated_constraint};

/// A draft as it should be.
#[derive(Debug, Clone)]
pub struct SaveDraft<'a> {
    /// Of which page.
    pub page: PageId,
    /// What it says, complete or not.
    pub document: &'a PageDocument,
    /// The version that the writer began from; none does not ask, for imports.
    pub expected_version: Option<i64>,
    /// Last part of the address; none keeps it. A live page gets it when it is published.
    pub slug: Option<&'a str>,
    /// The price that publishing sets.
    pub price: PriceChange,
}

impl<'a> SaveDraft<'a> {
    /// The document alone, whatever was there before.
    pub fn unconditional(page: PageId, document: &'a PageDocument) -> Self {
        SaveDraft { page, document, expected_version: None, slug: None, price: PriceChange::Keep }
    }
}

/// A draft that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedDraft {
    /// The rolling draft, or the newest revision when nothing changed.
    pub revision: RevisionId,
    /// To name in the next save.
    pub version: i64,
    /// Whether anything was written.
    pub changed: bool,
    /// When it was last written.
    pub saved_at: OffsetDateTime,
}

/// Somebody else saved since; both texts, so that none is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftConflict {
    /// Version to name when theirs is to be overwritten.
    pub version: i64,
    /// Theirs.
    pub revision: RevisionId,
    /// Who wrote it; none for commands.
    pub by: Option<UserId>,
    /// Their name; empty for commands.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
    /// Their text.
    pub theirs: StoredDocument,
    /// The text that was not kept.
    pub yours: StoredDocument,
    /// From theirs to yours.
    pub comparison: Comparison,
}

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveDraftError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A page keeps its kind for life.
    #[error("the page is a {is}, not a {given}")]
    WrongKind {
        /// What it is.
        is: String,
        /// What the draft is.
        given: PageKind,
    },
    /// Somebody saved since the writer began.
    #[error("{} saved this page since", .0.by_name)]
    Conflict(Box<DraftConflict>),
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
    /// A vendor's course or program has an external page, one of ours does not (cms.md 5.6).
    #[error("pages of vendors' courses and programs are external pages, pages of ours are not")]
    OtherSeller,
    /// The address is taken or belongs to the application (rule U4).
    #[error("the address {0} is taken")]
    SlugTaken(String),
    /// No address can be made of it, or the kind has its own (rules U2, U7, R5).
    #[error("this page cannot have that address")]
    BadSlug,
    /// The price cannot be set from this page.
    #[error("{0}")]
    Price(String),
    /// The document cannot be stored or read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for SaveDraftError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_course_id_key" | "page_program_id_key") => SaveDraftError::AlreadyDescribed,
            Some("page_url_path" | "page_parent_id_slug_key") => SaveDraftError::SlugTaken(String::new()),
            _ => SaveDraftError::Internal(error),
        }
    }
}

/// Keeps the draft as the page's one rolling revision. Nothing public changes, and a draft may be incomplete. Autosaves do
/// not fill the history: it notes when a draft is begun and when another person takes it up.
///
/// # Errors
/// When somebody else saved since, or there is no such page of this kind, or its course, program or address is taken.
pub async fn save_draft(tx: &mut Tx, author: Author<'_>, save: SaveDraft<'_>) -> Result<SavedDraft, SaveDraftError> {
    if save.slug.is_some() {
        store::place::lock_tree(tx).await?;
    }
    let row = lock_page::<SaveDraftError>(tx, author, save.page).await?;
    need(author, Permission::Change, &row)?;
    need_editable(author, &row)?;
    let kind = save.document.kind();
    if row.kind != kind.name() {
        return Err(SaveDraftError::WrongKind { is: row.kind, given: kind });
    }
    // A page that a change of the catalog left on the wrong side can still be mended.
    if described(save.document) != (row.course_id, row.program_id) && !is_of_its_seller(tx, save.document).await? {
        return Err(SaveDraftError::OtherSeller);
    }
    let latest = latest_of::<SaveDraftError>(tx, &row).await?;
    let stored = save.document.to_stored()?;
    if save.expected_version.is_some_and(|expected| expected != latest.version) && latest.body != stored.body {
        return Err(SaveDraftError::Conflict(Box::new(conflict(latest, stored))));
    }
    let slug = wanted_slug(tx, author, &row, &save, &latest).await?;
    let price_intent = price_of(tx, &save, &latest).await?;
    if latest.body == stored.body
        && latest.schema == stored.schema
        && slug == latest.slug
        && price_intent == pending(&latest)
    {
        return Ok(SavedDraft {
            revision: latest.id,
            version: latest.version,
            changed: false,
            saved_at: latest.updated_at,
        });
    }
    let draft = Rolling {
        document: &stored,
        version: latest.version + 1,
        slug: slug.as_deref(),
        price_intent: price_intent.as_ref(),
        restored_from: None,
        by: author.user_id(),
    };
    let is_new_hand = latest.state != "rolling" || latest.created_by != author.user_id();
    let (revision, version) = write(tx, author, &row, save.document, draft).await?;
    if is_new_hand && matches!(author, Author::Editor(_)) {
        record(tx, author, "edit_page", &row, None, Some(serde_json::json!({ "revision": revision }))).await?;
    }
    Ok(SavedDraft { revision, version, changed: true, saved_at: tx.now() })
}

/// Writes the rolling draft and what the page's row takes from it. Answers with its key and version.
pub(super) async fn write(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    document: &PageDocument,
    draft: Rolling<'_>,
) -> Result<(RevisionId, i64), sqlx::Error> {
    let now = tx.now();
    let written = store::revision::write_rolling(tx, row.id, draft, now).await?;
    write_facts(tx, author, row, document, (written.0, &draft.document.body)).await?;
    Ok(written)
}

/// What the page's row and the index of references take from its newest text.
pub(super) async fn write_facts(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    document: &PageDocument,
    (revision, body): (RevisionId, &Value),
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    index_references(tx, (row.id, &row.kind), WhichText::Draft, body).await?;
    let (course_id, program_id) = described(document);
    let title = xpro_kernel::plain_text(document.title());
    let facts = store::page::NewPage {
        parent_id: row.parent_id,
        kind: document.kind(),
        slug: &row.slug,
        url_path: &row.url_path,
        title: if title.is_empty() { &row.draft_title } else { &title },
        course_id,
        program_id,
        by: author.user_id(),
    };
    store::page::set_draft(tx, row.id, revision, facts, now).await
}

/// The newest revision of a page; every page has one.
pub(crate) async fn latest_of<E: From<Refusal> + From<sqlx::Error>>(
    conn: &mut PgConnection,
    row: &PageRow,
) -> Result<RevisionRow, E> {
    let latest = row.latest_revision_id.ok_or(Refusal::NotFound)?;
    Ok(store::revision::find(conn, row.id, latest).await?.ok_or(Refusal::NotFound)?)
}

fn conflict(latest: RevisionRow, yours: StoredDocument) -> DraftConflict {
    DraftConflict {
        version: latest.version,
        revision: latest.id,
        by: latest.created_by,
        by_name: if latest.created_by_name.is_empty() { "A job".to_owned() } else { latest.created_by_name.clone() },
        at: latest.updated_at,
        comparison: compare(&latest.body, &yours.body),
        theirs: latest.stored(),
        yours,
    }
}

/// What of a revision's wishes is still to be done.
fn pending(latest: &RevisionRow) -> Option<Value> {
    latest.price_intent.clone().filter(|_| latest.price_applied_at.is_none())
}

async fn price_of(
    conn: &mut PgConnection,
    save: &SaveDraft<'_>,
    latest: &RevisionRow,
) -> Result<Option<Value>, SaveDraftError> {
    match &save.price {
        PriceChange::Keep => Ok(pending(latest)),
        PriceChange::Clear => Ok(None),
        PriceChange::Set(intent) => {
            check_target(conn, save.document, intent).await.map_err(|error| match error {
                super::price::PriceError::Refused(message) => SaveDraftError::Price(message),
                super::price::PriceError::Internal(error) => SaveDraftError::Internal(error),
            })?;
            Ok(Some(intent.to_value()))
        }
    }
}

/// The slug that the revision keeps for when it goes live. A page that is not public takes it at once.
async fn wanted_slug(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    save: &SaveDraft<'_>,
    latest: &RevisionRow,
) -> Result<Option<String>, SaveDraftError> {
    let kept = latest.slug.clone().filter(|slug| *slug != row.slug);
    let Some(slug) = save.slug else { return Ok(kept) };
    if slug == row.slug {
        return Ok(None);
    }
    let has_its_own = row.parent_id.is_none()
        || save.document.kind().fixed_slug().is_some()
        || product_slug(tx, save.document).await?.is_some();
    if has_its_own || !is_slug(slug) {
        return Err(SaveDraftError::BadSlug);
    }
    let parent = match row.parent_id {
        Some(parent) => store::page::find(tx, parent).await?,
        None => None,
    };
    if let Err(taken) = check_free(tx, save.document.kind(), parent.as_ref(), slug, Some(row.id)).await? {
        return Err(SaveDraftError::SlugTaken(taken.0));
    }
    if row.live {
        return Ok(Some(slug.to_owned()));
    }
    // Pages below may be live: their addresses change with this one, which is publishing.
    if store::place::branch(tx, &row.tree_path).await?.iter().any(|page| page.live) {
        need(author, Permission::Publish, row)?;
        xpro_platform::content::changed(tx).await?;
    }
    readdress(tx, author, row, parent.as_ref(), slug).await?;
    Ok(None)
}

/// What the editor sees: the newest revision. For imports and seeds, which may see everything.
///
/// `featured` is a fact of the site, not of one page's text: publishing another featured page takes it away. So an
/// unchanged page comes with what holds now, and publishing it again does not take it back by accident.
///
/// # Errors
/// When there is no such page or its document cannot be read.
pub async fn read_draft(conn: &mut PgConnection, page: PageId) -> Result<ReadDocument, SaveDraftError> {
    let row = store::page::find(conn, page).await?.ok_or(Refusal::NotFound)?;
    let latest = latest_of::<SaveDraftError>(conn, &row).await?;
    Ok(as_it_holds(&row, &latest)?)
}

/// The document of the newest revision, with what holds of it now.
pub(super) fn as_it_holds(row: &PageRow, latest: &RevisionRow) -> Result<ReadDocument, DocumentError> {
    let mut read = PageDocument::read(kind_of(row)?, latest.stored())?;
    let is_unchanged = row.live && row.published_revision_id == Some(latest.id);
    if let Some(product) = read.document.product_mut().filter(|_| is_unchanged) {
        product.featured = row.featured;
    }
    Ok(read)
}

/// The kind of a row; one that this program does not know cannot be read.
pub(crate) fn kind_of(row: &PageRow) -> Result<PageKind, DocumentError> {
    row.page_kind().ok_or_else(|| DocumentError::Malformed(format!("unknown page kind {}", row.kind)))
}
