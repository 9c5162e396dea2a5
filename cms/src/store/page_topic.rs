//! `page_topic`: what published pages are filed under.

use sqlx::PgConnection;
use xpro_kernel::{PageId, TopicId};

/// Replaces a page's topics; ones that no longer exist are left out.
///
/// # Errors
/// When the database refuses.
pub async fn replace(conn: &mut PgConnection, page: PageId, topics: &[TopicId]) -> Result<(), sqlx::Error> {
    let topics: Vec<i64> = topics.iter().map(|topic| topic.0).collect();
    sqlx::query!("delete from page_topic where page_id = $1", page.0).execute(&mut *conn).await?;
    // Reads the catalogue's table: a document may name a topic that was deleted since.
    sqlx::query!(
        "insert into page_topic (page_id, topic_id) select $1, id from topic where id = any($2)",
        page.0,
        &topics
    )
    .execute(conn)
    .await
    .map(drop)
}
