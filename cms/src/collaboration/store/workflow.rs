//! `workflow`, its tasks, and where it holds.

use crate::{
    access::GroupId,
    collaboration::{
        TaskId, WorkflowId,
        workflow::{GroupChoice, TaskInput, Workflow, WorkflowPlace, WorkflowTask},
    },
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::PageId;

/// The workflow that holds at a place: the one that begins nearest above. One that is switched off holds nowhere.
///
/// # Errors
/// When the database refuses.
pub async fn find_for(conn: &mut PgConnection, tree_path: &str) -> Result<Option<(WorkflowId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select w.id as "id: WorkflowId", w.name
           from workflow_page h join page p on p.id = h.page_id join workflow w on w.id = h.workflow_id
           where starts_with($1, p.tree_path) and p.trash_id is null and w.active
           order by length(p.tree_path) desc limit 1"#,
        tree_path
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}

/// Whether there is any.
///
/// # Errors
/// When the database refuses.
pub async fn is_any(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from workflow) as "is!""#).fetch_one(conn).await
}

/// All of them by name, with tasks and places. Three statements.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Workflow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select w.id as "id: WorkflowId", w.name, w.active, w.repeat_after_edits, w.updated_at,
                  (select count(*) from review r join page p on p.id = r.page_id and p.trash_id is null
                   where r.workflow_id = w.id and r.state in ('in_progress', 'needs_changes')) as "running!"
           from workflow w order by lower(w.name)"#
    )
    .fetch_all(&mut *conn)
    .await?;
    let tasks = sqlx::query!(
        r#"select t.workflow_id as "workflow: WorkflowId", t.id as "id: TaskId", t.name,
                  array(select g.group_id from workflow_task_group g where g.task_id = t.id order by 1) as "groups!"
           from workflow_task t order by t.place, t.id"#
    )
    .fetch_all(&mut *conn)
    .await?;
    let places = sqlx::query!(
        r#"select h.workflow_id as "workflow: WorkflowId", p.id as "page: PageId", p.draft_title as title, p.url_path
           from workflow_page h join page p on p.id = h.page_id where p.trash_id is null order by p.url_path"#
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut workflows: Vec<Workflow> = rows
        .into_iter()
        .map(|row| Workflow {
            id: row.id,
            name: row.name,
            active: row.active,
            repeat_after_edits: row.repeat_after_edits,
            tasks: Vec::new(),
            places: Vec::new(),
            running: row.running,
            updated_at: row.updated_at,
        })
        .collect();
    for workflow in &mut workflows {
        let own = tasks.iter().filter(|task| task.workflow == workflow.id);
        workflow.tasks.extend(own.map(|task| WorkflowTask {
            id: task.id,
            name: task.name.clone(),
            groups: task.groups.iter().copied().map(GroupId).collect(),
        }));
        let own = places.iter().filter(|place| place.workflow == workflow.id);
        workflow.places.extend(own.map(|place| WorkflowPlace {
            page: place.page,
            title: place.title.clone(),
            url_path: place.url_path.clone(),
        }));
    }
    Ok(workflows)
}

/// The groups that tasks may be given to, by name.
///
/// # Errors
/// When the database refuses.
pub async fn groups(conn: &mut PgConnection) -> Result<Vec<GroupChoice>, sqlx::Error> {
    sqlx::query_as!(
        GroupChoice,
        r#"select g.id as "id: GroupId", g.name, (select count(*) from user_group_member m where m.group_id = g.id) as "members!"
           from user_group g order by lower(g.name)"#
    )
    .fetch_all(conn)
    .await
}

/// When a workflow was last saved; it is locked until the transaction ends. None when it does not exist.
///
/// # Errors
/// When the database refuses.
pub async fn lock_version(conn: &mut PgConnection, id: WorkflowId) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!("select updated_at from workflow where id = $1 for update", id.0).fetch_optional(conn).await
}

/// What a workflow gives, and where.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Reviews may begin.
    pub active: bool,
    /// Its tasks with their groups.
    pub tasks: Vec<(TaskId, Vec<GroupId>)>,
    /// Where it begins, apart from pages in the trash.
    pub pages: Vec<PageId>,
    /// `tree_path` of every page where it begins or a review is under way, the trash included.
    pub concerned: Vec<String>,
}

/// A workflow as it is, locked until the transaction ends; none when it does not exist. Two statements.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, id: WorkflowId) -> Result<Option<Held>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select w.active,
                  array(select p.id from workflow_page h join page p on p.id = h.page_id
                        where h.workflow_id = w.id and p.trash_id is null) as "pages!",
                  array(select p.tree_path from page p
                        where p.id in (select h.page_id from workflow_page h where h.workflow_id = w.id
                                       union select r.page_id from review r
                                       where r.workflow_id = w.id and r.state in ('in_progress', 'needs_changes'))) as "concerned!"
           from workflow w where w.id = $1 for update of w"#,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let tasks = sqlx::query!(
        r#"select t.id as "id: TaskId",
                  array(select g.group_id from workflow_task_group g where g.task_id = t.id) as "groups!"
           from workflow_task t where t.workflow_id = $1"#,
        id.0
    )
    .fetch_all(conn)
    .await?;
    let of_group = |groups: Vec<i64>| groups.into_iter().map(GroupId).collect();
    Ok(Some(Held {
        active: row.active,
        tasks: tasks.into_iter().map(|task| (task.id, of_group(task.groups))).collect(),
        pages: row.pages.into_iter().map(PageId).collect(),
        concerned: row.concerned,
    }))
}

