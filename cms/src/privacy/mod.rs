//! Who may read the pages of a branch (cms.md 5.5, L15): everybody, who knows a password, who is signed in, or the members of
//! some groups. What stands at the top of a branch holds for every page in it, and who wants to read a page passes all that
//! stand before it. Lists, menus, the sitemap and the API tell everybody else nothing of such pages.

mod visitor;

pub use crate::store::privacy::RestrictionRow;
pub use visitor::{Guard, Visitor, Wall, wall};

use crate::{
    access::{GroupId, Permission, ReadError, Refusal, lock_page, need, need_unlocked, view_page},
    publish::record,
    store,
    tree::Author,
};
use serde_json::{Value, json};
use sqlx::PgConnection;
use xpro_kernel::PageId;
use xpro_platform::{content, db::Tx};

/// Key of a `page_restriction`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct RestrictionId(pub i64);

/// Whom a restriction lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Who knows the password.
    Password,
    /// Who is signed in.
    SignedIn,
    /// Members of these groups.
    Groups(Vec<GroupId>),
}

/// What a page's own privacy is to be.
#[derive(Clone, PartialEq, Eq)]
pub enum Privacy {
    /// Nothing of its own.
    Public,
    /// A password opens it: the Argon2 hash of a new one, or none to keep the one there is.
    Password(Option<String>),
    /// Whoever is signed in.
    SignedIn,
    /// Members of these groups.
    Groups(Vec<GroupId>),
}

/// The privacy of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePrivacy {
    /// What stands before the page itself.
    pub own: Option<RestrictionRow>,
    /// What stands before pages above it, outermost first.
    pub inherited: Vec<RestrictionRow>,
    /// All groups there are, by name.
    pub groups: Vec<(GroupId, String)>,
    /// The author may change it.
    pub may_change: bool,
}

/// Why a page's privacy did not change.
#[derive(Debug, thiserror::Error)]
pub enum PrivacyError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A password is wanted, and there is none yet.
    #[error("Choose a password.")]
    NoPassword,
    /// Nobody would be let in.
    #[error("Choose a group at least.")]
    NoGroups,
    /// One of the groups is gone.
    #[error("One of these groups is gone. Choose again.")]
    GroupGone,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

impl RestrictionRow {
    /// Whom it lets in.
    pub fn audience(&self) -> Audience {
        match self.audience.as_str() {
            "password" => Audience::Password,
            "signed_in" => Audience::SignedIn,
            // The database allows no fourth.
            _ => Audience::Groups(self.groups.clone()),
        }
    }
}

/// The privacy of a page, for those who may open it in the Studio.
///
/// # Errors
/// When there is no such page for them.
pub async fn page_privacy(conn: &mut PgConnection, author: Author<'_>, page: PageId) -> Result<PagePrivacy, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let mut inherited = store::privacy::before(conn, &row.tree_path).await?;
    let own = inherited.pop_if(|last| last.page == page);
    let groups = store::people::groups(conn).await?.into_iter().map(|(id, name)| (GroupId(id), name)).collect();
    let may_change = need(author, Permission::Publish, &row).is_ok() && need_unlocked(author, &row).is_ok();
    Ok(PagePrivacy { own, inherited, groups, may_change })
}

/// Changes who may read a page and what is below it. Whoever may publish it may (cms.md 5.4). Returns whether anything changed.
///
/// # Errors
/// Without the right, of a page somebody else locked, and when nobody could be let in.
pub async fn set_privacy(tx: &mut Tx, author: Author<'_>, page: PageId, wanted: Privacy) -> Result<bool, PrivacyError> {
    let row = lock_page::<PrivacyError>(tx, author, page).await?;
    need(author, Permission::Publish, &row)?;
    need_unlocked(author, &row)?;
    let own = store::privacy::before(tx, &row.tree_path).await?.pop().filter(|last| last.page == page);
    let now = tx.now();
    let is_kept = match (&wanted, own.as_ref().map(RestrictionRow::audience)) {
        (Privacy::Public, None)
        | (Privacy::SignedIn, Some(Audience::SignedIn))
        | (Privacy::Password(None), Some(Audience::Password)) => true,
        (Privacy::Groups(wanted), Some(Audience::Groups(present))) => sorted(wanted) == present,
        _ => false,
    };
    if is_kept {
        return Ok(false);
    }
    match &wanted {
        Privacy::Public => store::privacy::delete(tx, page).await.map(drop)?,
        Privacy::Password(None) => return Err(PrivacyError::NoPassword),
        Privacy::Password(Some(hash)) => {
            store::privacy::replace(tx, page, "password", Some(hash), &[], now).await.map(drop)?;
        }
        Privacy::SignedIn => store::privacy::replace(tx, page, "signed_in", None, &[], now).await.map(drop)?,
        Privacy::Groups(groups) => restrict_to_groups(tx, page, &sorted(groups)).await?,
    }
    record(tx, author, "set_privacy", &row, Some(told(own.as_ref())), Some(wanted.told())).await?;
    content::changed(tx).await?;
    Ok(true)
}

async fn restrict_to_groups(tx: &mut Tx, page: PageId, groups: &[GroupId]) -> Result<(), PrivacyError> {
    if groups.is_empty() {
        return Err(PrivacyError::NoGroups);
    }
    if !store::privacy::hold_groups(tx, groups).await? {
        return Err(PrivacyError::GroupGone);
    }
    let now = tx.now();
    store::privacy::replace(tx, page, "groups", None, groups, now).await?;
    Ok(())
}

fn sorted(groups: &[GroupId]) -> Vec<GroupId> {
    let mut groups = groups.to_vec();
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn told(restriction: Option<&RestrictionRow>) -> Value {
    match restriction {
        None => Privacy::Public.told(),
        Some(restriction) => json!({ "audience": restriction.audience, "groups": restriction.groups }),
    }
}

impl Privacy {
    /// For the record; the hash is nobody's to read.
    fn told(&self) -> Value {
        let (audience, groups) = match self {
            Privacy::Public => ("public", &[][..]),
            Privacy::Password(_) => ("password", &[][..]),
            Privacy::SignedIn => ("signed_in", &[][..]),
            Privacy::Groups(groups) => ("groups", groups.as_slice()),
        };
        json!({ "audience": audience, "groups": groups })
    }
}

/// Without the hash.
impl std::fmt::Debug for Privacy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Privacy").field(&self.told()).finish()
    }
}

#[cfg(test)]
mod tests;
