//! How moderation stands.

use super::{
    acts::may_cancel,
    model::{PageReview, ReviewListItem, ReviewMay, ReviewState, WhichReviews},
};
use crate::{
    access::{Editor, Permission, ReadError, view_page},
    collaboration::store as own,
};
use sqlx::PgConnection;
use xpro_kernel::PageId;

/// How moderation stands on a page, and what the editor may do about it.
///
/// # Errors
/// When there is no such page for them.
pub async fn read_review(conn: &mut PgConnection, editor: &Editor, page: PageId) -> Result<PageReview, ReadError> {
    let row = view_page::<ReadError>(conn, editor.into(), page).await?;
    let workflow = own::workflow::find_for(conn, &row.tree_path).await?.map(|(_, name)| name);
    let running = own::review::running(conn, page).await?;
    let steps = match &running {
        Some(review) => own::review::steps(conn, review.id).await?,
        None => Vec::new(),
    };
    let is_open = running.as_ref().is_some_and(|review| review.state == ReviewState::InProgress);
    let has_news = !row.live || row.latest_revision_id != row.published_revision_id;
    let is_free = row.locked_by.is_none_or(|by| by == editor.user_id());
    let may = ReviewMay {
        submit: !is_open
            && has_news
            && is_free
            && (workflow.is_some() || running.is_some())
            && editor.may(Permission::Change, &row),
        decide: is_open && is_free && editor.reviews(&row),
        cancel: running.as_ref().is_some_and(|review| may_cancel(editor, &row, review)),
    };
    Ok(PageReview { workflow, running, steps, may })
}

/// Reviews that the editor may see.
///
/// # Errors
/// When the database refuses.
pub async fn list_reviews(
    conn: &mut PgConnection,
    editor: &Editor,
    which: WhichReviews,
    limit: i64,
) -> Result<Vec<ReviewListItem>, sqlx::Error> {
    let (tasks, roots) = (editor.tasks().iter().map(|task| task.0).collect::<Vec<_>>(), editor.roots());
    let asker = own::review::Asker {
        user: editor.user_id(),
        is_superuser: editor.is_superuser(),
        tasks: &tasks,
        roots: &roots,
    };
    own::review::list(conn, asker, which, limit.clamp(1, 200)).await
}
