//! Shows a page's newest text to visitors.

use crate::{
    document::{DocumentError, PageDocument, PageKind, Problem},
    store::{self, page::PageRow},
    tree::{Author, described, product_slug},
};
use xpro_kernel::{PageId, RevisionId};
use xpro_platform::{Subject, audit, content, db::Tx, db::violated_constraint};

/// Why a page was not published; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum PublishPageError {
    /// No such page, or nothing was ever written on it.
    #[error("there is no such page")]
    NotFound,
    /// What must be right first.
    #[error("the page is not complete: {}", .0.iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
    /// Another page has this address.
    #[error("the address is taken: {0}")]
    AddressTaken(String),
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
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

/// Publishes the newest revision: address, title, topics and what the page describes are taken from it, a featured page
/// puts every other one back (rule D5), and all public pages are worked out anew.
///
/// # Errors
/// When the page is incomplete or in another one's way; then nothing changed.
pub async fn publish_page(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<RevisionId, PublishPageError> {
    let row = store::page::lock(tx, page).await?.ok_or(PublishPageError::NotFound)?;
    let revision = row.latest_revision_id.ok_or(PublishPageError::NotFound)?;
    let kind = PageKind::from_name(&row.kind)
        .ok_or_else(|| DocumentError::Malformed(format!("unknown page kind {}", row.kind)))?;
    let document = PageDocument::read(kind, store::revision::body(tx, revision).await?)?.document;
    let problems = document.validate_for_publish();
    if !problems.is_empty() {
        return Err(PublishPageError::Invalid(problems));
    }
    show(tx, &row, revision, &document).await?;
    let topics = document.product().map(|product| product.topics.clone()).unwrap_or_default();
    store::page_topic::replace(tx, page, &topics).await?;
    record(tx, author, &row, revision, &document).await?;
    content::changed(tx).await?;
    Ok(revision)
}

async fn show(
    tx: &mut Tx,
    row: &PageRow,
    revision: RevisionId,
    document: &PageDocument,
) -> Result<(), PublishPageError> {
    let now = tx.now();
    let slug = product_slug(tx, document).await?.unwrap_or_else(|| row.slug.clone());
    let url_path = match row.url_path.strip_suffix(&format!("{}/", row.slug)) {
        Some(above) if row.parent_id.is_some() => format!("{above}{slug}/"),
        _ => row.url_path.clone(),
    };
    let (course_id, program_id) = described(document);
    let title = xpro_kernel::plain_text(document.title());
    let published = store::page::NewPage {
        parent_id: row.parent_id,
        kind: document.kind(),
        slug: &slug,
        url_path: &url_path,
        title: &title,
        course_id,
        program_id,
    };
    let featured = document.product().is_some_and(|product| product.featured);
    if featured {
        store::page::clear_featured_except(tx, row.id).await?;
    }
    store::page::set_published(tx, row.id, revision, published, featured, now).await?;
    store::revision::mark_published(tx, revision, now).await?;
    if url_path != row.url_path {
        store::page::move_subtree(tx, row.id, &row.url_path, &url_path).await?;
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    revision: RevisionId,
    document: &PageDocument,
) -> Result<(), sqlx::Error> {
    let before = serde_json::json!({ "live": row.live, "title": row.title, "revision": row.published_revision_id });
    let after = serde_json::json!({ "live": true, "title": document.title(), "revision": revision });
    let change = audit::Change {
        act: "publish_page",
        actor: author.into(),
        subject: Subject::new("page", row.id.0),
        before: Some(before),
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await
}
