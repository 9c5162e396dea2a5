//! What workflows there are.

use super::{
    giving,
    model::{GroupChoice, TaskInput, Workflow, WorkflowInput},
};
use crate::{
    access::{Editor, MODERATORS, Refusal},
    collaboration::{WorkflowId, store as own},
    store,
};
use serde_json::json;
use sqlx::PgConnection;
use xpro_kernel::{Actor, PageId, System};
use xpro_platform::{
    Subject, audit,
    db::{Tx, violated_constraint},
};

/// Permission of the whole site that changes workflows.
pub const WORKFLOWS_CHANGE: &str = "workflows.change";

/// Name of the workflow that every site begins with, and of its one task (5.8 W1).
pub const DEFAULT_WORKFLOW: &str = "Moderators approval";

/// Longest name of a workflow or task.
const LONGEST_NAME: usize = 100;
/// Most tasks of one workflow.
const MOST_TASKS: usize = 20;
/// Most pages at which one workflow begins.
const MOST_PLACES: usize = 500;

/// Why a workflow was not saved.
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// Needs [`WORKFLOWS_CHANGE`].
    #[error("this needs the permission {WORKFLOWS_CHANGE}")]
    Denied,
    /// Its reviewers would get, or others would lose, what the asker may not do themselves.
    #[error(
        "only those who may publish on all pages of a workflow, those of before and those of now, change where it holds, whether it is on, and who approves"
    )]
    NotPublisher,
    /// No such workflow, task, group or page; or a page that the asker may not see.
    #[error("a workflow, task, group or page of these does not exist any more")]
    NotFound,
    /// Somebody saved it since the asker opened it.
    #[error(
        "somebody changed this workflow meanwhile, and nothing was saved: copy what you want to keep, then load the page again"
    )]
    Changed,
    /// Names have 1 to 100 characters.
    #[error("give the workflow and every task a name of at most {LONGEST_NAME} characters")]
    BadName,
    /// Names of workflows are told apart.
    #[error("another workflow has this name")]
    NameTaken,
    /// Without a task nobody would approve anything.
    #[error("a workflow needs 1 to {MOST_TASKS} tasks, and every task a group that may approve it")]
    BadTasks,
    /// Too many.
    #[error("a workflow begins at {MOST_PLACES} pages at most")]
    TooManyPlaces,
    /// A task that pages are at stays until they are through.
    #[error("pages are at a task that would be deleted; wait until they are through, or call their reviews off")]
    TaskInUse,
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<Refusal> for WorkflowError {
    fn from(_: Refusal) -> Self {
        WorkflowError::NotFound
    }
}

impl From<sqlx::Error> for WorkflowError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("workflow_name") => WorkflowError::NameTaken,
            Some("page_review_task_id_fkey") => WorkflowError::TaskInUse,
            Some("workflow_task_group_group_id_fkey" | "workflow_page_page_id_fkey") => WorkflowError::NotFound,
            _ => WorkflowError::Internal(error),
        }
    }
}

/// All workflows, and the groups that tasks may be given to. Four statements.
///
/// # Errors
/// Without [`WORKFLOWS_CHANGE`].
pub async fn list_workflows(
    conn: &mut PgConnection,
    editor: &Editor,
) -> Result<(Vec<Workflow>, Vec<GroupChoice>), WorkflowError> {
    may_change(editor)?;
    Ok((own::workflow::list(conn).await?, own::workflow::groups(conn).await?))
}

/// Makes a workflow or changes one, with its tasks and where it begins. Reviews that are under way go on with what is said now.
///
/// # Errors
/// Without [`WORKFLOWS_CHANGE`], without the right to publish where it changes who publishes, or when the workflow will not do.
pub async fn save_workflow(tx: &mut Tx, editor: &Editor, input: WorkflowInput) -> Result<WorkflowId, WorkflowError> {
    may_change(editor)?;
    let input = checked(input)?;
    giving::need_publisher(tx, editor, &input).await?;
    write(tx, editor.staff().into(), &input).await
}

