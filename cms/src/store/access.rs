//! `user_group`, its members and grants.

use crate::access::{GroupId, Permission};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// A group with its site-wide permissions.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Key.
    pub id: GroupId,
    /// Such as `content.access`.
    pub permissions: Vec<String>,
    /// Tasks of workflows that its members may approve.
    pub tasks: Vec<i64>,
}

/// A permission on a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The branch.
    pub tree_path: String,
    /// Only pages of this kind.
    pub kind: Option<String>,
    /// What is granted.
    pub permission: Permission,
}

impl Grant {
    /// Whether it is about pages of this kind.
    pub fn is_for_kind(&self, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|only| only == kind)
    }
}

/// The groups of a person.
///
/// # Errors
/// When the database refuses.
pub async fn groups_of(conn: &mut PgConnection, user: UserId) -> Result<Vec<GroupRow>, sqlx::Error> {
    sqlx::query_as!(
        GroupRow,
        r#"select m.group_id as "id: GroupId",
                  array(select permission from user_group_permission p where p.group_id = m.group_id order by 1) as "permissions!",
                  array(select task_id from workflow_task_group t where t.group_id = m.group_id order by 1) as "tasks!"
           from user_group_member m where m.user_id = $1 order by m.group_id"#,
        user.0
    )
    .fetch_all(conn)
    .await
}

/// What the groups of a person grant on pages.
///
/// # Errors
/// When the database refuses.
pub async fn grants_of(conn: &mut PgConnection, user: UserId) -> Result<Vec<Grant>, sqlx::Error> {
    let rows = sqlx::query!(
        "select p.tree_path, g.kind, g.permission
         from page_grant g join user_group_member m on m.group_id = g.group_id join page p on p.id = g.page_id
         where m.user_id = $1 and p.trash_id is null order by p.tree_path",
        user.0
    )
    .fetch_all(conn)
    .await?;
    let grant = |row: (String, Option<String>, String)| {
        Permission::from_name(&row.2).map(|permission| Grant { tree_path: row.0, kind: row.1, permission })
    };
    Ok(rows.into_iter().filter_map(|row| grant((row.tree_path, row.kind, row.permission))).collect())
}

/// The group of this name.
///
/// # Errors
/// When the database refuses.
pub async fn find_group(conn: &mut PgConnection, name: &str) -> Result<Option<GroupId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: GroupId" from user_group where lower(name) = lower($1)"#, name)
        .fetch_optional(conn)
        .await
}

/// Adds a group.
///
/// # Errors
/// When the name is taken.
pub async fn insert_group(conn: &mut PgConnection, name: &str, now: OffsetDateTime) -> Result<GroupId, sqlx::Error> {
    sqlx::query_scalar!(
        r#"insert into user_group (name, created_at) values ($1, $2) returning id as "id: GroupId""#,
        name,
        now
    )
    .fetch_one(conn)
    .await
}

/// Grants a permission on a branch.
///
/// # Errors
/// When the database refuses.
pub async fn insert_grant(
    conn: &mut PgConnection,
    group: GroupId,
    page: PageId,
    kind: Option<&str>,
    permission: Permission,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into page_grant (group_id, page_id, kind, permission) values ($1, $2, $3, $4) on conflict do nothing",
        group.0,
        page.0,
        kind,
        permission.name()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Grants a permission of the whole site.
///
/// # Errors
/// When the database refuses.
pub async fn insert_group_permission(
    conn: &mut PgConnection,
    group: GroupId,
    permission: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into user_group_permission (group_id, permission) values ($1, $2) on conflict do nothing",
        group.0,
        permission
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Puts a person into a group; false when they were in it.
///
/// # Errors
/// When there is no such group or person.
pub async fn insert_member(conn: &mut PgConnection, group: GroupId, user: UserId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into user_group_member (group_id, user_id) values ($1, $2) on conflict do nothing",
        group.0,
        user.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes a person out of a group; false when they were not in it.
///
/// # Errors
/// When the database refuses.
pub async fn delete_member(conn: &mut PgConnection, group: GroupId, user: UserId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from user_group_member where group_id = $1 and user_id = $2", group.0, user.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The person with this address. Reads the accounts' table: groups are of people.
///
/// # Errors
/// When the database refuses.
pub async fn find_user(conn: &mut PgConnection, email: &str) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: UserId" from users where lower(email) = lower($1)"#, email)
        .fetch_optional(conn)
        .await
}
