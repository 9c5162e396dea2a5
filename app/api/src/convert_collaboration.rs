//! From the words of working together to the wire's.

use crate::{
    ApiError, BeatHeard, CommentItem, CommentList, CommentThread, DeskPage, NoticeWish, PersonHere, PreviewLinkItem,
    ReviewItem, ReviewNow, ReviewRun, ReviewStanding, ReviewStepItem, WorkflowInput, WorkflowItem, WorkflowTaskItem,
    convert_editor,
};
use time::OffsetDateTime;
use xpro_cms::{
    access::{Editor, GroupId},
    collaboration::{
        TaskId, WorkflowId,
        comments::{CommentError, PageComments},
        notices,
        presence::{Heard, PresenceError},
        preview_links::{PreviewLink, PreviewLinkError},
        workflow::{
            self, PageReview, ReviewError, ReviewListItem, ReviewState, StepState, TaskInput, Workflow, WorkflowError,
        },
    },
    tree::PageSummary,
};
use xpro_kernel::PageId;

pub(crate) fn heard(editor: &Editor, heard: Heard) -> BeatHeard {
    let other = |other: xpro_cms::collaboration::presence::Present| PersonHere {
        name: other.name,
        mine: other.is_me,
        dirty: other.is_dirty,
        since: other.since.into(),
    };
    BeatHeard {
        others: heard.others.into_iter().map(other).collect(),
        version: heard.version,
        mine: heard.saved_by == Some(editor.user_id()),
        saved_by: heard.saved_by_name,
        saved_at: heard.saved_at.into(),
        rights: convert_editor::rights(heard.rights),
        lock: heard.lock.map(|lock| convert_editor::locked_by(editor, lock)),
    }
}

pub(crate) fn comments(editor: &Editor, found: PageComments) -> CommentList {
    let comment = |comment: xpro_cms::collaboration::comments::CommentRow| CommentItem {
        id: comment.id.0,
        mine: comment.author == editor.user_id(),
        author: comment.author_name,
        body: comment.body,
        at: comment.created_at.into(),
        edited: comment.edited_at.is_some(),
    };
    let thread = |thread: xpro_cms::collaboration::comments::Thread| CommentThread {
        id: thread.id.0,
        field: thread.field,
        label: thread.label,
        resolved: thread.resolved.map(|(at, by)| (at.into(), by)),
        comments: thread.comments.into_iter().map(comment).collect(),
    };
    CommentList {
        threads: found.threads.into_iter().map(thread).collect(),
        watches: found.watches,
        may_comment: found.may_comment,
    }
}

fn standing(state: ReviewState) -> ReviewStanding {
    match state {
        ReviewState::InProgress => ReviewStanding::InProgress,
        ReviewState::NeedsChanges => ReviewStanding::NeedsChanges,
        ReviewState::Approved => ReviewStanding::Approved,
        ReviewState::Canceled => ReviewStanding::Canceled,
    }
}

fn step_standing(state: StepState) -> ReviewStanding {
    match state {
        StepState::InProgress => ReviewStanding::InProgress,
        StepState::Approved => ReviewStanding::Approved,
        StepState::Rejected => ReviewStanding::NeedsChanges,
        StepState::Canceled => ReviewStanding::Canceled,
    }
}

pub(crate) fn review(found: PageReview) -> ReviewNow {
    let step = |step: workflow::ReviewStep| ReviewStepItem {
        name: step.name,
        standing: step_standing(step.state),
        by: step.by_name,
        at: step.finished_at.unwrap_or(step.started_at).into(),
        comment: step.comment,
    };
    ReviewNow {
        workflow: found.workflow,
        running: found.running.map(|running| ReviewRun {
            standing: standing(running.state),
            workflow: running.workflow_name,
            revision: running.revision.0,
            submitted_by: running.submitted_by_name,
            submitted_at: running.submitted_at.into(),
        }),
        steps: found.steps.into_iter().map(step).collect(),
        may_submit: found.may.submit,
        may_decide: found.may.decide,
        may_cancel: found.may.cancel,
    }
}

pub(crate) fn review_item(item: ReviewListItem) -> ReviewItem {
    ReviewItem {
        id: item.id.0,
        page: item.page.0,
        title: item.title,
        url_path: item.url_path,
        live: item.live,
        workflow: item.workflow_name,
        standing: standing(item.state),
        task: item.task_name,
        submitted_by: item.submitted_by_name,
        submitted_at: item.submitted_at.into(),
        updated_at: item.updated_at.into(),
        may_decide: item.is_mine_to_review,
        last_comment: item.last_comment,
    }
}

pub(crate) fn desk_page(page: PageSummary) -> DeskPage {
    DeskPage {
        id: page.id.0,
        title: page.title,
        url_path: page.url_path,
        live: page.live,
        updated_at: page.updated_at.into(),
    }
}

