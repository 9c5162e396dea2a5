//! `password_reset`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

pub(crate) async fn insert(
    tx: &mut Tx,
    user: UserId,
    token_hash: &[u8],
    auth_epoch: i32,
    expires_at: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "insert into password_reset (user_id, token_hash, auth_epoch, created_at, expires_at) values ($1, $2, $3, $4, $5) returning id",
        user.0, token_hash, auth_epoch, now, expires_at,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether the token would be accepted now; the epoch in which it was issued must be the present one.
pub(crate) async fn is_open(
    conn: &mut PgConnection,
    user: UserId,
    token_hash: &[u8],
    auth_epoch: i32,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from password_reset
           where user_id = $1 and token_hash = $2 and auth_epoch = $3 and used_at is null and expires_at > $4) as "open!""#,
        user.0, token_hash, auth_epoch, now,
    )
    .fetch_one(conn)
    .await
}

/// Closes every open token of this person: after a sign-in, a reset, a change of password or address.
pub(crate) async fn close_all(tx: &mut Tx, user: UserId) -> Result<u64, sqlx::Error> {
    let now = tx.now();
    Ok(sqlx::query!("update password_reset set used_at = $2 where user_id = $1 and used_at is null", user.0, now)
        .execute(&mut **tx)
        .await?
        .rows_affected())
}

pub(crate) async fn purge(conn: &mut PgConnection, ended_before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from password_reset where expires_at < $1", ended_before)
        .execute(conn)
        .await?
        .rows_affected())
}
