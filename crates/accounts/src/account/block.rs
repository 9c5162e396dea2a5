//! Keeping an address from registering (accounts_ops.md 2.6).

use crate::store;
use xpro_kernel::{Actor, Email, System};
use xpro_platform::{
    Subject,
    audit::{self, Change},
    db::Tx,
};

/// Blocks an address; false when it was blocked before. Only its hash is kept.
///
/// # Errors
/// When the database refuses.
pub async fn block_email(tx: &mut Tx, system: System, email: &Email) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    if !store::blocked_email::insert(tx, email, now).await? {
        return Ok(false);
    }
    let change = Change {
        act: "block_email",
        actor: Actor::from(system),
        subject: Subject::new("blocked_email", 0),
        before: None,
        after: None,
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(true)
}
