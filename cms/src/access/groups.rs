//! The groups that every site begins with, and who is in them.

use super::{CONTENT_ACCESS, Permission};
use crate::{store, tree::Author};
use xpro_kernel::{PageId, System, UserId};
use xpro_platform::{Subject, audit, db::Tx};

/// Key of a `user_group`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct GroupId(pub i64);

/// Those who write.
pub const EDITORS: &str = "Editors";
/// Those who publish.
pub const MODERATORS: &str = "Moderators";

const EDITOR_GRANTS: &[Permission] = &[Permission::Add, Permission::Change];
const MODERATOR_GRANTS: &[Permission] =
    &[Permission::Add, Permission::Change, Permission::Publish, Permission::Lock, Permission::Unlock];
const EDITOR_SITE: &[&str] = &[CONTENT_ACCESS, "images.add", "images.change", "documents.add", "documents.change"];
const MODERATOR_SITE: &[&str] = &[
    CONTENT_ACCESS,
    "images.add",
    "images.change",
    "images.delete",
    "documents.add",
    "documents.change",
    "documents.delete",
    "snippets.change",
    "topics.change",
    "catalog.change",
    "redirects.change",
    "releases.change",
];

/// Makes the groups Editors and Moderators with the grants of cms.md 5.4 on `root`, when they are missing. What somebody
/// changed about them since stays.
///
/// # Errors
/// When the database refuses.
pub async fn ensure_groups(tx: &mut Tx, system: System, root: PageId) -> Result<(), sqlx::Error> {
    for (name, grants, site) in [(EDITORS, EDITOR_GRANTS, EDITOR_SITE), (MODERATORS, MODERATOR_GRANTS, MODERATOR_SITE)]
    {
        if store::access::find_group(tx, name).await?.is_some() {
            continue;
        }
        let now = tx.now();
        let group = store::access::insert_group(tx, name, now).await?;
        for permission in grants {
            store::access::insert_grant(tx, group, root, None, *permission).await?;
        }
        for permission in site {
            store::access::insert_group_permission(tx, group, permission).await?;
        }
        let change = audit::Change {
            act: "create_group",
            actor: system.into(),
            subject: Subject::new("user_group", group.0),
            before: None,
            after: Some(serde_json::json!({ "name": name, "grants": grants, "permissions": site })),
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(())
}

/// Puts the demo editor and the demo moderator into their groups, as far as these people and groups exist.
///
/// # Errors
/// When the database refuses.
pub async fn add_demo_members(tx: &mut Tx) -> Result<(), sqlx::Error> {
    for (email, name) in [("editor@example.com", EDITORS), ("moderator@example.com", MODERATORS)] {
        let Some(group) = store::access::find_group(tx, name).await? else { continue };
        if let Some(user) = store::access::find_user(tx, email).await? {
            store::access::insert_member(tx, group, user).await?;
        }
    }
    Ok(())
}

/// Why a membership was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    /// Needs `users.change`.
    #[error("this needs the permission users.change")]
    Denied,
    /// The database refused; no such group or person.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Puts a person into a group; false when they were in it.
///
/// # Errors
/// Without `users.change`.
pub async fn add_member(tx: &mut Tx, author: Author<'_>, group: GroupId, user: UserId) -> Result<bool, MemberError> {
    may_change_users(author)?;
    let changed = store::access::insert_member(tx, group, user).await?;
    if changed {
        record(tx, author, "add_group_member", group, user).await?;
    }
    Ok(changed)
}

/// Takes a person out of a group; false when they were not in it.
///
/// # Errors
/// Without `users.change`.
pub async fn remove_member(tx: &mut Tx, author: Author<'_>, group: GroupId, user: UserId) -> Result<bool, MemberError> {
    may_change_users(author)?;
    let changed = store::access::delete_member(tx, group, user).await?;
    if changed {
        record(tx, author, "remove_group_member", group, user).await?;
    }
    Ok(changed)
}

fn may_change_users(author: Author<'_>) -> Result<(), MemberError> {
    match author {
        Author::Editor(editor) if !editor.has("users.change") => Err(MemberError::Denied),
        _ => Ok(()),
    }
}

async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    group: GroupId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    let change = audit::Change {
        act,
        actor: author.into(),
        subject: Subject::new("user_group", group.0),
        before: None,
        after: Some(serde_json::json!({ "user": user })),
        note: "",
    };
    audit::record(tx, change).await
}
