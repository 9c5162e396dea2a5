//! `saved_view`.

use crate::saved_view::{SavedView, SavedViewId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;

/// A person's lists, by name.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection, user: UserId) -> Result<Vec<SavedView>, sqlx::Error> {
    sqlx::query_as!(
        SavedView,
        r#"select id as "id: SavedViewId", name, query from saved_view where user_id = $1 order by lower(name)"#,
        user.0
    )
    .fetch_all(conn)
    .await
}

/// Keeps a list; one of this name is overwritten.
///
/// # Errors
/// When the database refuses.
pub async fn upsert(
    conn: &mut PgConnection,
    user: UserId,
    (name, query): (&str, &str),
    now: OffsetDateTime,
) -> Result<SavedViewId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into saved_view (user_id, name, query, created_at, updated_at) values ($1, $2, $3, $4, $4)
           on conflict (user_id, lower(name)) do update set name = excluded.name, query = excluded.query, updated_at = excluded.updated_at
           returning id as "id: SavedViewId""#,
        user.0,
        name,
        query,
        now
    )
    .fetch_one(conn)
    .await
}

/// Forgets a list of this person; false when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn delete(conn: &mut PgConnection, user: UserId, id: SavedViewId) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query!("delete from saved_view where id = $1 and user_id = $2", id.0, user.0).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}