pub(crate) fn workflow_item(workflow: Workflow) -> WorkflowItem {
    let task = |task: workflow::WorkflowTask| WorkflowTaskItem {
        id: Some(task.id.0),
        name: task.name,
        groups: task.groups.into_iter().map(|group| group.0).collect(),
    };
    WorkflowItem {
        id: workflow.id.0,
        name: workflow.name,
        active: workflow.active,
        repeat_after_edits: workflow.repeat_after_edits,
        tasks: workflow.tasks.into_iter().map(task).collect(),
        places: workflow.places.into_iter().map(|place| (place.page.0, place.title, place.url_path)).collect(),
        running: workflow.running,
        updated_at: workflow.updated_at.into(),
    }
}

pub(crate) fn workflow_input(input: WorkflowInput) -> workflow::WorkflowInput {
    let task = |task: WorkflowTaskItem| TaskInput {
        id: task.id.map(TaskId),
        name: task.name,
        groups: task.groups.into_iter().map(GroupId).collect(),
    };
    workflow::WorkflowInput {
        id: input.id.map(WorkflowId),
        name: input.name,
        active: input.active,
        repeat_after_edits: input.repeat_after_edits,
        tasks: input.tasks.into_iter().map(task).collect(),
        pages: input.pages.into_iter().map(PageId).collect(),
    }
}

pub(crate) fn wish(wish: notices::NoticeWish) -> NoticeWish {
    let notices::NoticeWish { submitted, approved, rejected, comments } = wish;
    NoticeWish { submitted, approved, rejected, comments }
}

pub(crate) fn wished(wish: NoticeWish) -> notices::NoticeWish {
    let NoticeWish { submitted, approved, rejected, comments } = wish;
    notices::NoticeWish { submitted, approved, rejected, comments }
}

pub(crate) fn preview_link(link: PreviewLink, now: OffsetDateTime) -> PreviewLinkItem {
    let version = link.revision.map(|revision| {
        if link.revision_label.is_empty() { format!("version {revision}") } else { link.revision_label.clone() }
    });
    PreviewLinkItem {
        id: link.id.0,
        version,
        note: link.note,
        made_by: link.created_by_name,
        made_at: link.created_at.into(),
        expires_at: link.expires_at.into(),
        open: link.revoked_at.is_none() && link.expires_at > now,
        revoked: link.revoked_at.is_some(),
        last_used_at: link.last_used_at.map(Into::into),
        uses: link.uses,
    }
}

/// What is wrong, as a sentence.
fn sentence(error: &impl std::fmt::Display) -> ApiError {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    ApiError::invalid(format!("{first}{}.", letters.as_str()))
}

impl From<PresenceError> for ApiError {
    fn from(error: PresenceError) -> Self {
        match error {
            PresenceError::Refused(refusal) => refusal.into(),
            PresenceError::Internal(error) => error.into(),
            PresenceError::BadTab => sentence(&error),
        }
    }
}

impl From<CommentError> for ApiError {
    fn from(error: CommentError) -> Self {
        match error {
            CommentError::Refused(refusal) => refusal.into(),
            CommentError::NotFound => ApiError::NotFound,
            CommentError::NotTheirs => ApiError::Forbidden,
            CommentError::Internal(error) => error.into(),
            other => sentence(&other),
        }
    }
}

impl From<PreviewLinkError> for ApiError {
    fn from(error: PreviewLinkError) -> Self {
        match error {
            PreviewLinkError::Refused(refusal) => refusal.into(),
            PreviewLinkError::NotFound => ApiError::NotFound,
            PreviewLinkError::Internal(error) => error.into(),
            other => sentence(&other),
        }
    }
}

impl From<WorkflowError> for ApiError {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::Denied => ApiError::Forbidden,
            WorkflowError::Internal(error) => error.into(),
            other => sentence(&other),
        }
    }
}

/// What became of a review that was not moved on.
pub(crate) enum Unmoved {
    /// The page is not complete.
    Incomplete(Vec<xpro_form::Problem>),
    /// There is newer text.
    Outdated,
}

/// A review that was not moved on, as an outcome or an error.
pub(crate) fn unmoved(error: ReviewError) -> Result<Unmoved, ApiError> {
    match error {
        ReviewError::Refused(refusal) => Err(refusal.into()),
        ReviewError::NotReviewer => Err(ApiError::Forbidden),
        ReviewError::Internal(error) => Err(error.into()),
        ReviewError::Outdated => Ok(Unmoved::Outdated),
        ReviewError::Invalid(problems) => {
            let problem =
                |problem: xpro_cms::document::Problem| xpro_form::Problem::error(problem.path, problem.message);
            Ok(Unmoved::Incomplete(problems.into_iter().map(problem).collect()))
        }
        ReviewError::Unpublished(error) => crate::convert_editor::unpublished(*error).map(Unmoved::Incomplete),
        other => Err(sentence(&other)),
    }
}
