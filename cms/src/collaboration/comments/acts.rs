//! Saying something, and taking it back.

use super::read::MOST_THREADS;
use crate::{
    access::{Editor, Permission, Refusal, need, view_page},
    collaboration::{
        CommentId, ThreadId,
        notices::{Notice, tell},
        store as own, written,
    },
    publish::record,
    store::page::PageRow,
};
use serde_json::{Value, json};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Longest comment.
const LONGEST_BODY: usize = 4_000;
/// Longest address of a field.
const LONGEST_FIELD: usize = 500;
/// Longest name of a field.
const LONGEST_LABEL: usize = 300;

/// Why nothing was said.
#[derive(Debug, thiserror::Error)]
pub enum CommentError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No such thread or comment.
    #[error("this comment does not exist any more")]
    NotFound,
    /// Only the author changes or deletes a comment.
    #[error("somebody else wrote this")]
    NotTheirs,
    /// A comment has 1 to 4000 characters.
    #[error("write a comment of at most {LONGEST_BODY} characters")]
    BadBody,
    /// No field has such an address.
    #[error("there is no such field")]
    BadField,
    /// Enough.
    #[error("this page has {MOST_THREADS} threads already")]
    TooMany,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// The beginning of a thread.
#[derive(Debug, Clone, Copy)]
pub struct NewThread<'a> {
    /// On which page.
    pub page: PageId,
    /// Address of the field, with ids; empty for the page as a whole.
    pub field: &'a str,
    /// What the field is called, for when it is gone.
    pub label: &'a str,
    /// What is said.
    pub body: &'a str,
}

/// Begins a thread.
///
/// # Errors
/// Without the right to comment, or without words.
pub async fn start_thread(tx: &mut Tx, editor: &Editor, new: NewThread<'_>) -> Result<ThreadId, CommentError> {
    let row = commented(tx, editor, new.page).await?;
    let body = body_of(new.body)?;
    let is_address = new.field.chars().count() <= LONGEST_FIELD && !new.field.chars().any(char::is_control);
    if !is_address {
        return Err(CommentError::BadField);
    }
    if own::comment::count_threads(tx, new.page).await? >= MOST_THREADS {
        return Err(CommentError::TooMany);
    }
    let (now, label) = (tx.now(), xpro_kernel::plain_text(new.label));
    let label: String = label.chars().take(LONGEST_LABEL).collect();
    let thread = own::comment::insert_thread(tx, new.page, (new.field, &label), now).await?;
    let comment = own::comment::insert(tx, thread, editor.user_id(), &body, now).await?;
    note(tx, editor, "create_comment", &row, json!({ "thread": thread, "field": new.field })).await?;
    tell(tx, Notice::Comment { comment }).await?;
    Ok(thread)
}

/// Answers in a thread; one that was settled is open again.
///
/// # Errors
/// Without the right to comment, or without words.
pub async fn reply(tx: &mut Tx, editor: &Editor, thread: ThreadId, body: &str) -> Result<CommentId, CommentError> {
    let (row, is_resolved) = thread_of(tx, editor, thread).await?;
    let (body, now) = (body_of(body)?, tx.now());
    let comment = own::comment::insert(tx, thread, editor.user_id(), &body, now).await?;
    if is_resolved {
        own::comment::set_resolved(tx, thread, None, now).await?;
    }
    note(tx, editor, "create_reply", &row, json!({ "thread": thread })).await?;
    tell(tx, Notice::Comment { comment }).await?;
    Ok(comment)
}

/// Changes what one said.
///
/// # Errors
/// When somebody else said it, or without words.
pub async fn edit_comment(tx: &mut Tx, editor: &Editor, comment: CommentId, body: &str) -> Result<(), CommentError> {
    let (row, thread) = own_comment(tx, editor, comment).await?;
    let (body, now) = (body_of(body)?, tx.now());
    own::comment::set_body(tx, comment, &body, now).await?;
    note(tx, editor, "edit_comment", &row, json!({ "thread": thread })).await
}

