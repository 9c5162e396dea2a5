//! Submit, approve, ask for changes, call off.

use crate::{
    access::{Editor, Permission, Refusal, lock_page, need, need_unlocked},
    collaboration::{
        ReviewId, TaskId,
        notices::{Notice, tell},
        store::{self as own, review::Decided},
        workflow::{ReviewState, RunningReview, StepState},
        written,
    },
    document::{DocumentError, Problem},
    publish::{PublishPageError, check_complete, go_live, latest_of, record},
    store::{self, page::PageRow, revision::RevisionRow},
    tree::Author,
};
use serde_json::json;
use xpro_kernel::{PageId, RevisionId};
use xpro_platform::db::{Tx, violated_constraint};

/// Longest word of a reviewer.
const LONGEST_COMMENT: usize = 2_000;

/// Why nothing came of it; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No workflow holds here, or it has no task.
    #[error("no workflow holds for this page")]
    NoWorkflow,
    /// One review at a time (rule D4).
    #[error("this page is being reviewed already")]
    Running,
    /// Nobody submitted the page, or the review is over.
    #[error("this page is not being reviewed")]
    NotRunning,
    /// Only those in the task's groups decide.
    #[error("this task is for others to decide")]
    NotReviewer,
    /// There is newer text than the one that they looked at.
    #[error("somebody saved another version in the meantime")]
    Outdated,
    /// Visitors see this text already.
    #[error("there is nothing new to review")]
    NothingNew,
    /// Whoever asks for changes says which.
    #[error("say what should change, in at most {LONGEST_COMMENT} characters")]
    BadComment,
    /// What must be right first.
    #[error("the page is not complete")]
    Invalid(Vec<Problem>),
    /// The approved text cannot be published.
    #[error(transparent)]
    Unpublished(Box<PublishPageError>),
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for ReviewError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("review_running") => ReviewError::Running,
            _ => ReviewError::Internal(error),
        }
    }
}

impl From<PublishPageError> for ReviewError {
    fn from(error: PublishPageError) -> Self {
        match error {
            PublishPageError::Refused(refusal) => refusal.into(),
            PublishPageError::Invalid(problems) => ReviewError::Invalid(problems),
            PublishPageError::Document(error) => error.into(),
            PublishPageError::Internal(error) => error.into(),
            other => ReviewError::Unpublished(Box::new(other)),
        }
    }
}

/// Submits the newest text, or submits it again after changes: it is kept as it is now, and the workflow's next task opens.
///
/// # Errors
/// Without the right to edit, where no workflow holds, or when the text could not be published.
pub async fn submit(tx: &mut Tx, editor: &Editor, page: PageId, version: i64) -> Result<ReviewId, ReviewError> {
    let author = Author::from(editor);
    let row = lock_page::<ReviewError>(tx, author, page).await?;
    need(author, Permission::Change, &row)?;
    need_unlocked(author, &row)?;
    let running = own::review::running(tx, page).await?;
    if running.as_ref().is_some_and(|review| review.state == ReviewState::InProgress) {
        return Err(ReviewError::Running);
    }
    let latest = newest(tx, &row, version).await?;
    if row.live && row.published_revision_id == Some(latest.id) {
        return Err(ReviewError::NothingNew);
    }
    check_complete(tx, &row, &latest).await?;
    freeze(tx, &latest).await?;
    let (now, by) = (tx.now(), editor.user_id());
    let (review, act) = match running {
        Some(review) => {
            own::review::set_state(tx, review.id, ReviewState::InProgress, latest.id, by, now).await?;
            (review.id, "resubmit_for_review")
        }
        None => {
            let (workflow, _) = own::workflow::find_for(tx, &row.tree_path).await?.ok_or(ReviewError::NoWorkflow)?;
            (own::review::insert(tx, page, workflow, latest.id, by, now).await?, "submit_for_review")
        }
    };
    let task = own::review::next_task(tx, review).await?.ok_or(ReviewError::NoWorkflow)?;
    record(tx, author, act, &row, None, Some(json!({ "revision": latest.id, "review": review, "task": task.1 })))
        .await?;
    enter(tx, author, &row, review, latest.id, task).await?;
    Ok(review)
}

