//! Workflows and their runs as values.

use crate::{
    access::GroupId,
    collaboration::{ReviewId, StepId, TaskId, WorkflowId},
};
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};

/// How a review stands (5.8 W2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewState {
    /// Somebody is to look at it.
    InProgress,
    /// Somebody asked for changes.
    NeedsChanges,
    /// Everybody approved, and it was published.
    Approved,
    /// Called off, or overtaken by a publication.
    Canceled,
}

impl ReviewState {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            ReviewState::InProgress => "in_progress",
            ReviewState::NeedsChanges => "needs_changes",
            ReviewState::Approved => "approved",
            ReviewState::Canceled => "canceled",
        }
    }

    /// The state of this name; the table allows no other.
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "in_progress" => ReviewState::InProgress,
            "needs_changes" => ReviewState::NeedsChanges,
            "approved" => ReviewState::Approved,
            _ => ReviewState::Canceled,
        }
    }

    /// Nothing more will happen.
    pub fn is_over(self) -> bool {
        matches!(self, ReviewState::Approved | ReviewState::Canceled)
    }
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Somebody is to look at it.
    InProgress,
    /// Approved.
    Approved,
    /// Changes were asked for.
    Rejected,
    /// Called off, or overtaken by a publication.
    Canceled,
}

impl StepState {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            StepState::InProgress => "in_progress",
            StepState::Approved => "approved",
            StepState::Rejected => "rejected",
            StepState::Canceled => "canceled",
        }
    }

    /// The state of this name; the table allows no other.
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "in_progress" => StepState::InProgress,
            "approved" => StepState::Approved,
            "rejected" => StepState::Rejected,
            _ => StepState::Canceled,
        }
    }
}

/// A page's review that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningReview {
    /// Key.
    pub id: ReviewId,
    /// Through which workflow.
    pub workflow: WorkflowId,
    /// Its name.
    pub workflow_name: String,
    /// How it stands.
    pub state: ReviewState,
    /// The text that is looked at.
    pub revision: RevisionId,
    /// Who submitted it last.
    pub submitted_by: UserId,
    /// Their name.
    pub submitted_by_name: String,
    /// When it was first submitted.
    pub submitted_at: OffsetDateTime,
}

/// A task that a review came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewStep {
    /// Key.
    pub id: StepId,
    /// The task; none when it was deleted since.
    pub task: Option<TaskId>,
    /// Its name then.
    pub name: String,
    /// How it stands.
    pub state: StepState,
    /// The text that was decided about.
    pub revision: RevisionId,
    /// Begun.
    pub started_at: OffsetDateTime,
    /// Decided.
    pub finished_at: Option<OffsetDateTime>,
    /// Who decided; empty while nobody did.
    pub by_name: String,
    /// What they said.
    pub comment: String,
}

/// What somebody may do about a page's review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReviewMay {
    /// Submit the newest text, or submit it again.
    pub submit: bool,
    /// Approve, or ask for changes.
    pub decide: bool,
    /// Call it off.
    pub cancel: bool,
}

/// How moderation stands on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageReview {
    /// Name of the workflow that holds here; none where there is none.
    pub workflow: Option<String>,
    /// The review that is not over.
    pub running: Option<RunningReview>,
    /// Its steps, in order.
    pub steps: Vec<ReviewStep>,
    /// What the asker may do.
    pub may: ReviewMay,
}

/// Which reviews are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichReviews {
    /// Those that the asker may approve now.
    Awaiting,
    /// Those of the asker's own texts and pages.
    Mine,
    /// All that are not over.
    Running,
    /// All that are over.
    Finished,
}

impl WhichReviews {
    /// As the statement calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            WhichReviews::Awaiting => "awaiting",
            WhichReviews::Mine => "mine",
            WhichReviews::Running => "running",
            WhichReviews::Finished => "finished",
        }
    }
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewListItem {
    /// Key.
    pub id: ReviewId,
    /// The page.
    pub page: PageId,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Its kind.
    pub kind: String,
    /// There is a public text to compare with.
    pub live: bool,
    /// Name of the workflow.
    pub workflow_name: String,
    /// How it stands.
    pub state: ReviewState,
    /// The open task; empty when there is none.
    pub task_name: String,
    /// Who submitted it.
    pub submitted_by: UserId,
    /// Their name.
    pub submitted_by_name: String,
    /// When.
    pub submitted_at: OffsetDateTime,
    /// When something last happened.
    pub updated_at: OffsetDateTime,
    /// When it was over.
    pub finished_at: Option<OffsetDateTime>,
    /// The asker may approve it now.
    pub is_mine_to_review: bool,
    /// What was said last.
    pub last_comment: String,
}

/// A workflow with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Key.
    pub id: WorkflowId,
    /// Name.
    pub name: String,
    /// New reviews may begin.
    pub active: bool,
    /// What was approved is approved again when the text changed since.
    pub repeat_after_edits: bool,
    /// Its tasks, in order.
    pub tasks: Vec<WorkflowTask>,
    /// Where it begins.
    pub places: Vec<WorkflowPlace>,
    /// How many reviews are not over.
    pub running: i64,
    /// When it was last saved.
    pub updated_at: OffsetDateTime,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowTask {
    /// Key.
    pub id: TaskId,
    /// Name.
    pub name: String,
    /// Whoever is in one of these may approve.
    pub groups: Vec<GroupId>,
}

/// A page at which a workflow begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowPlace {
    /// The page.
    pub page: PageId,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url_path: String,
}

/// A group that tasks may be given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChoice {
    /// Key.
    pub id: GroupId,
    /// Name.
    pub name: String,
    /// How many people are in it.
    pub members: i64,
}

/// A workflow as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowInput {
    /// Which; none makes one.
    pub id: Option<WorkflowId>,
    /// Name.
    pub name: String,
    /// New reviews may begin.
    pub active: bool,
    /// What was approved is approved again when the text changed since.
    pub repeat_after_edits: bool,
    /// Its tasks, in order.
    pub tasks: Vec<TaskInput>,
    /// Pages at which it begins.
    pub pages: Vec<PageId>,
}

/// A task as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskInput {
    /// Which; none makes one.
    pub id: Option<TaskId>,
    /// Name.
    pub name: String,
    /// Whoever is in one of these may approve.
    pub groups: Vec<GroupId>,
}
