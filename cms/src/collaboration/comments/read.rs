//! What was said about a page.

use crate::{
    access::{Editor, Permission, ReadError, view_page},
    collaboration::{CommentId, ThreadId, store as own},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// Most threads that are shown; open ones come first.
pub(super) const MOST_THREADS: i64 = 1_000;

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRow {
    /// Key.
    pub id: CommentId,
    /// In which thread.
    pub thread: ThreadId,
    /// Who wrote it.
    pub author: UserId,
    /// Their name.
    pub author_name: String,
    /// What it says.
    pub body: String,
    /// Written.
    pub created_at: OffsetDateTime,
    /// Changed.
    pub edited_at: Option<OffsetDateTime>,
}

/// A talk about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Key.
    pub id: ThreadId,
    /// Address of the field, with ids; empty for the page as a whole.
    pub field: String,
    /// What the field was called.
    pub label: String,
    /// Begun.
    pub created_at: OffsetDateTime,
    /// When it was settled, and by whom.
    pub resolved: Option<(OffsetDateTime, String)>,
    /// What was said, in order.
    pub comments: Vec<CommentRow>,
}

/// What was said about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageComments {
    /// The threads, open ones first.
    pub threads: Vec<Thread>,
    /// The asker wants mails about all of them.
    pub watches: bool,
    /// The asker may say something.
    pub may_comment: bool,
}

/// What was said about a page. Three statements after the one that finds it.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_comments(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageComments, ReadError> {
    let row = view_page::<ReadError>(conn, editor.into(), page).await?;
    let rows = own::comment::threads(conn, page, MOST_THREADS).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
    let mut comments = own::comment::comments(conn, &ids).await?;
    let watches = own::comment::watches(conn, page, editor.user_id()).await?;
    let mut threads: Vec<Thread> = rows
        .into_iter()
        .map(|row| Thread {
            id: row.id,
            field: row.field,
            label: row.label,
            created_at: row.created_at,
            resolved: row.resolved_at.map(|at| (at, row.resolved_by_name)),
            comments: Vec::new(),
        })
        .collect();
    for thread in &mut threads {
        thread.comments = comments.extract_if(.., |comment| comment.thread == thread.id).collect();
    }
    Ok(PageComments { threads, watches, may_comment: editor.may(Permission::Comment, &row) })
}
