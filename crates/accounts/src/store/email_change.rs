//! `email_change`: requests to use another address, confirmed by a code mailed there.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Email, UserId};
use xpro_platform::db::Tx;

#[derive(Debug)]
pub(crate) struct EmailChangeRow {
    pub id: i64,
    pub user_id: UserId,
    pub new_email: String,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    user: UserId,
    new_email: &Email,
    code_hash: &[u8],
    expires_at: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "insert into email_change (user_id, new_email, code_hash, created_at, expires_at) values ($1, $2, $3, $4, $5) returning id",
        user.0, new_email.as_str(), code_hash, now, expires_at,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn count_open(tx: &mut Tx, user: UserId) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(r#"select count(*) as "count!" from email_change where user_id = $1 and confirmed_at is null and expires_at > $2"#, user.0, now)
        .fetch_one(&mut **tx)
        .await
}

pub(crate) async fn lock_open(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<EmailChangeRow>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_as!(
        EmailChangeRow,
        r#"select id, user_id as "user_id: UserId", new_email from email_change
           where code_hash = $1 and confirmed_at is null and expires_at > $2 for update"#,
        code_hash,
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn confirm(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update email_change set confirmed_at = $2 where id = $1", id, now).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn purge(conn: &mut PgConnection, ended_before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from email_change where expires_at < $1", ended_before)
        .execute(conn)
        .await?
        .rows_affected())
}
