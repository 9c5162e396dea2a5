//! What a group may be granted on a branch.

use serde::{Deserialize, Serialize};

/// A permission on a page and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Make pages below; edit, and delete while unpublished, the ones made oneself.
    Add,
    /// Edit any page; delete drafts without pages below; move.
    Change,
    /// Publish, unpublish, schedule, reorder; with `Change`: delete live pages.
    Publish,
    /// Delete pages that have pages below.
    BulkDelete,
    /// Lock pages.
    Lock,
    /// Unlock what others locked.
    Unlock,
    /// Look at pages, drafts included.
    View,
    /// Comment on pages.
    Comment,
}

impl Permission {
    /// All of them.
    pub const ALL: [Permission; 8] = [
        Permission::Add,
        Permission::Change,
        Permission::Publish,
        Permission::BulkDelete,
        Permission::Lock,
        Permission::Unlock,
        Permission::View,
        Permission::Comment,
    ];

    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Permission::Add => "add",
            Permission::Change => "change",
            Permission::Publish => "publish",
            Permission::BulkDelete => "bulk_delete",
            Permission::Lock => "lock",
            Permission::Unlock => "unlock",
            Permission::View => "view",
            Permission::Comment => "comment",
        }
    }

    /// The permission of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.name() == name)
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
