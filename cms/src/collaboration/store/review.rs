//! `review` and its steps.

use crate::collaboration::{
    ReviewId, StepId, TaskId, WorkflowId,
    desk::Totals,
    workflow::{ReviewListItem, ReviewState, ReviewStep, RunningReview, StepState, WhichReviews},
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};

/// A page's running review.
///
/// # Errors
/// When the database refuses.
pub async fn running(conn: &mut PgConnection, page: PageId) -> Result<Option<RunningReview>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id as "id: ReviewId", r.workflow_id as "workflow: WorkflowId", w.name as workflow_name, r.state,
                  r.revision_id as "revision: RevisionId", r.submitted_by as "submitted_by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "submitted_by_name!", r.submitted_at
           from review r join workflow w on w.id = r.workflow_id left join users u on u.id = r.submitted_by
           where r.page_id = $1 and r.state in ('in_progress', 'needs_changes')"#,
        page.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RunningReview {
        id: row.id,
        workflow: row.workflow,
        workflow_name: row.workflow_name,
        state: ReviewState::from_name(&row.state),
        revision: row.revision,
        submitted_by: row.submitted_by,
        submitted_by_name: row.submitted_by_name,
        submitted_at: row.submitted_at,
    }))
}

/// The steps of a review, in order.
///
/// # Errors
/// When the database refuses.
pub async fn steps(conn: &mut PgConnection, review: ReviewId) -> Result<Vec<ReviewStep>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select s.id as "id: StepId", s.task_id as "task: TaskId", s.name, s.state, s.revision_id as "revision: RevisionId",
                  s.started_at, s.finished_at, s.comment, coalesce(nullif(u.name, ''), u.username, '') as "by_name!"
           from review_step s left join users u on u.id = s.finished_by where s.review_id = $1 order by s.id"#,
        review.0
    )
    .fetch_all(conn)
    .await?;
    let step = rows.into_iter().map(|row| ReviewStep {
        id: row.id,
        task: row.task,
        name: row.name,
        state: StepState::from_name(&row.state),
        revision: row.revision,
        started_at: row.started_at,
        finished_at: row.finished_at,
        by_name: row.by_name,
        comment: row.comment,
    });
    Ok(step.collect())
}

/// Begins a review.
///
/// # Errors
/// When one is running.
pub async fn insert(
    conn: &mut PgConnection,
    page: PageId,
    workflow: WorkflowId,
    revision: RevisionId,
    by: UserId,
    now: OffsetDateTime,
) -> Result<ReviewId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into review (page_id, workflow_id, revision_id, submitted_by, submitted_at, updated_at)
           values ($1, $2, $3, $4, $5, $5) returning id as "id: ReviewId""#,
        page.0,
        workflow.0,
        revision.0,
        by.0,
        now
    )
    .fetch_one(conn)
    .await
}

/// Notes how a review stands, and which text it is about. One that is submitted again belongs to whoever did so.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    conn: &mut PgConnection,
    review: ReviewId,
    state: ReviewState,
    revision: RevisionId,
    submitted_by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let finished_at = state.is_over().then_some(now);
    sqlx::query!(
        "update review set state = $2, revision_id = $3, submitted_by = $4, updated_at = $5, finished_at = $6 where id = $1",
        review.0,
        state.name(),
        revision.0,
        submitted_by.0,
        now,
        finished_at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The task that comes next: the first that nobody approved, or not for this text where the workflow asks for that.
///
/// # Errors
/// When the database refuses.
pub async fn next_task(conn: &mut PgConnection, review: ReviewId) -> Result<Option<(TaskId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select t.id as "id: TaskId", t.name
           from review r join workflow w on w.id = r.workflow_id join workflow_task t on t.workflow_id = w.id
           where r.id = $1 and not exists (
               select 1 from review_step s where s.review_id = r.id and s.task_id = t.id and s.state = 'approved'
                   and (not w.repeat_after_edits or s.revision_id = r.revision_id))
           order by t.place, t.id limit 1"#,
        review.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}

/// Begins a step.
///
/// # Errors
/// When one is open.
pub async fn insert_step(
    conn: &mut PgConnection,
    review: ReviewId,
    (task, name): (TaskId, &str),
    revision: RevisionId,
    now: OffsetDateTime,
) -> Result<StepId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into review_step (review_id, task_id, name, revision_id, started_at) values ($1, $2, $3, $4, $5)
           returning id as "id: StepId""#,
        review.0,
        task.0,
        name,
        revision.0,
        now
    )
    .fetch_one(conn)
    .await
}

/// How an open step ended.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// How.
    pub state: StepState,
    /// Which text was decided about.
    pub revision: RevisionId,
    /// Who decided; none for commands.
    pub by: Option<UserId>,
    /// Why, in their words.
    pub comment: &'a str,
}

