//! A member of staff with what their groups grant them.

use super::{GroupId, Permission};
use crate::{
    collaboration::TaskId,
    store::{self, access::Grant, page::PageRow},
};
use serde::Serialize;
use sqlx::PgConnection;
use xpro_kernel::{Staff, UserId};

/// Name of the permission that opens the studio.
pub const CONTENT_ACCESS: &str = "content.access";

/// Somebody who may open the studio. Made only by [`load_editor`], so that having one is the permission.
#[derive(Debug, Clone)]
pub struct Editor {
    staff: Staff,
    groups: Vec<GroupId>,
    grants: Vec<Grant>,
    tasks: Vec<TaskId>,
}

/// Why there is no editor.
#[derive(Debug, thiserror::Error)]
pub enum LoadEditorError {
    /// Not one of those who may open the studio.
    #[error("the studio needs the permission {CONTENT_ACCESS}")]
    NoAccess,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// What somebody may do to one page, for buttons; the acts ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rights {
    /// Open it, drafts included.
    pub view: bool,
    /// Comment on it.
    pub comment: bool,
    /// Make pages below it, of some kind.
    pub add: bool,
    /// Edit it: nobody else locked it, and nobody else reviews it.
    pub edit: bool,
    /// Publish, unpublish, schedule it: nobody else locked it.
    pub publish: bool,
    /// Lock it: nobody did.
    pub lock: bool,
    /// Unlock it.
    pub unlock: bool,
    /// Delete it, as far as it has no pages below.
    pub delete: bool,
    /// Delete it with the pages below it.
    pub delete_with_children: bool,
    /// Take it elsewhere, as far as the other place allows.
    pub move_away: bool,
    /// Put the pages below it in another order.
    pub reorder: bool,
}

/// Loads what the groups of this person grant. Two statements.
///
/// # Errors
/// When they may not open the studio.
pub async fn load_editor(conn: &mut PgConnection, staff: &Staff) -> Result<Editor, LoadEditorError> {
    let user = staff.person.id;
    let groups = store::access::groups_of(conn, user).await?;
    let mut staff = staff.clone();
    for permission in groups.iter().flat_map(|group| &group.permissions) {
        if !staff.permissions.contains(permission) {
            staff.permissions.push(permission.clone());
        }
    }
    if !staff.may(CONTENT_ACCESS) {
        return Err(LoadEditorError::NoAccess);
    }
    let grants = store::access::grants_of(conn, user).await?;
    let tasks = groups.iter().flat_map(|group| &group.tasks).map(|task| TaskId(*task)).collect();
    Ok(Editor { staff, groups: groups.into_iter().map(|group| group.id).collect(), grants, tasks })
}

impl Editor {
    /// The person, with the site-wide permissions of their groups.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// Who it is.
    pub fn user_id(&self) -> UserId {
        self.staff.person.id
    }

    /// May everything that the rules of the kinds allow.
    pub fn is_superuser(&self) -> bool {
        self.staff.is_superuser
    }

    /// Groups they are in.
    pub fn groups(&self) -> &[GroupId] {
        &self.groups
    }

    /// Whether a permission of the whole site is theirs: `redirects.change`.
    pub fn has(&self, permission: &str) -> bool {
        self.staff.may(permission)
    }

    /// Tasks of workflows that they may approve; superusers may all.
    pub fn tasks(&self) -> &[TaskId] {
        &self.tasks
    }

    /// Whether the page is at a task that they may approve.
    pub fn reviews(&self, page: &PageRow) -> bool {
        page.review_task.is_some_and(|task| self.is_superuser() || self.tasks.contains(&task))
    }

    /// Whether the page's moderation keeps them from editing it.
    pub fn waits_for_review(&self, page: &PageRow) -> bool {
        page.review_task.is_some() && !self.reviews(page)
    }

    /// Whether they may do this to the page. `Change` is also theirs on pages that they made and may add to; `View` and
    /// `Comment` follow from more than themselves. Whoever reviews a page may read, edit and comment on it.
    pub fn may(&self, permission: Permission, page: &PageRow) -> bool {
        let as_reviewer = matches!(permission, Permission::View | Permission::Change | Permission::Comment);
        self.is_granted(permission, page) || (as_reviewer && self.reviews(page))
    }

    fn is_granted(&self, permission: Permission, page: &PageRow) -> bool {
        if self.is_superuser() {
            return true;
        }
        let granted = |permission| {
            self.grants_over(page).any(|grant| grant.permission == permission && grant.is_for_kind(&page.kind))
        };
        match permission {
            Permission::View => self.grants_over(page).next().is_some(),
            Permission::Add => self.grants_over(page).any(|grant| grant.permission == Permission::Add),
            Permission::Change => {
                granted(Permission::Change) || (page.owner_id == Some(self.user_id()) && granted(Permission::Add))
            }
            Permission::Comment => {
                [Permission::Comment, Permission::Add, Permission::Change, Permission::Publish].into_iter().any(granted)
            }
            other => granted(other),
        }
    }

    /// Whether they may make a page of this kind below `parent`.
    pub fn may_add(&self, parent: &PageRow, kind: &str) -> bool {
        self.is_superuser()
            || self.grants_over(parent).any(|grant| grant.permission == Permission::Add && grant.is_for_kind(kind))
    }

    /// Whether they may delete the page, of which pages below may be live (cms.md 5.4).
    pub fn may_delete(&self, page: &PageRow, has_children: bool, any_live: bool) -> bool {
        self.is_granted(Permission::Change, page)
            && (!any_live || self.may(Permission::Publish, page))
            && (!has_children || self.may(Permission::BulkDelete, page))
    }

    /// Whether a permission reaches a place, by its `tree_path`: for what is in the trash.
    pub(crate) fn reaches(&self, permission: Permission, tree_path: &str, kind: &str) -> bool {
        let reaches = |grant: &Grant| {
            grant.permission == permission && tree_path.starts_with(&grant.tree_path) && grant.is_for_kind(kind)
        };
        self.is_superuser() || self.grants.iter().any(reaches)
    }

    /// What the buttons of a page are.
    pub fn rights(&self, page: &PageRow) -> Rights {
        let is_free = page.locked_by.is_none_or(|by| by == self.user_id());
        let delete = is_free && self.may_delete(page, false, page.live);
        Rights {
            view: self.may(Permission::View, page),
            comment: self.may(Permission::Comment, page),
            add: self.may(Permission::Add, page),
            edit: is_free && !self.waits_for_review(page) && self.may(Permission::Change, page),
            publish: is_free && self.may(Permission::Publish, page),
            lock: page.locked_by.is_none() && self.may(Permission::Lock, page),
            unlock: page.locked_by.is_some_and(|by| by == self.user_id() || self.may(Permission::Unlock, page)),
            delete,
            delete_with_children: delete && self.may(Permission::BulkDelete, page),
            move_away: delete && page.parent_id.is_some(),
            reorder: self.may(Permission::Publish, page),
        }
    }

    /// The branches that they may look into, as beginnings of `tree_path`.
    pub fn roots(&self) -> Vec<String> {
        if self.is_superuser() {
            return vec!["/".to_owned()];
        }
        let mut paths: Vec<String> = self.grants.iter().map(|grant| grant.tree_path.clone()).collect();
        paths.sort_unstable();
        // After sorting, a branch follows the one that it lies in.
        paths.dedup_by(|inner, outer| inner.starts_with(outer.as_str()));
        paths
    }

    fn grants_over(&self, page: &PageRow) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(|grant| page.tree_path.starts_with(&grant.tree_path))
    }
}