/// Approval of the text that somebody looked at.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Of which page.
    pub page: PageId,
    /// The version that they looked at.
    pub version: i64,
    /// What they say; may be empty.
    pub comment: &'a str,
}

/// What an approval led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approved {
    /// It was the last one: visitors see the text.
    Published(RevisionId),
    /// The next task is open.
    Next(String),
}

/// Approves the open task. What a reviewer changed during the review is part of what is approved. The last approval publishes,
/// also for reviewers who may not publish otherwise: the workflow gives them that.
///
/// # Errors
/// When it is not theirs to decide, there is newer text than they saw, or the text cannot be published.
pub async fn approve(tx: &mut Tx, editor: &Editor, decision: Decision<'_>) -> Result<Approved, ReviewError> {
    let comment = comment_of(decision.comment, false)?;
    store::place::lock_tree(tx).await?;
    let (row, review) = to_decide(tx, editor, decision.page).await?;
    let author = Author::from(editor);
    let latest = newest(tx, &row, decision.version).await?;
    freeze(tx, &latest).await?;
    let now = tx.now();
    let decided = Decided { state: StepState::Approved, revision: latest.id, by: author.user_id(), comment: &comment };
    own::review::finish_step(tx, review.id, decided, now).await?;
    // What comes next may depend on which text was approved.
    own::review::set_state(tx, review.id, ReviewState::InProgress, latest.id, review.submitted_by, now).await?;
    let after = json!({ "revision": latest.id, "review": review.id, "comment": comment });
    record(tx, author, "approve_review", &row, None, Some(after)).await?;
    if let Some(task) = own::review::next_task(tx, review.id).await? {
        let name = task.1.clone();
        enter(tx, author, &row, review.id, latest.id, task).await?;
        return Ok(Approved::Next(name));
    }
    own::review::set_page_task(tx, row.id, None).await?;
    own::review::set_state(tx, review.id, ReviewState::Approved, latest.id, review.submitted_by, now).await?;
    let published = go_live(tx, author, &row, &latest, "publish_page").await?;
    tell(tx, Notice::Approved { review: review.id }).await?;
    Ok(Approved::Published(published))
}

/// Sends the text back with what should change. Everybody who may edit the page can do so again.
///
/// # Errors
/// When it is not theirs to decide, or nothing is said.
pub async fn request_changes(tx: &mut Tx, editor: &Editor, page: PageId, comment: &str) -> Result<(), ReviewError> {
    let comment = comment_of(comment, true)?;
    let (row, review) = to_decide(tx, editor, page).await?;
    let (now, author) = (tx.now(), Author::from(editor));
    let decided =
        Decided { state: StepState::Rejected, revision: review.revision, by: author.user_id(), comment: &comment };
    let step = own::review::finish_step(tx, review.id, decided, now).await?.ok_or(ReviewError::NotRunning)?;
    own::review::set_state(tx, review.id, ReviewState::NeedsChanges, review.revision, review.submitted_by, now).await?;
    own::review::set_page_task(tx, page, None).await?;
    let after = json!({ "revision": review.revision, "review": review.id, "comment": comment });
    record(tx, author, "request_changes", &row, None, Some(after)).await?;
    Ok(tell(tx, Notice::Rejected { step }).await?)
}

/// Calls a review off: whoever submitted it, the page's owner, or a reviewer of the open task.
///
/// # Errors
/// When it is none of theirs.
pub async fn cancel(tx: &mut Tx, editor: &Editor, page: PageId) -> Result<(), ReviewError> {
    let author = Author::from(editor);
    let row = lock_page::<ReviewError>(tx, author, page).await?;
    let review = own::review::running(tx, page).await?.ok_or(ReviewError::NotRunning)?;
    if !may_cancel(editor, &row, &review) {
        return Err(ReviewError::NotReviewer);
    }
    end(tx, author, &row, &review, json!({ "review": review.id })).await
}

