//! `oauth_token`: an access token with its refresh token, if it has one.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;
use xpro_kernel::UserId;
use xpro_platform::db::Tx;

#[derive(Debug)]
pub(crate) struct TokenRow {
    pub id: i64,
    pub application_id: i64,
    pub user_id: UserId,
    pub family: Uuid,
    pub scopes: Vec<String>,
    pub refresh_expires: Option<OffsetDateTime>,
    pub revoked_at: Option<OffsetDateTime>,
}

/// A pair to be stored.
#[derive(Debug)]
pub(crate) struct NewToken<'a> {
    pub application_id: i64,
    pub user_id: UserId,
    pub access_hash: [u8; 32],
    pub access_expires: OffsetDateTime,
    pub refresh: Option<([u8; 32], OffsetDateTime)>,
    pub family: Uuid,
    pub scopes: &'a [String],
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewToken<'_>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    let (refresh_hash, refresh_expires) = new.refresh.unzip();
    sqlx::query!(
        "insert into oauth_token (application_id, user_id, access_hash, access_expires, refresh_hash, refresh_expires, family, scopes, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.application_id, new.user_id.0, &new.access_hash, new.access_expires, refresh_hash.as_ref().map(<[u8; 32]>::as_slice), refresh_expires, new.family, new.scopes, now,
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The holder and scopes of an access token that is valid at `now`.
pub(crate) async fn find_bearer(
    conn: &mut PgConnection,
    access_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<(UserId, Vec<String>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select user_id as "user_id: UserId", scopes from oauth_token where access_hash = $1 and access_expires > $2 and revoked_at is null"#,
        access_hash, now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.user_id, row.scopes)))
}

/// Whether this application holds a valid token of this person for all of `scopes`.
pub(crate) async fn is_granted(
    conn: &mut PgConnection,
    application_id: i64,
    user: UserId,
    scopes: &[String],
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from oauth_token
           where user_id = $1 and application_id = $2 and scopes @> $3 and access_expires > $4 and revoked_at is null) as "granted!""#,
        user.0, application_id, scopes, now,
    )
    .fetch_one(conn)
    .await
}

pub(crate) async fn find_family(conn: &mut PgConnection, refresh_hash: &[u8]) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select family from oauth_token where refresh_hash = $1", refresh_hash)
        .fetch_optional(conn)
        .await
}

/// Lets one transaction at a time add to or revoke a family: a lock on its rows would not hold up a new one.
pub(crate) async fn lock_family(tx: &mut Tx, family: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::text, 0))", family.to_string())
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn lock_by_refresh(tx: &mut Tx, refresh_hash: &[u8]) -> Result<Option<TokenRow>, sqlx::Error> {
    sqlx::query_as!(
        TokenRow,
        r#"select id, application_id, user_id as "user_id: UserId", family, scopes, refresh_expires, revoked_at
           from oauth_token where refresh_hash = $1 for update"#,
        refresh_hash,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The pair that either token belongs to.
pub(crate) async fn lock_by_any(tx: &mut Tx, hash: &[u8]) -> Result<Option<TokenRow>, sqlx::Error> {
    sqlx::query_as!(
        TokenRow,
        r#"select id, application_id, user_id as "user_id: UserId", family, scopes, refresh_expires, revoked_at
           from oauth_token where refresh_hash = $1 or access_hash = $1 for update"#,
        hash,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn revoke(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update oauth_token set revoked_at = $2 where id = $1 and revoked_at is null", id, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn revoke_family(tx: &mut Tx, family: Uuid) -> Result<u64, sqlx::Error> {
    let now = tx.now();
    Ok(sqlx::query!("update oauth_token set revoked_at = $2 where family = $1 and revoked_at is null", family, now)
        .execute(&mut **tx)
        .await?
        .rows_affected())
}

/// Deletes pairs that were revoked, or whose tokens all ended, before `ended_before`.
pub(crate) async fn purge(conn: &mut PgConnection, ended_before: OffsetDateTime) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query!(
        "delete from oauth_token where revoked_at < $1 or greatest(access_expires, refresh_expires) < $1",
        ended_before,
    )
    .execute(conn)
    .await?
    .rows_affected())
}
