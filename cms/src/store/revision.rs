//! `page_revision`: what a page said and says.

use crate::document::StoredDocument;
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};

/// A revision, body included.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionRow {
    /// Key.
    pub id: RevisionId,
    /// `rolling`, `named`, `published` or `scheduled`.
    pub state: String,
    /// Its name; may be empty.
    pub label: String,
    /// Counts what was written on the page.
    pub version: i64,
    /// Schema of `body`.
    pub schema: i32,
    /// The document.
    pub body: Value,
    /// Wanted last part of the address.
    pub slug: Option<String>,
    /// Price to set when it goes live.
    pub price_intent: Option<Value>,
    /// When that was done.
    pub price_applied_at: Option<OffsetDateTime>,
    /// Who wrote last.
    pub created_by: Option<UserId>,
    /// Their name; empty for commands.
    pub created_by_name: String,
    /// Begun.
    pub created_at: OffsetDateTime,
    /// Last written.
    pub updated_at: OffsetDateTime,
}

impl RevisionRow {
    /// The document as stored.
    pub fn stored(&self) -> StoredDocument {
        StoredDocument { schema: self.schema, body: self.body.clone() }
    }
}

/// The body of a revision.
///
/// # Errors
/// When the database refuses.
pub async fn body(conn: &mut PgConnection, id: RevisionId) -> Result<StoredDocument, sqlx::Error> {
    sqlx::query_as!(StoredDocument, "select schema, body from page_revision where id = $1", id.0).fetch_one(conn).await
}

/// A revision of this page.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &mut PgConnection, page: PageId, id: RevisionId) -> Result<Option<RevisionRow>, sqlx::Error> {
    sqlx::query_as!(
        RevisionRow,
        r#"select r.id as "id: RevisionId", state, label, version, schema, body, slug, price_intent, price_applied_at,
                  created_by as "created_by: UserId", coalesce(nullif(u.name, ''), u.username, '') as "created_by_name!",
                  r.created_at, r.updated_at
           from page_revision r left join users u on u.id = r.created_by
           where r.id = $1 and r.page_id = $2"#,
        id.0,
        page.0
    )
    .fetch_optional(conn)
    .await
}

/// The page's rolling draft, when it has one.
///
/// # Errors
/// When the database refuses.
pub async fn rolling(conn: &mut PgConnection, page: PageId) -> Result<Option<RevisionId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: RevisionId" from page_revision where page_id = $1 and state = 'rolling'"#,
        page.0
    )
    .fetch_optional(conn)
    .await
}

/// What is written into the rolling draft.
#[derive(Debug, Clone, Copy)]
pub struct Rolling<'a> {
    /// The document.
    pub document: &'a StoredDocument,
    /// Counts what was written on the page.
    pub version: i64,
    /// Wanted last part of the address.
    pub slug: Option<&'a str>,
    /// Price to set when it goes live.
    pub price_intent: Option<&'a Value>,
    /// The revision that this is the text of again.
    pub restored_from: Option<RevisionId>,
    /// Who writes.
    pub by: Option<UserId>,
}

/// Writes the page's one rolling draft; answers with its key and version. No version is given twice, also after a draft was
/// discarded: an older tab must not take another text for the one that it began from.
///
/// # Errors
/// When the database refuses.
pub async fn write_rolling(
    conn: &mut PgConnection,
    page: PageId,
    draft: Rolling<'_>,
    now: OffsetDateTime,
) -> Result<(RevisionId, i64), sqlx::Error> {
    let written = sqlx::query!(
        r#"insert into page_revision (page_id, state, schema, body, version, slug, price_intent, restored_from, created_by, created_at, updated_at)
           values ($1, 'rolling', $2, $3, greatest($4, 1 + (select max(version) from page_revision where page_id = $1)), $5, $6, $7, $8, $9, $9)
           on conflict (page_id) where state = 'rolling'
           do update set schema = excluded.schema, body = excluded.body, version = excluded.version, slug = excluded.slug,
                         price_intent = excluded.price_intent, restored_from = coalesce(excluded.restored_from, page_revision.restored_from),
                         created_by = excluded.created_by, updated_at = excluded.updated_at
           returning id as "id: RevisionId", version"#,
        page.0,
        draft.document.schema,
        draft.document.body,
        draft.version,
        draft.slug,
        draft.price_intent,
        draft.restored_from.map(|id| id.0),
        draft.by.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await?;
    Ok((written.id, written.version))
}

/// Turns a revision into history: `named`, `published` or `scheduled`.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(
    conn: &mut PgConnection,
    id: RevisionId,
    state: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update page_revision set state = $2, updated_at = $3 where id = $1", id.0, state, now)
        .execute(conn)
        .await
        .map(drop)
}

/// Names a revision.
///
/// # Errors
/// When the database refuses.
pub async fn set_label(conn: &mut PgConnection, id: RevisionId, label: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update page_revision set label = $2 where id = $1", id.0, label).execute(conn).await.map(drop)
}

/// Remembers that the price of a revision was set.
///
/// # Errors
/// When the database refuses.
pub async fn set_price_applied(
    conn: &mut PgConnection,
    id: RevisionId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update page_revision set price_applied_at = $2 where id = $1", id.0, now)
        .execute(conn)
        .await
        .map(drop)
}

/// A revision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionListRow {
    /// Key.
    pub id: RevisionId,
    /// `rolling`, `named`, `published` or `scheduled`.
    pub state: String,
    /// Its name; may be empty.
    pub label: String,
    /// Counts what was written on the page.
    pub version: i64,
    /// Who wrote last.
    pub created_by: Option<UserId>,
    /// Their name; empty for commands.
    pub created_by_name: String,
    /// Begun.
    pub created_at: OffsetDateTime,
    /// Last written.
    pub updated_at: OffsetDateTime,
    /// When it is to go live.
    pub go_live_at: Option<OffsetDateTime>,
}

/// The revisions of a page, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    conn: &mut PgConnection,
    page: PageId,
    before: Option<RevisionId>,
    limit: i64,
) -> Result<Vec<RevisionListRow>, sqlx::Error> {
    sqlx::query_as!(
        RevisionListRow,
        r#"select r.id as "id: RevisionId", r.state, r.label, r.version, r.created_by as "created_by: UserId",
                  coalesce(nullif(u.name, ''), u.username, '') as "created_by_name!", r.created_at, r.updated_at, s.at as "go_live_at?"
           from page_revision r
           left join users u on u.id = r.created_by
           left join page_schedule s on s.revision_id = r.id and s.state = 'waiting'
           where r.page_id = $1 and ($2::bigint is null or r.id < $2)
           order by r.id desc limit $3"#,
        page.0,
        before.map(|id| id.0),
        limit
    )
    .fetch_all(conn)
    .await
}
