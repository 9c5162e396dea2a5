//! `platform`.

use crate::model::Platform;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::PlatformId;

/// All platforms, by name.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Platform>, sqlx::Error> {
    sqlx::query_as!(Platform, r#"select id as "id: PlatformId", name, enable_sync from platform order by lower(name)"#)
        .fetch_all(conn)
        .await
}

/// A platform by name, whatever the letter case.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<Platform>, sqlx::Error> {
    sqlx::query_as!(
        Platform,
        r#"select id as "id: PlatformId", name, enable_sync from platform where lower(name) = lower($1)"#,
        name,
    )
    .fetch_optional(conn)
    .await
}

/// None when a platform of that name exists already.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    name: &str,
    enable_sync: bool,
    now: OffsetDateTime,
) -> Result<Option<Platform>, sqlx::Error> {
    sqlx::query_as!(
        Platform,
        r#"insert into platform (name, enable_sync, created_at, updated_at) values ($1, $2, $3, $3)
           on conflict do nothing returning id as "id: PlatformId", name, enable_sync"#,
        name,
        enable_sync,
        now,
    )
    .fetch_optional(conn)
    .await
}
