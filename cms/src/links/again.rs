//! Somebody wants to know whether a link works again.

use super::{CheckLink, LinkId};
use crate::{
    access::{Editor, Permission},
    records::RecordKind,
    store::{self, external_link},
};
use serde_json::json;
use xpro_platform::{Subject, audit, db::Tx, jobs::enqueue};

/// Why it is not asked.
#[derive(Debug, thiserror::Error)]
pub enum CheckAgainError {
    /// Nobody uses it any more, or nothing that they may see does.
    #[error("there is no such link")]
    NotFound,
    /// They may not change anything that uses it.
    #[error("this needs the permission to change what uses the link")]
    Denied,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Has one link asked now, for somebody who may change a page or a record that uses it. False when it waits already.
///
/// # Errors
/// When they may not.
pub async fn check_again(tx: &mut Tx, editor: &Editor, link: LinkId) -> Result<bool, CheckAgainError> {
    let (pages, records) = external_link::users(tx, link).await?;
    let pages = store::page::find_many(tx, &pages).await?;
    let kinds = || records.iter().filter_map(|kind| RecordKind::from_name(kind));
    let may_see =
        pages.iter().any(|page| editor.may(Permission::View, page)) || kinds().any(|kind| kind.may_see(editor));
    if !may_see {
        return Err(CheckAgainError::NotFound);
    }
    let may_change =
        pages.iter().any(|page| editor.may(Permission::Change, page)) || kinds().any(|kind| kind.may_change(editor));
    if !may_change {
        return Err(CheckAgainError::Denied);
    }
    let is_new = enqueue(tx, &CheckLink { link }).await?.is_some();
    if is_new {
        let change = audit::Change {
            act: "check_link_again",
            actor: editor.staff().into(),
            subject: Subject::new("external_link", link.0),
            before: None,
            after: Some(json!({ "link": link.0 })),
            note: "",
        };
        audit::record(tx, change).await?;
    }
    Ok(is_new)
}