/// Ends the open step of a review; none when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn finish_step(
    conn: &mut PgConnection,
    review: ReviewId,
    decided: Decided<'_>,
    now: OffsetDateTime,
) -> Result<Option<StepId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update review_step set state = $2, revision_id = $3, finished_by = $4, comment = $5, finished_at = $6
           where review_id = $1 and state = 'in_progress' returning id as "id: StepId""#,
        review.0,
        decided.state.name(),
        decided.revision.0,
        decided.by.map(|by| by.0),
        decided.comment,
        now
    )
    .fetch_optional(conn)
    .await
}

/// Lets only those who may approve the task edit the page, or everybody again.
///
/// # Errors
/// When the database refuses.
pub async fn set_page_task(conn: &mut PgConnection, page: PageId, task: Option<TaskId>) -> Result<(), sqlx::Error> {
    sqlx::query!("update page set review_task_id = $2 where id = $1", page.0, task.map(|task| task.0))
        .execute(conn)
        .await
        .map(drop)
}

/// Whether a person may approve a task.
///
/// # Errors
/// When the database refuses.
pub async fn is_reviewer(conn: &mut PgConnection, task: TaskId, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from users where id = $2 and is_superuser)
               or exists (select 1 from workflow_task_group g join user_group_member m on m.group_id = g.group_id
                          where g.task_id = $1 and m.user_id = $2) as "is!""#,
        task.0,
        user.0
    )
    .fetch_one(conn)
    .await
}

/// Who asks for a list.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Who.
    pub user: UserId,
    /// May see and approve everything.
    pub is_superuser: bool,
    /// Tasks that they may approve.
    pub tasks: &'a [i64],
    /// Branches that they may look into.
    pub roots: &'a [String],
}

/// Reviews, those that wait longest first; finished ones the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    asker: Asker<'_>,
    which: WhichReviews,
    limit: i64,
) -> Result<Vec<ReviewListItem>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select r.id as "id: ReviewId", p.id as "page: PageId", p.draft_title as title, p.url_path, p.kind, p.live,
                  w.name as workflow_name, r.state, s.name as "task_name?", r.submitted_by as "submitted_by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "submitted_by_name!", r.submitted_at, r.updated_at, r.finished_at,
                  coalesce(r.state = 'in_progress' and ($2 or p.review_task_id = any($3)), false) as "is_mine_to_review!",
                  coalesce((select l.comment from review_step l where l.review_id = r.id and l.finished_at is not null
                            order by l.id desc limit 1), '') as "last_comment!"
           from review r
           join page p on p.id = r.page_id and p.trash_id is null
           join workflow w on w.id = r.workflow_id
           left join review_step s on s.review_id = r.id and s.state = 'in_progress'
           left join users u on u.id = r.submitted_by
           where ($2 or p.review_task_id = any($3) or r.submitted_by = $1
                  or exists (select 1 from unnest($4::text[]) as root where starts_with(p.tree_path, root)))
             and case $5
                 when 'awaiting' then r.state = 'in_progress' and ($2 or p.review_task_id = any($3))
                 when 'mine' then r.state in ('in_progress', 'needs_changes') and (r.submitted_by = $1 or p.owner_id = $1)
                 when 'running' then r.state in ('in_progress', 'needs_changes')
                 else r.finished_at is not null end
           order by r.finished_at desc nulls last, r.submitted_at, r.id limit $6"#,
        asker.user.0,
        asker.is_superuser,
        asker.tasks,
        asker.roots,
        which.name(),
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ReviewListItem {
            id: row.id,
            page: row.page,
            title: row.title,
            url_path: row.url_path,
            kind: row.kind,
            live: row.live,
            workflow_name: row.workflow_name,
            state: ReviewState::from_name(&row.state),
            task_name: row.task_name.unwrap_or_default(),
            submitted_by: row.submitted_by,
            submitted_by_name: row.submitted_by_name,
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
            finished_at: row.finished_at,
            is_mine_to_review: row.is_mine_to_review,
            last_comment: row.last_comment,
        })
        .collect())
}

/// How much there is in these branches, and in the libraries.
///
/// # Errors
/// When the database refuses.
pub async fn totals(conn: &mut PgConnection, roots: &[String]) -> Result<Totals, sqlx::Error> {
    sqlx::query_as!(
        Totals,
        r#"select (select count(*) from page p where p.trash_id is null
                   and exists (select 1 from unnest($1::text[]) as root where starts_with(p.tree_path, root))) as "pages!",
                  (select count(*) from image) as "images!", (select count(*) from document) as "documents!""#,
        roots
    )
    .fetch_one(conn)
    .await
}
