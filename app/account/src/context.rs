//! What the server provides to every server function of this crate.

use crate::AccountError;
use leptos::prelude::use_context;
use std::net::IpAddr;
use xpro_kernel::Learner;
use xpro_platform::db::Database;

/// Who asks; loaded from the session at the door.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Learner>);

/// Where the visitor is, as far as tax goes (ecommerce.md 2.5).
#[derive(Debug, Clone, Copy, Default)]
pub struct TaxPlace {
    /// Network address as the door believes it.
    pub ip: Option<IpAddr>,
    /// Tax by the profile's country only.
    pub force_profile_country: bool,
}

/// Marks every fact written by this call.
#[derive(Debug, Clone, Default)]
pub struct CallId(pub String);

/// One call of a signed-in person.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Pool and clock.
    pub db: Database,
    /// Who.
    pub learner: Learner,
    /// See [`TaxPlace`].
    pub place: TaxPlace,
    /// See [`CallId`].
    pub call: CallId,
}

impl Caller {
    /// The caller of the server function that is running.
    ///
    /// # Errors
    /// [`AccountError::NotSignedIn`] without a session.
    pub fn current() -> Result<Self, AccountError> {
        let db = use_context::<Database>().ok_or(AccountError::Unavailable)?;
        let learner = use_context::<Visitor>().and_then(|visitor| visitor.0).ok_or(AccountError::NotSignedIn)?;
        Ok(Caller { db, learner, place: use_context().unwrap_or_default(), call: use_context().unwrap_or_default() })
    }
}
