//! `page_presence`.

use crate::collaboration::presence::{Beat, Present};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::UserId;

/// A row of the answer: the page's newest text, and one other tab when there is any.
#[derive(Debug)]
pub struct Seen {
    /// Counts what was written on the page.
    pub version: i64,
    /// Who wrote last.
    pub saved_by: Option<UserId>,
    /// Their name; empty for commands.
    pub saved_by_name: String,
    /// When.
    pub saved_at: OffsetDateTime,
    /// Another tab.
    pub other: Option<Present>,
}

/// Notes that a tab is there, forgets tabs that fell silent, and tells what is new: one statement.
///
/// # Errors
/// When the database refuses.
pub async fn beat(
    conn: &mut PgConnection,
    user: UserId,
    beat: Beat<'_>,
    now: OffsetDateTime,
    silent_since: OffsetDateTime,
) -> Result<Vec<Seen>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with me as (
               insert into page_presence (user_id, tab, page_id, is_dirty, since, seen_at) values ($1, $2, $3, $4, $5, $5)
               on conflict (user_id, tab) do update
               set page_id = excluded.page_id, is_dirty = excluded.is_dirty, seen_at = excluded.seen_at,
                   since = case when page_presence.page_id = excluded.page_id then page_presence.since else excluded.since end
           ), gone as (
               delete from page_presence where seen_at < $6 and (user_id, tab) <> ($1, $2)
           )
           select r.version, r.created_by as "saved_by: UserId", coalesce(nullif(w.name, ''), w.username, '') as "saved_by_name!",
                  r.updated_at as saved_at, o.user_id as "user_id?: UserId", coalesce(nullif(u.name, ''), u.username, '') as "name!",
                  o.is_dirty as "is_dirty?", o.since as "since?"
           from page p
           join page_revision r on r.id = p.latest_revision_id
           left join users w on w.id = r.created_by
           left join page_presence o on o.page_id = p.id and o.seen_at >= $6 and (o.user_id, o.tab) <> ($1, $2)
           left join users u on u.id = o.user_id
           where p.id = $3
           order by o.since, o.user_id limit 100"#,
        user.0,
        beat.tab,
        beat.page.0,
        beat.is_dirty,
        now,
        silent_since
    )
    .fetch_all(conn)
    .await?;
    let seen = rows.into_iter().map(|row| Seen {
        version: row.version,
        saved_by: row.saved_by,
        saved_by_name: row.saved_by_name,
        saved_at: row.saved_at,
        other: match (row.user_id, row.is_dirty, row.since) {
            (Some(id), Some(is_dirty), Some(since)) => {
                Some(Present { user: id, name: row.name, is_me: id == user, is_dirty, since })
            }
            _ => None,
        },
    });
    Ok(seen.collect())
}

/// Forgets a tab.
///
/// # Errors
/// When the database refuses.
pub async fn leave(conn: &mut PgConnection, user: UserId, tab: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from page_presence where user_id = $1 and tab = $2", user.0, tab).execute(conn).await.map(drop)
}