/// Refuses to change a workflow that was saved since the asker opened it, by the time in Unix milliseconds that it had then;
/// it is held until the transaction ends.
///
/// # Errors
/// When it was, or is gone.
pub async fn need_unchanged(tx: &mut Tx, id: WorkflowId, seen_millis: i64) -> Result<(), WorkflowError> {
    let saved = own::workflow::lock_version(tx, id).await?.ok_or(WorkflowError::NotFound)?;
    let is_same = saved.unix_timestamp_nanos() / 1_000_000 == i128::from(seen_millis);
    if is_same { Ok(()) } else { Err(WorkflowError::Changed) }
}

/// Makes the workflow that every site begins with, when there is none at all.
///
/// # Errors
/// When the database refuses.
pub async fn ensure_default(tx: &mut Tx, system: System, root: PageId) -> Result<(), sqlx::Error> {
    if own::workflow::is_any(tx).await? {
        return Ok(());
    }
    let groups = store::access::find_group(tx, MODERATORS).await?.into_iter().collect();
    let input = WorkflowInput {
        id: None,
        name: DEFAULT_WORKFLOW.to_owned(),
        active: true,
        repeat_after_edits: false,
        tasks: vec![TaskInput { id: None, name: DEFAULT_WORKFLOW.to_owned(), groups }],
        pages: vec![root],
    };
    match write(tx, system.into(), &input).await {
        Err(WorkflowError::Internal(error)) => Err(error),
        // Nothing else can be wrong with what is written above.
        _ => Ok(()),
    }
}

async fn write(tx: &mut Tx, actor: Actor, input: &WorkflowInput) -> Result<WorkflowId, WorkflowError> {
    let now = tx.now();
    let flags = (input.active, input.repeat_after_edits);
    let id = own::workflow::upsert(tx, input.id, &input.name, flags, now).await?.ok_or(WorkflowError::NotFound)?;
    let kept: Vec<i64> = input.tasks.iter().filter_map(|task| task.id).map(|task| task.0).collect();
    own::workflow::delete_other_tasks(tx, id, &kept).await?;
    for (place, task) in (0_i32..).zip(&input.tasks) {
        own::workflow::upsert_task(tx, id, place, task).await?.ok_or(WorkflowError::NotFound)?;
    }
    let pages: Vec<i64> = input.pages.iter().map(|page| page.0).collect();
    own::workflow::replace_places(tx, id, &pages).await?;
    let tasks: Vec<_> = input.tasks.iter().map(|task| json!({ "name": task.name, "groups": task.groups })).collect();
    let after = json!({
        "name": input.name, "active": input.active, "repeat_after_edits": input.repeat_after_edits,
        "tasks": tasks, "pages": input.pages,
    });
    let subject = Subject::new("workflow", id.0);
    let change = audit::Change { act: "save_workflow", actor, subject, before: None, after: Some(after), note: "" };
    audit::record(tx, change).await?;
    Ok(id)
}

fn checked(mut input: WorkflowInput) -> Result<WorkflowInput, WorkflowError> {
    input.name = name(&input.name)?;
    for task in &mut input.tasks {
        task.name = name(&task.name)?;
    }
    if input.tasks.is_empty() || input.tasks.len() > MOST_TASKS || input.tasks.iter().any(|task| task.groups.is_empty())
    {
        return Err(WorkflowError::BadTasks);
    }
    if input.pages.len() > MOST_PLACES {
        return Err(WorkflowError::TooManyPlaces);
    }
    Ok(input)
}

fn name(text: &str) -> Result<String, WorkflowError> {
    let name = xpro_kernel::plain_text(text);
    if name.is_empty() || name.chars().count() > LONGEST_NAME { Err(WorkflowError::BadName) } else { Ok(name) }
}

fn may_change(editor: &Editor) -> Result<(), WorkflowError> {
    if editor.has(WORKFLOWS_CHANGE) { Ok(()) } else { Err(WorkflowError::Denied) }
}
