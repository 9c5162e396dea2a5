//! Baskets that nobody touched (ecommerce.md 3.8).

use crate::store;
use time::Duration;
use xpro_kernel::{Actor, System};
use xpro_platform::{Subject, audit, db::Tx};

/// Deletes baskets untouched for `age`; those somebody is changing right now are skipped. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn expire_baskets(tx: &mut Tx, system: System, age: Duration) -> Result<u64, sqlx::Error> {
    let since = tx.now() - age;
    let deleted = store::basket::delete_untouched(tx, since).await?;
    if deleted > 0 {
        // One entry for all: a basket that nobody touched is no business of anybody's by name.
        let after = serde_json::json!({ "deleted": deleted, "untouched_since": since.unix_timestamp() });
        let change = audit::Change {
            act: "expire_baskets",
            actor: Actor::from(system),
            subject: Subject::new("basket", 0),
            before: None,
            after: Some(after),
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(deleted)
}
