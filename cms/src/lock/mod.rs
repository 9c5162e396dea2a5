//! Locks: only the person who locked a page may change it (cms.md 5.5, L8).

use crate::{
    access::{PageLock, Permission, Refusal, lock_page as hold, need},
    publish::record,
    store,
    tree::Author,
};
use xpro_kernel::PageId;
use xpro_platform::db::Tx;

/// Why a page was not locked or unlocked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody did already.
    #[error("{} locked this page already", .0.by_name)]
    AlreadyLocked(PageLock),
    /// A lock is a person's.
    #[error("only a person can lock a page")]
    NobodyAsks,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Locks a page for oneself.
///
/// # Errors
/// Without the permission, or when somebody else locked it.
pub async fn lock_page(tx: &mut Tx, author: Author<'_>, page: PageId, reason: &str) -> Result<(), LockError> {
    let row = hold::<LockError>(tx, author, page).await?;
    need(author, Permission::Lock, &row)?;
    let by = author.user_id().ok_or(LockError::NobodyAsks)?;
    if let Some(lock) = row.lock() {
        return if lock.by == by { Ok(()) } else { Err(LockError::AlreadyLocked(lock)) };
    }
    let (now, reason) = (tx.now(), xpro_kernel::plain_text(reason));
    store::page::set_lock(tx, page, Some(by), &reason, now).await?;
    record(tx, author, "lock_page", &row, None, Some(serde_json::json!({ "reason": reason }))).await?;
    Ok(())
}

/// Unlocks a page: one's own lock, or anybody's with the permission. False when it was not locked.
///
/// # Errors
/// Without the permission.
pub async fn unlock_page(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<bool, LockError> {
    let row = hold::<LockError>(tx, author, page).await?;
    let Some(lock) = row.lock() else {
        // Nothing to do is no secret, but only for those who could have done it.
        need(author, Permission::Lock, &row).or_else(|_| need(author, Permission::Unlock, &row))?;
        return Ok(false);
    };
    if author.user_id() != Some(lock.by) {
        need(author, Permission::Unlock, &row)?;
    }
    let now = tx.now();
    store::page::set_lock(tx, page, None, "", now).await?;
    let before = serde_json::json!({ "by": lock.by, "name": lock.by_name, "reason": lock.reason });
    record(tx, author, "unlock_page", &row, Some(before), None).await?;
    Ok(true)
}

#[cfg(test)]
mod tests;
