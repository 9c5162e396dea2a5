//! Out of the trash for good.

use crate::store;
use xpro_kernel::System;
use xpro_platform::{Subject, audit, db::Tx};

/// Deletes what was in the trash for longer than [`super::KEPT`]. A branch that something else must keep, such as a
/// certificate that shows one of its texts, stays. Returns how many branches went.
///
/// # Errors
/// When the database refuses.
pub async fn purge_trash(tx: &mut Tx, system: System) -> Result<usize, sqlx::Error> {
    let now = tx.now();
    let mut gone = 0;
    for trash in store::trash::over(tx, now).await? {
        tx.savepoint().await?;
        match store::trash::purge(tx, trash.id).await {
            Ok(()) => gone += 1,
            Err(error) if error.as_database_error().is_some_and(|error| error.is_foreign_key_violation()) => {
                tx.rollback_to_savepoint().await?;
                tracing::info!(trash = trash.id.0, %error, "deleted pages are still needed");
                continue;
            }
            Err(error) => return Err(error),
        }
        let change = audit::Change {
            act: "purge_page",
            actor: system.into(),
            subject: Subject::new("page", trash.page.0),
            before: Some(serde_json::json!({ "pages": trash.pages })),
            after: None,
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(gone)
}
