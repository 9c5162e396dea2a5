//! How it stands.

use super::{BulkId, ItemRow, ItemState, RunRow};
use crate::{
    access::{Editor, ReadError, Refusal},
    store,
};
use sqlx::PgConnection;

/// One run: one's own, or anybody's for superusers.
///
/// # Errors
/// When there is none for them.
pub async fn read_bulk_run(conn: &mut PgConnection, editor: &Editor, run: BulkId) -> Result<RunRow, ReadError> {
    let by = (!editor.is_superuser()).then(|| editor.user_id());
    Ok(store::bulk::list(conn, by, Some(run), 1).await?.into_iter().next().ok_or(Refusal::NotFound)?)
}

/// One's own runs, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn list_bulk_runs(conn: &mut PgConnection, editor: &Editor, limit: i64) -> Result<Vec<RunRow>, sqlx::Error> {
    store::bulk::list(conn, Some(editor.user_id()), None, limit.clamp(1, 100)).await
}

/// Pages of a run, in their order, behind `after`.
///
/// # Errors
/// When there is no such run for them.
pub async fn list_bulk_items(
    conn: &mut PgConnection,
    editor: &Editor,
    run: BulkId,
    state: Option<ItemState>,
    after: i32,
    limit: i64,
) -> Result<Vec<ItemRow>, ReadError> {
    read_bulk_run(conn, editor, run).await?;
    Ok(store::bulk::items(conn, run, state, after, limit.clamp(1, 500)).await?)
}
