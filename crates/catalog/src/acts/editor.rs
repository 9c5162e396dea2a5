//! Who may change the catalogue.

use xpro_kernel::{Actor, Staff, System};

/// Name of the permission that staff need.
pub const CHANGE_CATALOG: &str = "catalog.change";

/// The member of staff lacks [`CHANGE_CATALOG`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Changing the catalog needs the permission {CHANGE_CATALOG}.")]
pub struct NotAllowed;

/// Somebody who may change the catalogue: a job or command, or staff with the permission. Can be made in no other way.
#[derive(Debug, Clone, Copy)]
pub struct Editor<'a>(Who<'a>);

#[derive(Debug, Clone, Copy)]
enum Who<'a> {
    System(System),
    Staff(&'a Staff),
}

impl<'a> Editor<'a> {
    /// Lets staff with the permission pass.
    ///
    /// # Errors
    /// When the permission is missing.
    pub fn staff(staff: &'a Staff) -> Result<Self, NotAllowed> {
        if staff.may(CHANGE_CATALOG) { Ok(Editor(Who::Staff(staff))) } else { Err(NotAllowed) }
    }

    /// As audit writes it down.
    pub fn actor(self) -> Actor {
        match self.0 {
            Who::System(system) => system.into(),
            Who::Staff(staff) => staff.into(),
        }
    }
}

impl From<System> for Editor<'_> {
    fn from(system: System) -> Self {
        Editor(Who::System(system))
    }
}
