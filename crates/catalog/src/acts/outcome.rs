//! What an act did, and how it is written down.

use super::Editor;
use serde::Serialize;
use xpro_platform::{Subject, audit, content, db::Tx};

/// Whether something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The row is new.
    Created,
    /// The row said something else before.
    Updated,
    /// The row said the same already; nothing was written.
    Unchanged,
}

/// A row as it is now, and what the act did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved<T> {
    /// The row.
    pub row: T,
    /// What happened.
    pub outcome: Outcome,
}

impl<T> Saved<T> {
    pub(super) fn unchanged(row: T) -> Self {
        Saved { row, outcome: Outcome::Unchanged }
    }
}

/// Audits a row that was just written and tells the public pages.
pub(super) async fn written<T: Serialize>(
    tx: &mut Tx,
    editor: Editor<'_>,
    act: &'static str,
    subject: Subject,
    before: Option<&T>,
    after: T,
) -> Result<Saved<T>, sqlx::Error> {
    let json = |row: &T| serde_json::to_value(row).expect("plain structs have a JSON form");
    let change = audit::Change {
        act,
        actor: editor.actor(),
        subject,
        before: before.map(json),
        after: Some(json(&after)),
        note: "",
    };
    audit::record(tx, change).await?;
    content::changed(tx).await?;
    let outcome = if before.is_some() { Outcome::Updated } else { Outcome::Created };
    Ok(Saved { row: after, outcome })
}
