//! Which restriction stops a visitor.

use super::{Audience, RestrictionId};
use crate::{
    access::{GroupId, LoadEditorError, Permission, load_editor},
    store,
};
use sqlx::PgConnection;
use xpro_kernel::{PageId, Staff, UserId};

/// Somebody who wants to read a private page.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// Who is signed in.
    pub user: Option<UserId>,
    /// The same person as a member of staff.
    pub staff: Option<&'a Staff>,
    /// Restrictions whose password they gave.
    pub opened: &'a [RestrictionId],
}

/// What stops a visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// They have to give the password of this restriction.
    Password(RestrictionId),
    /// They have to sign in.
    SignIn,
    /// They are signed in and not one of those it is for.
    NotForThem,
}

/// A restriction before a page, as visitors meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Key.
    pub id: RestrictionId,
    /// Whom it lets in.
    pub audience: Audience,
    /// Argon2 hash of its password.
    pub password_hash: Option<String>,
}

/// The first of the restrictions before a page that does not let the visitor through. Whoever may open the page in the Studio may
/// read it. Four statements at most, of which most visitors need one.
///
/// # Errors
/// When the database refuses.
pub async fn wall(
    conn: &mut PgConnection,
    visitor: Visitor<'_>,
    page: PageId,
    guards: &[&Guard],
) -> Result<Option<Wall>, sqlx::Error> {
    let groups = match visitor.user {
        Some(user) if guards.iter().any(|guard| matches!(guard.audience, Audience::Groups(_))) => {
            store::privacy::memberships(conn, user).await?
        }
        _ => Vec::new(),
    };
    let found = guards.iter().find_map(|guard| stops(guard, visitor, &groups));
    match found {
        Some(_) if sees_it_in_the_studio(conn, visitor, page).await? => Ok(None),
        found => Ok(found),
    }
}

fn stops(guard: &Guard, visitor: Visitor<'_>, groups: &[GroupId]) -> Option<Wall> {
    match &guard.audience {
        Audience::Password => (!visitor.opened.contains(&guard.id)).then_some(Wall::Password(guard.id)),
        Audience::SignedIn | Audience::Groups(_) if visitor.user.is_none() => Some(Wall::SignIn),
        Audience::SignedIn => None,
        Audience::Groups(allowed) => (!groups.iter().any(|group| allowed.contains(group))).then_some(Wall::NotForThem),
    }
}

async fn sees_it_in_the_studio(
    conn: &mut PgConnection,
    visitor: Visitor<'_>,
    page: PageId,
) -> Result<bool, sqlx::Error> {
    let Some(staff) = visitor.staff else { return Ok(false) };
    let editor = match load_editor(conn, staff).await {
        Ok(editor) => editor,
        Err(LoadEditorError::NoAccess) => return Ok(false),
        Err(LoadEditorError::Internal(error)) => return Err(error),
    };
    Ok(store::page::find(conn, page).await?.is_some_and(|row| editor.may(Permission::View, &row)))
}
