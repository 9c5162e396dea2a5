//! `topic`.

use crate::model::Topic;
use sqlx::PgConnection;
use xpro_kernel::TopicId;

/// All topics, by name.
///
/// # Errors
/// When the database refuses.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Topic>, sqlx::Error> {
    sqlx::query_as!(
        Topic,
        r#"select id as "id: TopicId", name, parent_id as "parent_id: TopicId" from topic order by name"#
    )
    .fetch_all(conn)
    .await
}

/// A topic by its exact name.
///
/// # Errors
/// When the database refuses.
pub async fn find_by_name(conn: &mut PgConnection, name: &str) -> Result<Option<Topic>, sqlx::Error> {
    sqlx::query_as!(
        Topic,
        r#"select id as "id: TopicId", name, parent_id as "parent_id: TopicId" from topic where name = $1"#,
        name,
    )
    .fetch_optional(conn)
    .await
}

/// None when a topic of that name exists already.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    name: &str,
    parent_id: Option<TopicId>,
) -> Result<Option<Topic>, sqlx::Error> {
    sqlx::query_as!(
        Topic,
        r#"insert into topic (name, parent_id) values ($1, $2)
           on conflict do nothing returning id as "id: TopicId", name, parent_id as "parent_id: TopicId""#,
        name,
        parent_id as Option<TopicId>,
    )
    .fetch_optional(conn)
    .await
}
