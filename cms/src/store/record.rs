//! What all records have in common: lists, uses, history, locks. One row shape for all kinds, so that they are listed alike.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Key.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Behind the name.
    pub cells: Vec<String>,
}

/// Something that uses a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// `page`, or the name of a kind of record.
    pub kind: String,
    /// Its key.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// Where.
    pub detail: String,
}

/// A change of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// Key, in time's order.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Name of the act.
    pub act: String,
    /// Who.
    pub by: String,
    /// The record before.
    pub before: Option<Value>,
    /// The record after.
    pub after: Option<Value>,
}

/// Waits until nobody else holds this lock, and holds it until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn lock(conn: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", name).fetch_one(conn).await.map(drop)
}

/// Checks now what else is checked when the transaction ends.
///
/// # Errors
/// When something is not as it must be.
pub async fn check_now(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("set constraints all immediate").execute(&mut *conn).await?;
    sqlx::query!("set constraints all deferred").execute(conn).await.map(drop)
}

/// The last changes of a record, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn history(
    conn: &mut PgConnection,
    subject: &str,
    id: i64,
    limit: i64,
) -> Result<Vec<ChangeRow>, sqlx::Error> {
    sqlx::query_as!(
        ChangeRow,
        r#"select id, at, act,
                  coalesce((select nullif(u.name, '') from users u where u.id = actor_user_id), actor_name) as "by!",
                  data_before as before, data_after as after
           from audit_entry where subject_type = $1 and subject_id = $2 order by id desc limit $3"#,
        subject,
        id,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Deletes the row of a record; what still needs it keeps it.
///
/// # Errors
/// When something needs it.
pub async fn delete(conn: &mut PgConnection, kind: &str, id: i64) -> Result<(), sqlx::Error> {
    let done = match kind {
        "topic" => sqlx::query!("delete from topic where id = $1", id).execute(conn).await,
        "language" => sqlx::query!("delete from course_language where id = $1", id).execute(conn).await,
        "platform" => sqlx::query!("delete from platform where id = $1", id).execute(conn).await,
        "course" => sqlx::query!("delete from course where id = $1", id).execute(conn).await,
        "program" => sqlx::query!("delete from program where id = $1", id).execute(conn).await,
        "course_run" => sqlx::query!("delete from course_run where id = $1", id).execute(conn).await,
        "program_run" => sqlx::query!("delete from program_run where id = $1", id).execute(conn).await,
        "group" => sqlx::query!("delete from user_group where id = $1", id).execute(conn).await,
        snippet => sqlx::query!("delete from snippet where id = $1 and kind = $2", id, snippet).execute(conn).await,
    };
    done.map(drop)
}