pub(super) fn may_cancel(editor: &Editor, row: &PageRow, review: &RunningReview) -> bool {
    let is_theirs = review.submitted_by == editor.user_id() || row.owner_id == Some(editor.user_id());
    is_theirs || editor.reviews(row) || editor.is_superuser()
}

/// Ends a review because its page was published (5.8 W3: publishers may at any time).
///
/// # Errors
/// When the database refuses.
pub(crate) async fn overtake(tx: &mut Tx, author: Author<'_>, row: &PageRow) -> Result<(), sqlx::Error> {
    let Some(review) = own::review::running(tx, row.id).await? else { return Ok(()) };
    match end(tx, author, row, &review, json!({ "review": review.id, "because": "published" })).await {
        Err(ReviewError::Internal(error)) => Err(error),
        _ => Ok(()),
    }
}

async fn end(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    review: &RunningReview,
    after: serde_json::Value,
) -> Result<(), ReviewError> {
    let now = tx.now();
    let decided = Decided { state: StepState::Canceled, revision: review.revision, by: author.user_id(), comment: "" };
    own::review::finish_step(tx, review.id, decided, now).await?;
    own::review::set_state(tx, review.id, ReviewState::Canceled, review.revision, review.submitted_by, now).await?;
    own::review::set_page_task(tx, row.id, None).await?;
    Ok(record(tx, author, "cancel_review", row, None, Some(after)).await?)
}

/// The page and its review, when the editor may decide about it.
async fn to_decide(tx: &mut Tx, editor: &Editor, page: PageId) -> Result<(PageRow, RunningReview), ReviewError> {
    let author = Author::from(editor);
    let row = lock_page::<ReviewError>(tx, author, page).await?;
    let review = own::review::running(tx, page).await?.filter(|review| review.state == ReviewState::InProgress);
    let review = review.ok_or(ReviewError::NotRunning)?;
    if !editor.reviews(&row) {
        return Err(ReviewError::NotReviewer);
    }
    need_unlocked(author, &row)?;
    Ok((row, review))
}

/// The newest revision, if it is still the one that the asker saw.
async fn newest(tx: &mut Tx, row: &PageRow, version: i64) -> Result<RevisionRow, ReviewError> {
    let latest = latest_of::<ReviewError>(tx, row).await?;
    if latest.version == version { Ok(latest) } else { Err(ReviewError::Outdated) }
}

/// Makes a rolling draft a version: what is decided about must not change.
async fn freeze(tx: &mut Tx, revision: &RevisionRow) -> Result<(), sqlx::Error> {
    if revision.state != "rolling" {
        return Ok(());
    }
    let now = tx.now();
    store::revision::set_state(tx, revision.id, "named", now).await?;
    store::revision::set_label(tx, revision.id, "For review").await
}

/// Opens a task: from now on only its reviewers edit the page. Somebody else's lock gives way (5.8 W4).
async fn enter(
    tx: &mut Tx,
    author: Author<'_>,
    row: &PageRow,
    review: ReviewId,
    revision: RevisionId,
    (task, name): (TaskId, String),
) -> Result<(), ReviewError> {
    let now = tx.now();
    let step = own::review::insert_step(tx, review, (task, &name), revision, now).await?;
    own::review::set_page_task(tx, row.id, Some(task)).await?;
    if let Some(lock) = row.lock()
        && !own::review::is_reviewer(tx, task, lock.by).await?
    {
        store::page::set_lock(tx, row.id, None, "", now).await?;
        let before = json!({ "by": lock.by, "name": lock.by_name, "reason": lock.reason });
        record(tx, author, "unlock_page", row, Some(before), None).await?;
    }
    Ok(tell(tx, Notice::Submitted { step }).await?)
}

fn comment_of(comment: &str, is_needed: bool) -> Result<String, ReviewError> {
    let comment = written(comment);
    let is_fine = comment.chars().count() <= LONGEST_COMMENT && !(is_needed && comment.is_empty());
    if is_fine { Ok(comment) } else { Err(ReviewError::BadComment) }
}
