//! `session`.

use crate::session::SignedInSession;
use sqlx::{PgConnection, postgres::types::PgInterval};
use time::{Duration, OffsetDateTime};
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

#[derive(Debug)]
pub(crate) struct SessionRow {
    pub data: serde_json::Value,
    pub expires_at: OffsetDateTime,
}

pub(crate) async fn insert_browser(
    conn: &mut PgConnection,
    id_hash: &[u8],
    owner: Option<SignedInSession>,
    data: &serde_json::Value,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into session (id_hash, user_id, auth_epoch, data, created_at, expires_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        id_hash, owner.map(|o| o.user_id.0), owner.map(|o| o.auth_epoch), data, now, expires_at,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn insert_internal(
    tx: &mut Tx,
    id_hash: &[u8],
    owner: SignedInSession,
    data: &serde_json::Value,
    lives: Duration,
) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!(
        "insert into session (id_hash, user_id, auth_epoch, kind, data, created_at, expires_at) values ($1, $2, $3, 'internal', $4, $5, $6)",
        id_hash, owner.user_id.0, owner.auth_epoch, data, now, now + lives,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Writes a session that exists; an internal one does not live longer for it, and none longer than `absolute`.
pub(crate) async fn update(
    conn: &mut PgConnection,
    id_hash: &[u8],
    owner: Option<SignedInSession>,
    data: &serde_json::Value,
    expires_at: OffsetDateTime,
    absolute: Duration,
) -> Result<(), sqlx::Error> {
    let absolute = PgInterval {
        months: 0,
        days: 0,
        microseconds: i64::try_from(absolute.whole_microseconds()).unwrap_or(i64::MAX),
    };
    sqlx::query!(
        "update session set user_id = $2, auth_epoch = $3, data = $4,
             expires_at = case kind when 'internal' then expires_at else least($5, created_at + $6) end
         where id_hash = $1",
        id_hash,
        owner.map(|o| o.user_id.0),
        owner.map(|o| o.auth_epoch),
        data,
        expires_at,
        absolute,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(crate) async fn find(
    conn: &mut PgConnection,
    id_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as!(
        SessionRow,
        "select data, expires_at from session where id_hash = $1 and expires_at > $2",
        id_hash,
        now
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn delete(conn: &mut PgConnection, id_hash: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from session where id_hash = $1", id_hash).execute(conn).await.map(drop)
}

pub(crate) async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from session where user_id = $1", user.0).execute(&mut **tx).await?.rows_affected())
}

pub(crate) async fn purge(conn: &mut PgConnection, now: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from session where expires_at <= $1", now).execute(conn).await?.rows_affected())
}
