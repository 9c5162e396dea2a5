//! `users` and `user_permission`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{Email, Learner, Staff, UserId};
use xpro_platform::db::Tx;

/// What signing in needs to know of a person.
#[derive(Debug, Clone)]
pub(crate) struct UserRow {
    pub id: UserId,
    pub username: String,
    pub email: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub is_active: bool,
    pub compliance_status: String,
    pub auth_epoch: i32,
    pub deactivated_at: Option<OffsetDateTime>,
    pub retired_at: Option<OffsetDateTime>,
}

pub(crate) async fn find_by_email(conn: &mut PgConnection, email: &Email) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        r#"select id as "id: UserId", username, email, name, password_hash, is_active, compliance_status, auth_epoch, deactivated_at, retired_at
           from users where lower(email) = $1"#,
        email.as_str(),
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        r#"select id as "id: UserId", username, email, name, password_hash, is_active, compliance_status, auth_epoch, deactivated_at, retired_at
           from users where id = $1"#,
        id.0,
    )
    .fetch_optional(conn)
    .await
}

pub(crate) async fn lock(tx: &mut Tx, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        r#"select id as "id: UserId", username, email, name, password_hash, is_active, compliance_status, auth_epoch, deactivated_at, retired_at
           from users where id = $1 for update"#,
        id.0,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// What the person's own record shows.
#[derive(Debug)]
pub(crate) struct RecordRow {
    pub username: String,
    pub email: String,
    pub name: String,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
}

pub(crate) async fn find_record(conn: &mut PgConnection, id: UserId) -> Result<Option<RecordRow>, sqlx::Error> {
    sqlx::query_as!(RecordRow, "select username, email, name, created_at, updated_at from users where id = $1", id.0)
        .fetch_optional(conn)
        .await
}

pub(crate) async fn email_is_taken(conn: &mut PgConnection, email: &Email) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select 1 from users where lower(email) = $1) as "taken!""#, email.as_str())
        .fetch_one(conn)
        .await
}

/// Inserts an inactive person; none when the username or the e-mail address is taken.
pub(crate) async fn insert(
    tx: &mut Tx,
    username: &str,
    email: &Email,
    name: &str,
    password_hash: Option<&str>,
) -> Result<Option<UserId>, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        r#"insert into users (username, email, name, password_hash, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
           on conflict do nothing returning id as "id: UserId""#,
        username, email.as_str(), name, password_hash, now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The highest number between `from` and `to` that stands behind `base` in somebody's username. `base` holds letters,
/// digits and hyphens only, so it needs no escaping in the pattern.
pub(crate) async fn highest_suffix(
    conn: &mut PgConnection,
    base: &str,
    from: i64,
    to: i64,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "select max(number) from (
             select substr(username, length($1) + 1)::bigint as number from users
             where username like $1 || '%' and substr(username, length($1) + 1) ~ '^[1-9][0-9]{0,8}$'
         ) numbers where number between $2 and $3",
        base,
        from,
        to,
    )
    .fetch_one(conn)
    .await
}

pub(crate) async fn activate(tx: &mut Tx, id: UserId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update users set is_active = true, updated_at = $2 where id = $1", id.0, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn note_login(tx: &mut Tx, id: UserId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update users set last_login = $2 where id = $1", id.0, now).execute(&mut **tx).await.map(drop)
}

/// Replaces the hash of the same password by one of the present kind; sessions go on.
pub(crate) async fn rehash(tx: &mut Tx, id: UserId, password_hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $2 where id = $1", id.0, password_hash)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Sets a new password, which ends every session; returns the new epoch.
pub(crate) async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str) -> Result<i32, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "update users set password_hash = $2, auth_epoch = auth_epoch + 1, updated_at = $3 where id = $1 returning auth_epoch",
        id.0, password_hash, now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Sets a new address, which ends every session; returns the new epoch.
pub(crate) async fn set_email(tx: &mut Tx, id: UserId, email: &Email) -> Result<i32, sqlx::Error> {
    let now = tx.now();
    sqlx::query_scalar!(
        "update users set email = $2, auth_epoch = auth_epoch + 1, updated_at = $3 where id = $1 returning auth_epoch",
        id.0,
        email.as_str(),
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn set_name(tx: &mut Tx, id: UserId, name: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update users set name = $2, updated_at = $3 where id = $1", id.0, name, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn set_username(tx: &mut Tx, id: UserId, username: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update users set username = $2, updated_at = $3 where id = $1", id.0, username, now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn touch(tx: &mut Tx, id: UserId) -> Result<(), sqlx::Error> {
    let now = tx.now();
    sqlx::query!("update users set updated_at = $2 where id = $1", id.0, now).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn find_active_epoch(conn: &mut PgConnection, id: UserId) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar!("select auth_epoch from users where id = $1 and is_active and retired_at is null", id.0)
        .fetch_optional(conn)
        .await
}

struct LearnerRow {
    id: UserId,
    username: String,
    email: String,
    name: String,
}

impl LearnerRow {
    fn into_learner(self) -> Result<Learner, sqlx::Error> {
        let email = self.email.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
        Ok(Learner { id: self.id, username: self.username, email, name: self.name })
    }
}

pub(crate) async fn find_learner(
    conn: &mut PgConnection,
    id: UserId,
    auth_epoch: i32,
) -> Result<Option<Learner>, sqlx::Error> {
    let row = sqlx::query_as!(
        LearnerRow,
        r#"select id as "id: UserId", username, email, name from users where id = $1 and auth_epoch = $2 and is_active and retired_at is null"#,
        id.0, auth_epoch,
    )
    .fetch_optional(conn)
    .await?;
    row.map(LearnerRow::into_learner).transpose()
}

/// An active person, whatever their sessions.
pub(crate) async fn find_active(conn: &mut PgConnection, id: UserId) -> Result<Option<Learner>, sqlx::Error> {
    let row = sqlx::query_as!(
        LearnerRow,
        r#"select id as "id: UserId", username, email, name from users where id = $1 and is_active and retired_at is null"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(LearnerRow::into_learner).transpose()
}

pub(crate) async fn find_staff(
    conn: &mut PgConnection,
    id: UserId,
    auth_epoch: i32,
) -> Result<Option<Staff>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select u.id as "id: UserId", u.username, u.email, u.name, u.is_superuser,
               array(select p.permission from user_permission p where p.user_id = u.id order by p.permission) as "permissions!"
           from users u where u.id = $1 and u.auth_epoch = $2 and u.is_staff and u.is_active and u.retired_at is null"#,
        id.0, auth_epoch,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let person = LearnerRow { id: row.id, username: row.username, email: row.email, name: row.name }.into_learner()?;
    Ok(Some(Staff { person, is_superuser: row.is_superuser, permissions: row.permissions }))
}

pub(crate) async fn grant(tx: &mut Tx, id: UserId, permission: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into user_permission (user_id, permission) values ($1, $2) on conflict do nothing",
        id.0,
        permission
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}
