//! Who may do what to which page (cms.md 5.4): grants of groups on branches of the tree, checked by every act.

mod blocks;
mod editor;
mod groups;
mod guard;
mod permission;
mod refusal;

pub use blocks::not_permitted;
pub use editor::{CONTENT_ACCESS, Editor, LoadEditorError, Rights, load_editor};
pub use groups::{
    EDITORS, GroupId, MODERATORS, MemberError, add_demo_members, add_member, ensure_groups, remove_member,
};
pub(crate) use guard::{lock_page, may_delete, need, need_add, need_at, need_editable, need_unlocked, view_page};
pub use permission::Permission;
pub use refusal::{PageLock, ReadError, Refusal};

#[cfg(test)]
mod tests;
