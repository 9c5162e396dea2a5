//! Snippets (cms.md 4.1, 4.6).

use super::RecordError;
use crate::{
    document::{SCHEMA, SnippetDocument, SnippetKind, StoredDocument, upgrade_snippet},
    store,
};
use serde_json::Value;
use sqlx::PgConnection;
use xpro_kernel::SnippetId;
use xpro_platform::db::Tx;

/// What a snippet says, as the form takes it.
pub(super) async fn read(conn: &mut PgConnection, kind: SnippetKind, id: i64) -> Result<Option<Value>, sqlx::Error> {
    let Some(row) = store::snippet::find(conn, SnippetId(id), kind.name()).await? else { return Ok(None) };
    // What cannot be brought up to date is shown as it is: the form tells what is wrong with it.
    Ok(Some(upgrade_snippet(row.body.clone(), row.schema).unwrap_or(row.body)))
}

pub(super) async fn write(tx: &mut Tx, kind: SnippetKind, id: Option<i64>, body: Value) -> Result<i64, RecordError> {
    let document = SnippetDocument::read(kind, StoredDocument { schema: SCHEMA, body })
        .map_err(|error| RecordError::field("", error.to_string()))?;
    if let SnippetDocument::SiteNotification(notice) = &document
        && matches!((notice.starts_at, notice.ends_at), (Some(start), Some(end)) if start >= end)
    {
        return Err(RecordError::field("ends_at", "It must end after it begins."));
    }
    let stored = document.to_stored().map_err(|error| RecordError::field("", error.to_string()))?;
    let (name, now) = (document.name(), tx.now());
    let id = match id {
        Some(id) => {
            store::snippet::update(tx, SnippetId(id), (&name, &stored), now).await?;
            id
        }
        None => store::snippet::insert(tx, kind.name(), (&name, &stored), now).await?.0,
    };
    Ok(id)
}