/// Takes back what one said; a thread without words is gone.
///
/// # Errors
/// When somebody else said it.
pub async fn delete_comment(tx: &mut Tx, editor: &Editor, comment: CommentId) -> Result<(), CommentError> {
    let (row, thread) = own_comment(tx, editor, comment).await?;
    own::comment::delete(tx, comment, thread).await?;
    note(tx, editor, "delete_comment", &row, json!({ "thread": thread })).await
}

/// Settles a thread.
///
/// # Errors
/// Without the right to comment.
pub async fn resolve_thread(tx: &mut Tx, editor: &Editor, thread: ThreadId) -> Result<(), CommentError> {
    let (row, is_resolved) = thread_of(tx, editor, thread).await?;
    if is_resolved {
        return Ok(());
    }
    let now = tx.now();
    own::comment::set_resolved(tx, thread, Some(editor.user_id()), now).await?;
    note(tx, editor, "resolve_comment", &row, json!({ "thread": thread })).await
}

/// Opens a settled thread again.
///
/// # Errors
/// Without the right to comment.
pub async fn reopen_thread(tx: &mut Tx, editor: &Editor, thread: ThreadId) -> Result<(), CommentError> {
    let (row, is_resolved) = thread_of(tx, editor, thread).await?;
    if !is_resolved {
        return Ok(());
    }
    let now = tx.now();
    own::comment::set_resolved(tx, thread, None, now).await?;
    note(tx, editor, "reopen_comment", &row, json!({ "thread": thread })).await
}

/// Wants mails about all comments on a page, or not any more. It is nobody's business but the editor's, so history is silent.
///
/// # Errors
/// When there is no such page for them.
pub async fn watch(tx: &mut Tx, editor: &Editor, page: PageId, on: bool) -> Result<(), CommentError> {
    view_page::<CommentError>(tx, editor.into(), page).await?;
    Ok(own::comment::set_watch(tx, page, editor.user_id(), on).await?)
}

async fn commented(tx: &mut Tx, editor: &Editor, page: PageId) -> Result<PageRow, CommentError> {
    let row = view_page::<CommentError>(tx, editor.into(), page).await?;
    need(editor.into(), Permission::Comment, &row)?;
    Ok(row)
}

/// The page of a thread on which the editor may comment, and whether the thread is settled.
async fn thread_of(tx: &mut Tx, editor: &Editor, thread: ThreadId) -> Result<(PageRow, bool), CommentError> {
    let (page, _, is_resolved) = own::comment::lock_thread(tx, thread).await?.ok_or(CommentError::NotFound)?;
    Ok((commented(tx, editor, page).await?, is_resolved))
}

/// The page of a comment that is the editor's own, and its thread.
async fn own_comment(tx: &mut Tx, editor: &Editor, comment: CommentId) -> Result<(PageRow, ThreadId), CommentError> {
    let (thread, _) = own::comment::find(tx, comment).await?.ok_or(CommentError::NotFound)?;
    let (row, _) = thread_of(tx, editor, thread).await?;
    // Found again behind the lock: somebody may have deleted it in between.
    let (_, author) = own::comment::find(tx, comment).await?.ok_or(CommentError::NotFound)?;
    if author == editor.user_id() { Ok((row, thread)) } else { Err(CommentError::NotTheirs) }
}

fn body_of(body: &str) -> Result<String, CommentError> {
    let body = written(body);
    if body.is_empty() || body.chars().count() > LONGEST_BODY { Err(CommentError::BadBody) } else { Ok(body) }
}

async fn note(
    tx: &mut Tx,
    editor: &Editor,
    act: &'static str,
    row: &PageRow,
    after: Value,
) -> Result<(), CommentError> {
    Ok(record(tx, editor.into(), act, row, None, Some(after)).await?)
}
