//! Who does an act. An act's signature names the kind of actor it allows; that is its permission.

use crate::{Email, UserId};

/// A signed-in, active person, as loaded from the session at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    /// Whose session it is.
    pub id: UserId,
    /// Shared key with Open edX.
    pub username: String,
    /// Where mail goes.
    pub email: Email,
    /// Full name, as printed on certificates.
    pub name: String,
}

/// A signed-in person with the staff flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The person behind the desk.
    pub person: Learner,
    /// Has every permission.
    pub is_superuser: bool,
    /// Granted permissions, by name (`orders.view`).
    pub permissions: Vec<String>,
}

impl Staff {
    /// Whether this member of staff may do what `permission` names.
    pub fn may(&self, permission: &str) -> bool {
        self.is_superuser || self.permissions.iter().any(|granted| granted == permission)
    }
}

/// A job, a command or a gateway's notice: nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct System(
    /// Name of the job, command or gateway, as audit shows it.
    pub &'static str,
);

/// Any actor, as audit writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Job, command or gateway.
    System(&'static str),
    /// A person acting for themselves.
    Learner(UserId, String),
    /// A member of staff.
    Staff(UserId, String),
    /// Somebody not signed in (registration, password reset).
    Visitor,
}

impl From<&Learner> for Actor {
    fn from(learner: &Learner) -> Self {
        Actor::Learner(learner.id, learner.username.clone())
    }
}

impl From<&Staff> for Actor {
    fn from(staff: &Staff) -> Self {
        Actor::Staff(staff.person.id, staff.person.username.clone())
    }
}

impl From<System> for Actor {
    fn from(system: System) -> Self {
        Actor::System(system.0)
    }
}
