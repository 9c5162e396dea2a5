//! `audit_entry` about pages.

use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, UserId};

/// Which entries are wanted.
#[derive(Debug, Clone, Copy)]
pub struct HistoryQuery<'a> {
    /// Only this act.
    pub act: Option<&'a str>,
    /// Only by this person.
    pub user: Option<UserId>,
    /// Not before.
    pub from: Option<OffsetDateTime>,
    /// Before.
    pub until: Option<OffsetDateTime>,
    /// Older than this entry.
    pub before: Option<i64>,
    /// How many.
    pub limit: i64,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// Key.
    pub id: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Which act.
    pub act: String,
    /// Who.
    pub actor_user_id: Option<UserId>,
    /// Their name, or the job's.
    pub actor_name: String,
    /// Why.
    pub note: String,
    /// Before.
    pub data_before: Option<Value>,
    /// After.
    pub data_after: Option<Value>,
}

/// The entries about a page, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    page: PageId,
    query: HistoryQuery<'_>,
) -> Result<Vec<HistoryRow>, sqlx::Error> {
    sqlx::query_as!(
        HistoryRow,
        r#"select a.id, a.at, a.act, a.actor_user_id as "actor_user_id: UserId",
                  coalesce(nullif(u.name, ''), a.actor_name) as "actor_name!", a.note, a.data_before, a.data_after
           from audit_entry a left join users u on u.id = a.actor_user_id
           where a.subject_type = 'page' and a.subject_id = $1
             and ($2::text is null or a.act = $2) and ($3::bigint is null or a.actor_user_id = $3)
             and ($4::timestamptz is null or a.at >= $4) and ($5::timestamptz is null or a.at < $5)
             and ($6::bigint is null or a.id < $6)
           order by a.id desc limit $7"#,
        page.0,
        query.act,
        query.user.map(|id| id.0),
        query.from,
        query.until,
        query.before,
        query.limit
    )
    .fetch_all(conn)
    .await
}
