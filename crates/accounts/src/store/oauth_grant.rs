//! `oauth_grant`: authorization codes.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

#[derive(Debug)]
pub(crate) struct GrantRow {
    pub id: i64,
    pub application_id: i64,
    pub user_id: UserId,
    pub redirect_uri: String,
    pub scopes: Vec<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
    pub family: Uuid,
    pub expires_at: OffsetDateTime,
    pub used_at: Option<OffsetDateTime>,
}

/// A code to be stored.
#[derive(Debug)]
pub(crate) struct NewGrant<'a> {
    pub code_hash: [u8; 32],
    pub application_id: i64,
    pub user_id: UserId,
    pub redirect_uri: &'a str,
    pub scopes: &'a [String],
    pub code_challenge: Option<&'a str>,
    pub code_challenge_method: Option<&'a str>,
    pub expires_at: OffsetDateTime,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewGrant<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into oauth_grant (code_hash, application_id, user_id, redirect_uri, scopes, code_challenge, code_challenge_method, family, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &new.code_hash, new.application_id, new.user_id.0, new.redirect_uri, new.scopes, new.code_challenge, new.code_challenge_method, Uuid::new_v4(), new.expires_at,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn lock(tx: &mut Tx, code_hash: &[u8]) -> Result<Option<GrantRow>, sqlx::Error> {
    sqlx::query_as!(
        GrantRow,
        r#"select id, application_id, user_id as "user_id: UserId", redirect_uri, scopes, code_challenge, code_challenge_method, family, expires_at, used_at
           from oauth_grant where code_hash = $1 for update"#,
        code_hash,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn use_up(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update oauth_grant set used_at = $2 where id = $1", id, now).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn purge(conn: &mut PgConnection, ended_before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!("delete from oauth_grant where expires_at < $1", ended_before).execute(conn).await?.rows_affected())
}
