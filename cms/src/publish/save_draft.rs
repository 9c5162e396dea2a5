//! Keeps what an editor is writing.

use crate::{
    document::{DocumentError, PageDocument, PageKind, ReadDocument},
    store,
    tree::{Author, described},
};
use sqlx::PgConnection;
use xpro_kernel::{PageId, RevisionId};
use xpro_platform::db::{Tx, violated_constraint};

/// Why a draft was not kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveDraftError {
    /// No such page.
    #[error("there is no such page")]
    NotFound,
    /// A page keeps its kind for life.
    #[error("the page is a {is}, not a {given}")]
    WrongKind {
        /// What it is.
        is: String,
        /// What the draft is.
        given: PageKind,
    },
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
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
            _ => SaveDraftError::Internal(error),
        }
    }
}

/// Keeps the draft as the page's one rolling revision. Nothing public changes, and a draft may be incomplete; autosaves do
/// not fill the audit log, publishing does.
///
/// # Errors
/// When there is no such page of this kind, or another page describes the same course or program.
pub async fn save_draft(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    document: &PageDocument,
) -> Result<RevisionId, SaveDraftError> {
    let row = store::page::lock(tx, page).await?.ok_or(SaveDraftError::NotFound)?;
    let kind = document.kind();
    if row.kind != kind.name() {
        return Err(SaveDraftError::WrongKind { is: row.kind, given: kind });
    }
    let now = tx.now();
    let revision = store::revision::write_rolling(tx, page, &document.to_stored()?, author.user_id(), now).await?;
    let (course_id, program_id) = described(document);
    let title = xpro_kernel::plain_text(document.title());
    let draft = store::page::NewPage {
        parent_id: row.parent_id,
        kind,
        slug: &row.slug,
        url_path: &row.url_path,
        title: if title.is_empty() { &row.title } else { &title },
        course_id,
        program_id,
    };
    store::page::set_draft(tx, page, revision, draft, now).await?;
    Ok(revision)
}

/// What the editor sees: the newest revision.
///
/// `featured` is a fact of the site, not of one page's text: publishing another featured page takes it away. So an
/// unchanged page comes with what holds now, and publishing it again does not take it back by accident.
///
/// # Errors
/// When there is no such page or its document cannot be read.
pub async fn read_draft(conn: &mut PgConnection, page: PageId) -> Result<ReadDocument, SaveDraftError> {
    let row = store::page::find(conn, page).await?.ok_or(SaveDraftError::NotFound)?;
    let kind = PageKind::from_name(&row.kind)
        .ok_or_else(|| DocumentError::Malformed(format!("unknown page kind {}", row.kind)))?;
    let latest = row.latest_revision_id.ok_or(SaveDraftError::NotFound)?;
    let mut read = PageDocument::read(kind, store::revision::body(conn, latest).await?)?;
    let is_unchanged = row.live && row.published_revision_id == Some(latest);
    if let Some(product) = read.document.product_mut().filter(|_| is_unchanged) {
        product.featured = row.featured;
    }
    Ok(read)
}