/// The tasks that a group may approve, each with the `tree_path` of every page where its workflow begins or is under way.
///
/// # Errors
/// When the database refuses.
pub async fn tasks_of_group(
    conn: &mut PgConnection,
    group: GroupId,
) -> Result<Vec<(TaskId, Vec<String>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.id as "id: TaskId",
                  array(select p.tree_path from page p
                        where p.id in (select h.page_id from workflow_page h where h.workflow_id = t.workflow_id
                                       union select r.page_id from review r
                                       where r.workflow_id = t.workflow_id and r.state in ('in_progress', 'needs_changes'))) as "places!"
           from workflow_task_group g join workflow_task t on t.id = g.task_id where g.group_id = $1"#,
        group.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.places)).collect())
}

/// Makes a workflow, or writes over one; none when it does not exist.
///
/// # Errors
/// When the name is taken.
pub async fn upsert(
    conn: &mut PgConnection,
    id: Option<WorkflowId>,
    name: &str,
    (active, repeat_after_edits): (bool, bool),
    now: OffsetDateTime,
) -> Result<Option<WorkflowId>, sqlx::Error> {
    let Some(id) = id else {
        return sqlx::query_scalar!(
            r#"insert into workflow (name, active, repeat_after_edits, created_at, updated_at) values ($1, $2, $3, $4, $4)
               returning id as "id: WorkflowId""#,
            name,
            active,
            repeat_after_edits,
            now
        )
        .fetch_one(conn)
        .await
        .map(Some);
    };
    sqlx::query_scalar!(
        r#"update workflow set name = $2, active = $3, repeat_after_edits = $4, updated_at = $5 where id = $1
           returning id as "id: WorkflowId""#,
        id.0,
        name,
        active,
        repeat_after_edits,
        now
    )
    .fetch_optional(conn)
    .await
}

/// Deletes the tasks of a workflow that are not among these. A task that a page is at cannot be deleted.
///
/// # Errors
/// When a page is at one of them.
pub async fn delete_other_tasks(
    conn: &mut PgConnection,
    workflow: WorkflowId,
    kept: &[i64],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from workflow_task where workflow_id = $1 and id <> all($2)", workflow.0, kept)
        .execute(conn)
        .await
        .map(drop)
}

/// Makes a task, or writes over one of this workflow; none when it does not exist.
///
/// # Errors
/// When one of the groups does not exist.
pub async fn upsert_task(
    conn: &mut PgConnection,
    workflow: WorkflowId,
    place: i32,
    task: &TaskInput,
) -> Result<Option<TaskId>, sqlx::Error> {
    let id = match task.id {
        None => sqlx::query_scalar!(
            r#"insert into workflow_task (workflow_id, place, name) values ($1, $2, $3) returning id as "id: TaskId""#,
            workflow.0,
            place,
            task.name
        )
        .fetch_one(&mut *conn)
        .await
        .map(Some)?,
        Some(id) => sqlx::query_scalar!(
            r#"update workflow_task set place = $3, name = $4 where id = $1 and workflow_id = $2 returning id as "id: TaskId""#,
            id.0,
            workflow.0,
            place,
            task.name
        )
        .fetch_optional(&mut *conn)
        .await?,
    };
    let Some(id) = id else { return Ok(None) };
    let groups: Vec<i64> = task.groups.iter().map(|group| group.0).collect();
    sqlx::query!("delete from workflow_task_group where task_id = $1 and group_id <> all($2)", id.0, &groups)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into workflow_task_group (task_id, group_id) select $1, unnest($2::bigint[]) on conflict do nothing",
        id.0,
        &groups
    )
    .execute(conn)
    .await?;
    Ok(Some(id))
}

/// Lets a workflow begin at these pages and no others; another one that begins there gives way.
///
/// # Errors
/// When one of the pages does not exist.
pub async fn replace_places(conn: &mut PgConnection, workflow: WorkflowId, pages: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from workflow_page where workflow_id = $1 and page_id <> all($2)", workflow.0, pages)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into workflow_page (page_id, workflow_id) select distinct page, $1::bigint from unnest($2::bigint[]) as page
         on conflict (page_id) do update set workflow_id = excluded.workflow_id",
        workflow.0,
        pages
    )
    .execute(conn)
    .await
    .map(drop)
}
