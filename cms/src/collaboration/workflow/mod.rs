//! Moderation (cms.md 5.8): a text passes the tasks of the workflow that holds where its page stands; whoever is in a task's
//! groups approves it or asks for changes. The last approval publishes exactly the text that was approved.

mod acts;
mod giving;
mod model;
mod read;
mod settings;

pub(crate) use acts::overtake;
pub use acts::{Approved, Decision, ReviewError, approve, cancel, request_changes, submit};
pub(crate) use giving::may_give_tasks;
pub use model::{
    GroupChoice, PageReview, ReviewListItem, ReviewMay, ReviewState, ReviewStep, RunningReview, StepState, TaskInput,
    WhichReviews, Workflow, WorkflowInput, WorkflowPlace, WorkflowTask,
};
pub use read::{list_reviews, read_review};
pub use settings::{
    DEFAULT_WORKFLOW, WORKFLOWS_CHANGE, WorkflowError, ensure_default, list_workflows, need_unchanged, save_workflow,
};

#[cfg(test)]
mod giving_tests;
#[cfg(test)]
mod tests;
