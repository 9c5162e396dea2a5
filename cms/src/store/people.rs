//! People and groups as the Studio changes them. Reads the accounts' table: groups are of people.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// What somebody may do, and who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Full name; the username when there is none.
    pub name: String,
    /// Address.
    pub email: String,
    /// May sign in.
    pub is_active: bool,
    /// Staff.
    pub is_staff: bool,
    /// May do everything.
    pub is_superuser: bool,
    /// Last sign-in.
    pub last_login: Option<OffsetDateTime>,
    /// When the account was made.
    pub created_at: OffsetDateTime,
    /// Keys of groups, in order.
    pub groups: Vec<i64>,
}

/// Somebody by key; not those who are retired.
///
/// # Errors
/// When the database refuses.
pub async fn person(conn: &mut PgConnection, id: i64) -> Result<Option<PersonRow>, sqlx::Error> {
    sqlx::query_as!(
        PersonRow,
        r#"select coalesce(nullif(name, ''), username) as "name!", email, is_active, is_staff, is_superuser, last_login, created_at,
                  array(select group_id from user_group_member where user_id = users.id order by group_id) as "groups!"
           from users where id = $1 and retired_at is null"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// Writes the two flags.
///
/// # Errors
/// When the database refuses.
pub async fn set_flags(
    conn: &mut PgConnection,
    id: i64,
    (is_staff, is_superuser): (bool, bool),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set is_staff = $2, is_superuser = $3, updated_at = $4 where id = $1",
        id,
        is_staff,
        is_superuser,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

/// How many superusers can sign in.
///
/// # Errors
/// When the database refuses.
pub async fn count_superusers(conn: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from users where is_superuser and is_active and retired_at is null"#
    )
    .fetch_one(conn)
    .await
}

/// A group with its site-wide permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupNamed {
    /// Its name.
    pub name: String,
    /// In order.
    pub permissions: Vec<String>,
}

/// A group by key.
///
/// # Errors
/// When the database refuses.
pub async fn group(conn: &mut PgConnection, id: i64) -> Result<Option<GroupNamed>, sqlx::Error> {
    sqlx::query_as!(
        GroupNamed,
        r#"select name, array(select permission from user_group_permission where group_id = $1 order by 1) as "permissions!"
           from user_group where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// A permission of a group on a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// The branch.
    pub page: i64,
    /// Only pages of this kind.
    pub kind: Option<String>,
    /// What is granted.
    pub permission: String,
}

/// What a group grants, branch by branch.
///
/// # Errors
/// When the database refuses.
pub async fn grants(conn: &mut PgConnection, id: i64) -> Result<Vec<GrantRow>, sqlx::Error> {
    sqlx::query_as!(
        GrantRow,
        "select page_id as page, kind, permission from page_grant where group_id = $1
         order by page_id, kind nulls first, permission",
        id
    )
    .fetch_all(conn)
    .await
}

/// Gives a group another name.
///
/// # Errors
/// When it is taken.
pub async fn rename_group(conn: &mut PgConnection, id: i64, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update user_group set name = $2 where id = $1", id, name).execute(conn).await.map(drop)
}

/// Takes everything from a group that it may do; its members stay.
///
/// # Errors
/// When the database refuses.
pub async fn clear_group(conn: &mut PgConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from user_group_permission where group_id = $1", id).execute(&mut *conn).await?;
    sqlx::query!("delete from page_grant where group_id = $1", id).execute(conn).await.map(drop)
}

/// All groups by name.
///
/// # Errors
/// When the database refuses.
pub async fn groups(conn: &mut PgConnection) -> Result<Vec<(i64, String)>, sqlx::Error> {
    let rows = sqlx::query!("select id, name from user_group order by lower(name)").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
