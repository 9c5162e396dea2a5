//! `courseware_user` and `openedx_auth`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

pub(crate) async fn exists(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from courseware_user where user_id = $1) as "exists!""#, user.0)
        .fetch_one(conn)
        .await
}

pub(crate) async fn insert(tx: &mut Tx, user: UserId) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let done = sqlx::query!(
        "insert into courseware_user (user_id, created_at, updated_at) values ($1, $2, $2) on conflict do nothing",
        user.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Drops the note of an account, and the token with it; `false` when there was none.
pub(crate) async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, sqlx::Error> {
    delete_auth(tx, user).await?;
    let done = sqlx::query!("delete from courseware_user where user_id = $1", user.0).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Active people without an Open edX account or token (courseware.md 1.12), with what they lack.
pub(crate) async fn list_faulty(
    conn: &mut PgConnection,
    older_than: OffsetDateTime,
) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select u.id as "id: UserId" from users u
           where u.is_active and u.created_at < $1
             and (not exists (select 1 from courseware_user c where c.user_id = u.id) or not exists (select 1 from openedx_auth a where a.user_id = u.id))
           order by u.id limit 1000"#,
        older_than,
    )
    .fetch_all(conn)
    .await
}

/// A stored token pair.
#[derive(Debug)]
pub(crate) struct AuthRow {
    pub access_token: Option<String>,
    pub refresh_token: String,
    pub access_token_expires_at: Option<OffsetDateTime>,
}

pub(crate) async fn find_auth(conn: &mut PgConnection, user: UserId) -> Result<Option<AuthRow>, sqlx::Error> {
    sqlx::query_as!(
        AuthRow,
        "select access_token, refresh_token, access_token_expires_at from openedx_auth where user_id = $1",
        user.0
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn upsert_auth(
    tx: &mut Tx,
    user: UserId,
    access: &str,
    refresh: &str,
    expires_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into openedx_auth (user_id, refresh_token, access_token, access_token_expires_at, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (user_id) do update set refresh_token = $2, access_token = $3, access_token_expires_at = $4, updated_at = $5",
        user.0, refresh, access, expires_at, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn delete_auth(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from openedx_auth where user_id = $1", user.0).execute(&mut **tx).await.map(drop)
}
