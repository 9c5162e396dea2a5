//! Who may change pages.

use crate::access::Editor;
use xpro_kernel::{Actor, System, UserId};

/// An editor or a command; nobody else changes pages.
#[derive(Debug, Clone, Copy)]
pub enum Author<'a> {
    /// Somebody in the studio; may what their groups grant.
    Editor(&'a Editor),
    /// An import, a seed, a schedule.
    System(System),
}

impl Author<'_> {
    /// For revisions; none for commands.
    pub fn user_id(self) -> Option<UserId> {
        match self {
            Author::Editor(editor) => Some(editor.user_id()),
            Author::System(_) => None,
        }
    }
}

impl<'a> From<&'a Editor> for Author<'a> {
    fn from(editor: &'a Editor) -> Self {
        Author::Editor(editor)
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
            Author::Editor(editor) => editor.staff().into(),
            Author::System(system) => system.into(),
        }
    }
}
