//! `topic`, `course_language` and `platform`, as the Studio changes them.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// Name and parent of a topic.
///
/// # Errors
/// When the database refuses.
pub async fn topic(conn: &mut PgConnection, id: i64) -> Result<Option<(String, Option<i64>)>, sqlx::Error> {
    let row = sqlx::query!("select name, parent_id from topic where id = $1", id).fetch_optional(conn).await?;
    Ok(row.map(|row| (row.name, row.parent_id)))
}

/// Whether topics stand below this one.
///
/// # Errors
/// When the database refuses.
pub async fn has_topics_below(conn: &mut PgConnection, id: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists(select 1 from topic where parent_id = $1) as "found!""#, id)
        .fetch_one(conn)
        .await
}

/// Adds or changes a topic.
///
/// # Errors
/// When the name is taken.
pub async fn put_topic(
    conn: &mut PgConnection,
    id: Option<i64>,
    name: &str,
    parent: Option<i64>,
) -> Result<i64, sqlx::Error> {
    match id {
        Some(id) => {
            sqlx::query!("update topic set name = $2, parent_id = $3 where id = $1", id, name, parent)
                .execute(conn)
                .await?;
            Ok(id)
        }
        None => {
            sqlx::query_scalar!("insert into topic (name, parent_id) values ($1, $2) returning id", name, parent)
                .fetch_one(conn)
                .await
        }
    }
}

/// A language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageRow {
    /// English name.
    pub name: String,
    /// Tag.
    pub bcp47: String,
    /// Lower comes first.
    pub priority: Option<i16>,
    /// Offered as a filter.
    pub is_active: bool,
}

/// A language by key.
///
/// # Errors
/// When the database refuses.
pub async fn language(conn: &mut PgConnection, id: i64) -> Result<Option<LanguageRow>, sqlx::Error> {
    sqlx::query_as!(LanguageRow, "select name, bcp47, priority, is_active from course_language where id = $1", id)
        .fetch_optional(conn)
        .await
}

/// Adds or changes a language.
///
/// # Errors
/// When the name is taken.
pub async fn put_language(conn: &mut PgConnection, id: Option<i64>, row: &LanguageRow) -> Result<i64, sqlx::Error> {
    match id {
        Some(id) => {
            sqlx::query!(
                "update course_language set name = $2, bcp47 = $3, priority = $4, is_active = $5 where id = $1",
                id,
                row.name,
                row.bcp47,
                row.priority,
                row.is_active
            )
            .execute(conn)
            .await?;
            Ok(id)
        }
        None => {
            sqlx::query_scalar!(
                "insert into course_language (name, bcp47, priority, is_active) values ($1, $2, $3, $4) returning id",
                row.name,
                row.bcp47,
                row.priority,
                row.is_active
            )
            .fetch_one(conn)
            .await
        }
    }
}

/// Name of a platform, and whether it is kept in step with its feed.
///
/// # Errors
/// When the database refuses.
pub async fn platform(conn: &mut PgConnection, id: i64) -> Result<Option<(String, bool)>, sqlx::Error> {
    let row = sqlx::query!("select name, enable_sync from platform where id = $1", id).fetch_optional(conn).await?;
    Ok(row.map(|row| (row.name, row.enable_sync)))
}

/// Adds or changes a platform.
///
/// # Errors
/// When the name is taken.
pub async fn put_platform(
    conn: &mut PgConnection,
    id: Option<i64>,
    (name, enable_sync): (&str, bool),
    now: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    match id {
        Some(id) => {
            sqlx::query!(
                "update platform set name = $2, enable_sync = $3, updated_at = $4 where id = $1",
                id,
                name,
                enable_sync,
                now
            )
            .execute(conn)
            .await?;
            Ok(id)
        }
        None => {
            sqlx::query_scalar!(
                "insert into platform (name, enable_sync, created_at, updated_at) values ($1, $2, $3, $3) returning id",
                name,
                enable_sync,
                now
            )
            .fetch_one(conn)
            .await
        }
    }
}
