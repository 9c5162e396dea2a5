//! `api_token`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;

/// A token as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Key.
    pub id: i64,
    /// The part of the token that is no secret.
    pub key: String,
    /// What it is for.
    pub name: String,
    /// In whose name it acts.
    pub owner_name: String,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// Who made it.
    pub created_by_name: String,
    /// Made.
    pub created_at: OffsetDateTime,
    /// Ends.
    pub expires_at: Option<OffsetDateTime>,
    /// Last used, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// Ended by somebody.
    pub revoked_at: Option<OffsetDateTime>,
}

pub(in crate::content_api) struct NewRow<'a> {
    pub key: &'a str,
    pub secret_hash: &'a [u8],
    pub name: &'a str,
    pub owner: UserId,
    pub scopes: &'a [String],
    pub created_by: UserId,
    pub expires_at: Option<OffsetDateTime>,
}

pub(in crate::content_api) struct Known {
    pub id: i64,
    pub secret_hash: Vec<u8>,
    pub owner_id: UserId,
    pub scopes: Vec<String>,
    pub expires_at: Option<OffsetDateTime>,
    pub last_used_at: Option<OffsetDateTime>,
}

pub(in crate::content_api) async fn insert(
    conn: &mut PgConnection,
    new: NewRow<'_>,
    now: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into api_token (key, secret_hash, name, owner_id, scopes, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        new.key,
        new.secret_hash,
        new.name,
        new.owner.0,
        new.scopes,
        new.created_by.0,
        now,
        new.expires_at
    )
    .fetch_one(conn)
    .await
}

/// A token that was not revoked.
pub(in crate::content_api) async fn find(conn: &mut PgConnection, key: &str) -> Result<Option<Known>, sqlx::Error> {
    sqlx::query_as!(
        Known,
        r#"select id, secret_hash, owner_id as "owner_id: UserId", scopes, expires_at, last_used_at
           from api_token where key = $1 and revoked_at is null"#,
        key
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::content_api) async fn note_use(
    conn: &mut PgConnection,
    id: i64,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update api_token set last_used_at = $2 where id = $1", id, now).execute(conn).await.map(drop)
}

/// Whether there was something to end.
pub(in crate::content_api) async fn revoke(
    conn: &mut PgConnection,
    id: i64,
    by: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update api_token set revoked_at = $3, revoked_by = $2 where id = $1 and revoked_at is null",
        id,
        by.0,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() > 0)
}

pub(in crate::content_api) async fn list(conn: &mut PgConnection) -> Result<Vec<TokenRow>, sqlx::Error> {
    sqlx::query_as!(
        TokenRow,
        r#"select t.id, t.key, t.name, coalesce(nullif(o.name, ''), o.username) as "owner_name!", t.scopes,
                  coalesce(nullif(c.name, ''), c.username, '') as "created_by_name!", t.created_at, t.expires_at, t.last_used_at, t.revoked_at
           from api_token t join users o on o.id = t.owner_id left join users c on c.id = t.created_by
           order by t.revoked_at is not null, t.id desc limit 500"#
    )
    .fetch_all(conn)
    .await
}

/// A member of staff with this address, and whether they are a superuser.
pub(in crate::content_api) async fn find_owner(
    conn: &mut PgConnection,
    email: &str,
) -> Result<Option<(UserId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: UserId", is_superuser from users where lower(email) = lower($1) and is_active and is_staff and retired_at is null"#,
        email
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.is_superuser)))
}
