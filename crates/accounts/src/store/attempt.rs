//! `auth_attempt`: half-finished sign-ins and registrations.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

/// An attempt that can be resumed.
#[derive(Debug, Clone)]
pub(crate) struct AttemptRow {
    pub id: i64,
    pub flow: String,
    pub email: String,
    pub user_id: Option<UserId>,
    pub is_new: bool,
    pub affiliate_code: Option<String>,
    pub next_url: Option<String>,
    pub browser_hash: Option<Vec<u8>>,
}

/// An attempt to be stored.
#[derive(Debug)]
pub(crate) struct NewAttempt<'a> {
    pub token_hash: [u8; 32],
    pub flow: &'a str,
    pub email: &'a str,
    pub user_id: Option<UserId>,
    pub step: &'a str,
    pub is_new: bool,
    pub affiliate_code: Option<&'a str>,
    pub next_url: Option<&'a str>,
    pub browser_hash: Option<Vec<u8>>,
    pub expires_at: OffsetDateTime,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewAttempt<'_>) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "insert into auth_attempt (token_hash, flow, email, user_id, step, is_new, affiliate_code, next_url, browser_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
        &new.token_hash, new.flow, new.email, new.user_id.map(|u| u.0), new.step, new.is_new, new.affiliate_code, new.next_url, new.browser_hash, now, new.expires_at,
    )
    .fetch_one(&mut **tx)
    .await
}

/// The attempt with this token, if it waits for `step` at `now`.
pub(crate) async fn find(
    conn: &mut PgConnection,
    token_hash: &[u8],
    step: &str,
    now: OffsetDateTime,
) -> Result<Option<AttemptRow>, sqlx::Error> {
    sqlx::query_as!(
        AttemptRow,
        r#"select id, flow, email, user_id as "user_id: UserId", is_new, affiliate_code, next_url, browser_hash
           from auth_attempt where token_hash = $1 and step = $2 and consumed_at is null and expires_at > $3"#,
        token_hash,
        step,
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Like [`find`], locked until the transaction ends, so that a double submit waits for the first.
pub(crate) async fn lock(tx: &mut Tx, token_hash: &[u8], step: &str) -> Result<Option<AttemptRow>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_as!(
        AttemptRow,
        r#"select id, flow, email, user_id as "user_id: UserId", is_new, affiliate_code, next_url, browser_hash
           from auth_attempt where token_hash = $1 and step = $2 and consumed_at is null and expires_at > $3 for update"#,
        token_hash, step, now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The e-mail address of an attempt that was carried on already.
pub(crate) async fn find_consumed_email(
    conn: &mut PgConnection,
    token_hash: &[u8],
    step: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select email from auth_attempt where token_hash = $1 and step = $2 and consumed_at is not null",
        token_hash,
        step
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn consume(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update auth_attempt set consumed_at = $2 where id = $1", id, now).execute(&mut **tx).await.map(drop)
}

/// Ends every open attempt of a person: whoever began one did it with a password or address that no longer holds.
pub(crate) async fn consume_of_user(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update auth_attempt set consumed_at = $2 where user_id = $1 and consumed_at is null", user.0, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn purge(conn: &mut PgConnection, ended_before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from auth_attempt where expires_at < $1", ended_before)
        .execute(conn)
        .await?
        .rows_affected())
}
