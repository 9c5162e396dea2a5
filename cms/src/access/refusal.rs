//! Why somebody may not.

use super::Permission;
use crate::document::DocumentError;
use serde::Serialize;
use time::OffsetDateTime;
use xpro_kernel::UserId;

/// Who locked a page, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLock {
    /// Who.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// Since when.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Why, in their words; may be empty.
    pub reason: String,
}

/// Why an act was refused before it looked at its input. A page that one may not see does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such page.
    #[error("there is no such page")]
    NotFound,
    /// The grants do not reach that far.
    #[error("this needs the permission to {} here", .0.name().replace('_', " "))]
    Denied(Permission),
    /// Somebody locked the page.
    #[error("{} locked this page", .0.by_name)]
    Locked(PageLock),
    /// The page waits for somebody's approval, and is not theirs to change meanwhile.
    #[error("this page is being reviewed")]
    InReview,
}

/// Why something was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not to be read by them, or not there.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}
