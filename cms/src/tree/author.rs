//! Who may change pages.

use xpro_kernel::{Actor, Staff, System};

/// A member of staff or a command; nobody else changes pages.
#[derive(Debug, Clone, Copy)]
pub enum Author<'a> {
    /// Somebody at the desk.
    Staff(&'a Staff),
    /// An import, a seed, a schedule.
    System(System),
}

impl Author<'_> {
    /// For revisions; none for commands.
    pub(crate) fn user_id(self) -> Option<i64> {
        match self {
            Author::Staff(staff) => Some(staff.person.id.0),
            Author::System(_) => None,
        }
    }
}

impl<'a> From<&'a Staff> for Author<'a> {
    fn from(staff: &'a Staff) -> Self {
        Author::Staff(staff)
    }
}

impl From<System> for Author<'_> {
    fn from(system: System) -> Self {
        Author::System(system)
    }
}

impl From<Author<'_>> for Actor {
    fn from(author: Author<'_>) -> Self {
        match author {
            Author::Staff(staff) => staff.into(),
            Author::System(system) => system.into(),
        }
    }
}
