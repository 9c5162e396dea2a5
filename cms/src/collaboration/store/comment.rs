//! `comment_thread`, `comment` and `comment_watch`.

use crate::collaboration::{CommentId, ThreadId, comments::CommentRow};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// A thread without its comments.
#[derive(Debug)]
pub struct ThreadRow {
    /// Key.
    pub id: ThreadId,
    /// Address of the field, with ids.
    pub field: String,
    /// What the field was called.
    pub label: String,
    /// Begun.
    pub created_at: OffsetDateTime,
    /// Settled.
    pub resolved_at: Option<OffsetDateTime>,
    /// Who settled it; empty while nobody did.
    pub resolved_by_name: String,
}

/// The threads of a page, in the order in which they were begun.
///
/// # Errors
/// When the database refuses.
pub async fn threads(conn: &mut PgConnection, page: PageId, limit: i64) -> Result<Vec<ThreadRow>, sqlx::Error> {
    sqlx::query_as!(
        ThreadRow,
        r#"select t.id as "id: ThreadId", t.field, t.label, t.created_at, t.resolved_at,
                  coalesce(nullif(u.name, ''), u.username, '') as "resolved_by_name!"
           from comment_thread t left join users u on u.id = t.resolved_by
           where t.page_id = $1 order by t.resolved_at is not null, t.id limit $2"#,
        page.0,
        limit
    )
    .fetch_all(conn)
    .await
}

/// The comments of these threads, in order.
///
/// # Errors
/// When the database refuses.
pub async fn comments(conn: &mut PgConnection, threads: &[i64]) -> Result<Vec<CommentRow>, sqlx::Error> {
    sqlx::query_as!(
        CommentRow,
        r#"select c.id as "id: CommentId", c.thread_id as "thread: ThreadId", c.author_id as "author: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "author_name!", c.body, c.created_at, c.edited_at
           from comment c left join users u on u.id = c.author_id where c.thread_id = any($1) order by c.id"#,
        threads
    )
    .fetch_all(conn)
    .await
}

/// Page and address of a thread, locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock_thread(
    conn: &mut PgConnection,
    thread: ThreadId,
) -> Result<Option<(PageId, String, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select page_id as "page: PageId", field, resolved_at is not null as "resolved!"
           from comment_thread where id = $1 for update"#,
        thread.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.page, row.field, row.resolved)))
}

/// The thread of a comment, and who wrote it.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, comment: CommentId) -> Result<Option<(ThreadId, UserId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select thread_id as "thread: ThreadId", author_id as "author: UserId" from comment where id = $1"#,
        comment.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.thread, row.author)))
}

/// How many threads a page has.
///
/// # Errors
/// When the database refuses.
pub async fn count_threads(conn: &mut PgConnection, page: PageId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from comment_thread where page_id = $1"#, page.0)
        .fetch_one(conn)
        .await
}

/// Begins a thread.
///
/// # Errors
/// When the database refuses.
pub async fn insert_thread(
    conn: &mut PgConnection,
    page: PageId,
    (field, label): (&str, &str),
    now: OffsetDateTime,
) -> Result<ThreadId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into comment_thread (page_id, field, label, created_at) values ($1, $2, $3, $4) returning id as "id: ThreadId""#,
        page.0,
        field,
        label,
        now
    )
    .fetch_one(conn)
    .await
}

/// Adds a comment.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    thread: ThreadId,
    author: UserId,
    body: &str,
    now: OffsetDateTime,
) -> Result<CommentId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into comment (thread_id, author_id, body, created_at) values ($1, $2, $3, $4) returning id as "id: CommentId""#,
        thread.0,
        author.0,
        body,
        now
    )
    .fetch_one(conn)
    .await
}

/// Changes what a comment says.
///
/// # Errors
/// When the database refuses.
pub async fn set_body(
    conn: &mut PgConnection,
    comment: CommentId,
    body: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update comment set body = $2, edited_at = $3 where id = $1", comment.0, body, now)
        .execute(conn)
        .await
        .map(drop)
}

/// Deletes a comment, and its thread when it was the last.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, comment: CommentId, thread: ThreadId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from comment where id = $1", comment.0).execute(&mut *conn).await?;
    sqlx::query!(
        "delete from comment_thread where id = $1 and not exists (select 1 from comment where thread_id = $1)",
        thread.0
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Settles a thread, or opens it again.
///
/// # Errors
/// When the database refuses.
pub async fn set_resolved(
    conn: &mut PgConnection,
    thread: ThreadId,
    by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let at = by.map(|_| now);
    sqlx::query!(
        "update comment_thread set resolved_by = $2, resolved_at = $3 where id = $1",
        thread.0,
        by.map(|by| by.0),
        at
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whether somebody wants mails about all comments on a page.
///
/// # Errors
/// When the database refuses.
pub async fn watches(conn: &mut PgConnection, page: PageId, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from comment_watch where page_id = $1 and user_id = $2) as "is!""#,
        page.0,
        user.0
    )
    .fetch_one(conn)
    .await
}

/// Notes whether somebody wants mails about all comments on a page.
///
/// # Errors
/// When the database refuses.
pub async fn set_watch(conn: &mut PgConnection, page: PageId, user: UserId, on: bool) -> Result<(), sqlx::Error> {
    if on {
        sqlx::query!(
            "insert into comment_watch (page_id, user_id) values ($1, $2) on conflict do nothing",
            page.0,
            user.0
        )
        .execute(conn)
        .await
        .map(drop)
    } else {
        sqlx::query!("delete from comment_watch where page_id = $1 and user_id = $2", page.0, user.0)
            .execute(conn)
            .await
            .map(drop)
    }
}
