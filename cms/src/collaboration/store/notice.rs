//! What mails about working together tell, and to whom.

use crate::collaboration::{CommentId, ReviewId, StepId, notices::NoticeWish};
use sqlx::PgConnection;
use xpro_kernel::{PageId, UserId};

/// Somebody who may get a mail.
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Their address.
    pub email: String,
}

/// What a mail about a review tells.
#[derive(Debug)]
pub struct ReviewFacts {
    /// The page.
    pub page: PageId,
    /// Its newest title.
    pub title: String,
    /// Its address.
    pub url_path: String,
    /// Visitors see it.
    pub live: bool,
    /// Name of the workflow.
    pub workflow_name: String,
    /// Who submitted it.
    pub submitted_by: UserId,
    /// Their name.
    pub submitted_by_name: String,
    /// The step's task.
    pub step_name: String,
    /// The step is still open.
    pub is_open: bool,
    /// Who decided.
    pub decided_by: Option<UserId>,
    /// Their name; empty while nobody did.
    pub decided_by_name: String,
    /// What they said.
    pub comment: String,
}

/// What there is to tell about a step, or about the last step of a review.
///
/// # Errors
/// When the database refuses.
pub async fn review_facts(
    conn: &mut PgConnection,
    step: Option<StepId>,
    review: Option<ReviewId>,
) -> Result<Option<ReviewFacts>, sqlx::Error> {
    sqlx::query_as!(
        ReviewFacts,
        r#"select p.id as "page: PageId", p.draft_title as title, p.url_path, p.live, w.name as workflow_name,
                  r.submitted_by as "submitted_by: UserId", coalesce(nullif(u.name, ''), u.username, '') as "submitted_by_name!",
                  s.name as step_name, s.state = 'in_progress' as "is_open!", s.finished_by as "decided_by: UserId",
                  coalesce(nullif(d.name, ''), d.username, '') as "decided_by_name!", s.comment
           from review_step s join review r on r.id = s.review_id join workflow w on w.id = r.workflow_id
           join page p on p.id = r.page_id and p.trash_id is null
           left join users u on u.id = r.submitted_by left join users d on d.id = s.finished_by
           where s.id = $1 or ($1::bigint is null and s.review_id = $2)
           order by s.id desc limit 1"#,
        step.map(|id| id.0),
        review.map(|id| id.0)
    )
    .fetch_optional(conn)
    .await
}

/// Those who may approve a step and want to hear of it: the members of its task's groups, and superusers.
///
/// # Errors
/// When the database refuses.
pub async fn reviewers(conn: &mut PgConnection, step: StepId) -> Result<Vec<Person>, sqlx::Error> {
    sqlx::query_as!(
        Person,
        r#"select u.id as "id: UserId", u.email from users u left join notice_wish n on n.user_id = u.id
           where u.is_staff and u.is_active and u.retired_at is null and coalesce(n.submitted, true)
             and (u.is_superuser or exists (
                 select 1 from review_step s join workflow_task_group g on g.task_id = s.task_id
                 join user_group_member m on m.group_id = g.group_id where s.id = $1 and m.user_id = u.id))
           order by u.id"#,
        step.0
    )
    .fetch_all(conn)
    .await
}

/// The person, if they are staff and want mails of this kind: `approved`, `rejected`.
///
/// # Errors
/// When the database refuses.
pub async fn wisher(conn: &mut PgConnection, user: UserId, kind: &str) -> Result<Option<Person>, sqlx::Error> {
    sqlx::query_as!(
        Person,
        r#"select u.id as "id: UserId", u.email from users u left join notice_wish n on n.user_id = u.id
           where u.id = $1 and u.is_staff and u.is_active and u.retired_at is null
             and coalesce(case $2 when 'approved' then n.approved else n.rejected end, true)"#,
        user.0,
        kind
    )
    .fetch_optional(conn)
    .await
}

/// What a mail about a comment tells.
#[derive(Debug)]
pub struct CommentFacts {
    /// The page.
    pub page: PageId,
    /// Its newest title.
    pub title: String,
    /// What the field is called; empty for the page as a whole.
    pub label: String,
    /// Who wrote it.
    pub author_name: String,
    /// What it says.
    pub body: String,
}

/// What there is to tell about a comment; none when it was taken back.
///
/// # Errors
/// When the database refuses.
pub async fn comment_facts(conn: &mut PgConnection, comment: CommentId) -> Result<Option<CommentFacts>, sqlx::Error> {
    sqlx::query_as!(
        CommentFacts,
        r#"select p.id as "page: PageId", p.draft_title as title, t.label,
                  coalesce(nullif(u.name, ''), u.username, '') as "author_name!", c.body
           from comment c join comment_thread t on t.id = c.thread_id join page p on p.id = t.page_id and p.trash_id is null
           left join users u on u.id = c.author_id
           where c.id = $1"#,
        comment.0
    )
    .fetch_optional(conn)
    .await
}

/// Those whom a comment concerns and who want to hear of it: whoever spoke in its thread, whoever watches the page, and the
/// page's owner when the thread is new.
///
/// # Errors
/// When the database refuses.
pub async fn concerned(conn: &mut PgConnection, comment: CommentId) -> Result<Vec<Person>, sqlx::Error> {
    sqlx::query_as!(
        Person,
        r#"with said as (select c.id, c.thread_id, c.author_id, t.page_id from comment c join comment_thread t on t.id = c.thread_id where c.id = $1),
           whom as (
               select o.author_id as id from comment o join said on o.thread_id = said.thread_id
               union select w.user_id from comment_watch w join said on w.page_id = said.page_id
               union select p.owner_id from page p join said on p.id = said.page_id
                     where not exists (select 1 from comment e where e.thread_id = said.thread_id and e.id < said.id)
           )
           select u.id as "id: UserId", u.email
           from whom join users u on u.id = whom.id left join notice_wish n on n.user_id = u.id
           where u.is_staff and u.is_active and u.retired_at is null and coalesce(n.comments, true)
             and u.id <> (select author_id from said)
           order by u.id limit 200"#,
        comment.0
    )
    .fetch_all(conn)
    .await
}

/// Which mails somebody wants; all when they never said.
///
/// # Errors
/// When the database refuses.
pub async fn wish(conn: &mut PgConnection, user: UserId) -> Result<NoticeWish, sqlx::Error> {
    let row = sqlx::query_as!(
        NoticeWish,
        "select submitted, approved, rejected, comments from notice_wish where user_id = $1",
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.unwrap_or_default())
}

/// Notes which mails somebody wants.
///
/// # Errors
/// When the database refuses.
pub async fn set_wish(conn: &mut PgConnection, user: UserId, wish: NoticeWish) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into notice_wish (user_id, submitted, approved, rejected, comments) values ($1, $2, $3, $4, $5)
         on conflict (user_id) do update set submitted = excluded.submitted, approved = excluded.approved,
             rejected = excluded.rejected, comments = excluded.comments",
        user.0,
        wish.submitted,
        wish.approved,
        wish.rejected,
        wish.comments
    )
    .execute(conn)
    .await
    .map(drop)
}
