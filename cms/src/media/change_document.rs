//! Changes to a document of the library.

use super::{
    Changed, DeleteFiles, KeptDocument, MediaError,
    change_image::{line, tags},
    library::{DOCUMENTS_CHANGE, allow},
    merge::Merge,
    upload::new_document,
};
use crate::{
    store::document_file::{self, DocumentRow},
    tree::Author,
};
use serde_json::{Value, json};
use xpro_kernel::DocumentId;
use xpro_platform::{Subject, audit, content, db::Tx, jobs};

/// What editors write about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFacts {
    /// Name in the library.
    pub title: String,
    /// Words to find it by.
    pub tags: Vec<String>,
}

/// Writes title and tags. Only what differs from what the author `began` from is written; the rest stays as somebody else
/// may have made it meanwhile.
///
/// # Errors
/// When the author may not, a field cannot be so, or there is no such document.
pub async fn update_document(
    tx: &mut Tx,
    author: Author<'_>,
    id: DocumentId,
    began: &DocumentFacts,
    facts: &DocumentFacts,
) -> Result<Changed<DocumentRow>, MediaError> {
    allow(author, DOCUMENTS_CHANGE)?;
    let before = locked(tx, id).await?;
    let (title, tags) = (line("title", &facts.title, true)?, tags(&facts.tags)?);
    let mut merge = Merge::default();
    let title = merge.field("title", (&began.title, &facts.title, &before.title), title);
    let tags = merge.field("tags", (&began.tags, &facts.tags, &before.tags), tags);
    let clashes = merge.clashes(tx, "document", id.0).await?;
    if !clashes.is_empty() {
        return Ok(Changed::Conflict { clashes, now: before });
    }
    let now = tx.now();
    document_file::set_facts(tx, id, &title, &tags, now).await?;
    ended(tx, author, "update_document", before).await.map(Changed::Written)
}

/// Puts other bytes behind a document; its address stays. The new file must have the old one's ending, or the address
/// would lie.
///
/// # Errors
/// When the author may not, the ending is another, or there is no such document.
pub async fn replace_document(
    tx: &mut Tx,
    author: Author<'_>,
    id: DocumentId,
    kept: &KeptDocument,
) -> Result<DocumentRow, MediaError> {
    allow(author, DOCUMENTS_CHANGE)?;
    let before = locked(tx, id).await?;
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if ending(&before.file_name) != ending(&kept.file_name) {
        let message = format!("must end like “{}”, so that its address stays true", before.file_name);
        return Err(MediaError::Invalid { field: "file", message });
    }
    let now = tx.now();
    document_file::set_file(tx, id, new_document(&before.title, kept, author), now).await?;
    let later = tx.now() + DeleteFiles::AFTER;
    jobs::enqueue_at(tx, &DeleteFiles { keys: vec![before.file_key.clone()] }, later).await?;
    ended(tx, author, "replace_document", before).await
}

/// Deletes a document for good. When pages link to it, `even_if_used` must be given.
///
/// # Errors
/// When the author may not, pages use it, or there is no such document.
pub async fn delete_document(
    tx: &mut Tx,
    author: Author<'_>,
    id: DocumentId,
    even_if_used: bool,
) -> Result<DocumentRow, MediaError> {
    allow(author, DOCUMENTS_CHANGE)?;
    let before = locked(tx, id).await?;
    if before.uses > 0 && !even_if_used {
        return Err(MediaError::InUse(before.uses));
    }
    document_file::delete(tx, id).await?;
    let later = tx.now() + DeleteFiles::AFTER;
    jobs::enqueue_at(tx, &DeleteFiles { keys: vec![before.file_key.clone()] }, later).await?;
    record(tx, author, "delete_document", &before, None).await?;
    Ok(before)
}

async fn locked(tx: &mut Tx, id: DocumentId) -> Result<DocumentRow, MediaError> {
    document_file::lock(tx, id).await?;
    document_file::find(tx, id).await?.ok_or(MediaError::NotFound)
}

async fn ended(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    before: DocumentRow,
) -> Result<DocumentRow, MediaError> {
    let after = document_file::find(tx, before.id).await?.ok_or(MediaError::NotFound)?;
    record(tx, author, act, &before, Some(&after)).await?;
    content::changed(tx).await?;
    Ok(after)
}

fn told(row: &DocumentRow) -> Value {
    json!({ "title": row.title, "tags": row.tags, "file_name": row.file_name, "file_hash": row.file_hash })
}

async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    before: &DocumentRow,
    after: Option<&DocumentRow>,
) -> Result<(), sqlx::Error> {
    let change = audit::Change {
        act,
        actor: author.into(),
        subject: Subject::new("document", before.id.0),
        before: Some(told(before)),
        after: after.map(told),
        note: "",
    };
    audit::record(tx, change).await
}
