//! Why the desk shows nothing.

use xpro_kernel::Staff;

/// Why a question of the desk was not answered.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Needs the permission `orders.view`.
    #[error("You may not see orders.")]
    Forbidden,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

pub(super) fn authorize(staff: &Staff) -> Result<(), DeskError> {
    if staff.may("orders.view") { Ok(()) } else { Err(DeskError::Forbidden) }
}
