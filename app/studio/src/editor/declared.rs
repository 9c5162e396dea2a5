//! What everything holds. It is the same for every page and record and for as long as the program runs, so it is fetched once
//! and everything borrows from it.

use std::sync::OnceLock;
use xpro_api::{ApiError, page_declarations};
use xpro_form::Declarations;

static DECLARATIONS: OnceLock<Declarations> = OnceLock::new();

/// The declarations, once they were fetched.
pub fn known() -> Option<&'static Declarations> {
    DECLARATIONS.get()
}

/// The declarations, fetched when nobody has yet.
///
/// # Errors
/// When the server does not answer.
pub async fn fetched() -> Result<&'static Declarations, ApiError> {
    if DECLARATIONS.get().is_none() {
        let declared = page_declarations().await?;
        // Two may ask at the same time; the first answer stays.
        let _ = DECLARATIONS.set(declared);
    }
    DECLARATIONS.get().ok_or(ApiError::Unreachable)
}
