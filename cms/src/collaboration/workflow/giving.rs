//! What a task gives: its reviewers read, edit and publish the pages that come to it. Nobody gives more than they have.

use super::{model::WorkflowInput, settings::WorkflowError};
use crate::{
    access::{Editor, GroupId, Permission, view_page},
    collaboration::{
        TaskId,
        store::{self as own, workflow::Held},
    },
};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Whether the tasks of this group give its members nothing that the editor does not have: each is their own as well, or they
/// may publish wherever its workflow begins or is under way. One statement.
pub(crate) async fn may_give_tasks(
    conn: &mut PgConnection,
    editor: &Editor,
    group: GroupId,
) -> Result<bool, sqlx::Error> {
    if editor.is_superuser() {
        return Ok(true);
    }
    let tasks = own::workflow::tasks_of_group(conn, group).await?;
    Ok(tasks.iter().all(|(task, places)| editor.tasks().contains(task) || publishes_all(editor, places)))
}

/// Refuses a workflow that gives or takes what the editor may not: only those who may publish on all its pages, those of
/// before and those of now, change where it holds, whether it does, and who approves.
pub(super) async fn need_publisher(tx: &mut Tx, editor: &Editor, input: &WorkflowInput) -> Result<(), WorkflowError> {
    if editor.is_superuser() {
        return Ok(());
    }
    let before = match input.id {
        Some(id) => Some(own::workflow::lock(tx, id).await?.ok_or(WorkflowError::NotFound)?),
        None => None,
    };
    if before.as_ref().is_some_and(|before| is_same(before, input)) {
        return Ok(());
    }
    let before = before.unwrap_or_default();
    let mut places = before.concerned;
    for page in input.pages.iter().filter(|page| !before.pages.contains(page)) {
        places.push(view_page::<WorkflowError>(tx, editor.into(), *page).await?.tree_path);
    }
    if publishes_all(editor, &places) { Ok(()) } else { Err(WorkflowError::NotPublisher) }
}

/// Whether everybody may do as much as before: the names, the order of the tasks and when they are repeated may differ.
fn is_same(before: &Held, input: &WorkflowInput) -> bool {
    let pages = |pages: &[PageId]| pages.iter().copied().collect::<BTreeSet<_>>();
    let groups = |groups: &[GroupId]| groups.iter().map(|group| group.0).collect::<BTreeSet<_>>();
    let was: BTreeSet<_> = before.tasks.iter().map(|(task, held)| (Some(*task), groups(held))).collect();
    let is: BTreeSet<(Option<TaskId>, _)> = input.tasks.iter().map(|task| (task.id, groups(&task.groups))).collect();
    before.active == input.active && pages(&before.pages) == pages(&input.pages) && was == is
}

/// Whether they may publish pages of every kind at all these places.
fn publishes_all(editor: &Editor, places: &[String]) -> bool {
    places.iter().all(|place| editor.reaches(Permission::Publish, place, ""))
}
