//! Filtered lists of the explorer that somebody keeps under a name. They are the person's own; the address of a list is
//! what is passed on.

use crate::{access::Editor, store};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use xpro_platform::{Subject, audit, db::Tx};

/// Most that one person keeps.
const MOST_VIEWS: usize = 50;

/// Key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct SavedViewId(pub i64);

/// A list that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Key.
    pub id: SavedViewId,
    /// What they call it.
    pub name: String,
    /// Query of its address.
    pub query: String,
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum SavedViewError {
    /// A list is known by its name.
    #[error("give the view a name of at most 80 characters")]
    BadName,
    /// No address is this long.
    #[error("this list cannot be kept")]
    BadQuery,
    /// Enough.
    #[error("you keep {MOST_VIEWS} views already; delete one first")]
    TooMany,
    /// None of theirs.
    #[error("there is no such view")]
    NotFound,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// The person's lists, by name.
///
/// # Errors
/// When the database refuses.
pub async fn list_views(conn: &mut PgConnection, editor: &Editor) -> Result<Vec<SavedView>, sqlx::Error> {
    store::saved_view::list(conn, editor.user_id()).await
}

/// Keeps a list under a name; one of the same name gives way.
///
/// # Errors
/// When the name will not do.
pub async fn save_view(tx: &mut Tx, editor: &Editor, name: &str, query: &str) -> Result<SavedViewId, SavedViewError> {
    let name = xpro_kernel::plain_text(name);
    if name.is_empty() || name.chars().count() > 80 {
        return Err(SavedViewError::BadName);
    }
    if query.chars().count() > 2_000 || !xpro_kernel::is_plain_text(query) {
        return Err(SavedViewError::BadQuery);
    }
    let kept = store::saved_view::list(tx, editor.user_id()).await?;
    let is_new = kept.iter().all(|view| view.name.to_lowercase() != name.to_lowercase());
    if is_new && kept.len() >= MOST_VIEWS {
        return Err(SavedViewError::TooMany);
    }
    let now = tx.now();
    let id = store::saved_view::upsert(tx, editor.user_id(), (&name, query), now).await?;
    let after = serde_json::json!({ "name": name, "query": query });
    note(tx, editor, "save_view", id, Some(after)).await?;
    Ok(id)
}

/// Forgets a list.
///
/// # Errors
/// When it is none of theirs.
pub async fn delete_view(tx: &mut Tx, editor: &Editor, id: SavedViewId) -> Result<(), SavedViewError> {
    if !store::saved_view::delete(tx, editor.user_id(), id).await? {
        return Err(SavedViewError::NotFound);
    }
    Ok(note(tx, editor, "delete_view", id, None).await?)
}

async fn note(
    tx: &mut Tx,
    editor: &Editor,
    act: &'static str,
    id: SavedViewId,
    after: Option<serde_json::Value>,
) -> Result<(), sqlx::Error> {
    let subject = Subject::new("saved_view", id.0);
    audit::record(tx, audit::Change { act, actor: editor.staff().into(), subject, before: None, after, note: "" }).await
}
