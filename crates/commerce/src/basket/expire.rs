//! Baskets that nobody touched (ecommerce.md 3.8).

use crate::store;
use time::Duration;
use xpro_kernel::System;
use xpro_platform::db::Tx;

/// Deletes baskets untouched for `age`; those somebody is changing right now are skipped.
///
/// # Errors
/// When the database refuses.
pub async fn expire_baskets(tx: &mut Tx, _: System, age: Duration) -> Result<u64, sqlx::Error> {
    let since = tx.now() - age;
    store::basket::delete_untouched(tx, since).await
}
