//! Redirects made by hand.

use super::{RedirectId, RedirectRow, normalize};
use crate::{
    access::Editor,
    document::PageKind,
    store::{self, redirect::WriteRedirect},
    tree::Author,
};
use sqlx::PgConnection;
use std::collections::HashMap;
use xpro_kernel::PageId;
use xpro_platform::{Subject, audit, content, db::Database, db::Tx, db::violated_constraint};

/// Name of the permission.
pub const CHANGE_REDIRECTS: &str = "redirects.change";

/// Where visitors go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// To this page, wherever it stands, while it is live.
    Page(PageId),
    /// To a path on this site or an absolute address.
    Url(String),
}

/// A redirect as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRedirect {
    /// A path on this site, perhaps with a query.
    pub from: String,
    /// Where visitors go.
    pub to: RedirectTarget,
    /// 301 instead of 302.
    pub permanent: bool,
}

/// Why no redirect was changed.
#[derive(Debug, thiserror::Error)]
pub enum RedirectError {
    /// Needs [`CHANGE_REDIRECTS`].
    #[error("this needs the permission {CHANGE_REDIRECTS}")]
    Denied,
    /// No such redirect.
    #[error("there is no such redirect")]
    NotFound,
    /// Not a path on this site.
    #[error("begin the address with a slash, such as /old-page/")]
    BadPath,
    /// The home page.
    #[error("the home page is always there: choose another address")]
    Home,
    /// A page answers before any redirect does.
    #[error("visitors find a page at {0}. Unpublish it or change its address first: until then nothing is redirected")]
    Shadowed(String),
    /// The page is part of others and has no address.
    #[error("that page has no address of its own: choose another one")]
    NoAddress,
    /// Neither a page nor an address.
    #[error("enter a path on this site, or an address that begins with https://")]
    BadTarget,
    /// There is one from that address.
    #[error("there is a redirect from {0} already")]
    Taken(String),
    /// It would lead back to where it begins.
    #[error("this would send visitors in a circle")]
    Loop,
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for RedirectError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("redirect_from_path_key") => RedirectError::Taken(String::new()),
            Some("redirect_to_page_id_fkey") => RedirectError::BadTarget,
            _ => RedirectError::Internal(error),
        }
    }
}

/// Adds a redirect. One that was made by itself from the same address gives way.
///
/// # Errors
/// Without the permission, or when the addresses will not do.
pub async fn create_redirect(tx: &mut Tx, author: Author<'_>, new: NewRedirect) -> Result<RedirectId, RedirectError> {
    may_change(author)?;
    check_free(tx, &new.from).await?;
    let write = checked(tx, author, &new, None).await?;
    let now = tx.now();
    store::redirect::delete_automatic(tx, std::slice::from_ref(&write.from)).await?;
    if store::redirect::find_from(tx, &write.from).await?.is_some() {
        return Err(RedirectError::Taken(write.from));
    }
    let id = store::redirect::insert(tx, &write, false, now).await?;
    record(tx, author, "create_redirect", id, None, Some(&write)).await?;
    Ok(id)
}

/// Changes a redirect; it counts as made by hand from then on.
///
/// # Errors
/// Without the permission, or when the addresses will not do.
pub async fn update_redirect(
    tx: &mut Tx,
    author: Author<'_>,
    id: RedirectId,
    new: NewRedirect,
) -> Result<(), RedirectError> {
    may_change(author)?;
    let before = store::redirect::find(tx, id).await?.ok_or(RedirectError::NotFound)?;
    let is_moved = normalize(&new.from).is_ok_and(|from| from != before.from);
    if is_moved {
        check_free(tx, &new.from).await?;
    }
    let write = checked(tx, author, &new, Some(id)).await?;
    if is_moved && store::redirect::find_from(tx, &write.from).await?.is_some() {
        return Err(RedirectError::Taken(write.from));
    }
    let now = tx.now();
    store::redirect::update(tx, id, &write, now).await?;
    record(tx, author, "update_redirect", id, Some(&before), Some(&write)).await
}

/// Deletes a redirect.
///
/// # Errors
/// Without the permission, or when there is none.
pub async fn delete_redirect(tx: &mut Tx, author: Author<'_>, id: RedirectId) -> Result<(), RedirectError> {
    may_change(author)?;
    let before = store::redirect::find(tx, id).await?.ok_or(RedirectError::NotFound)?;
    store::redirect::delete(tx, id).await?;
    record(tx, author, "delete_redirect", id, Some(&before), None).await
}

/// Which redirects are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RedirectFilter {
    /// Part of either address.
    pub text: String,
    /// Made by itself, or by hand.
    pub automatic: Option<bool>,
    /// Behind this one.
    pub after: Option<RedirectId>,
    /// How many; at most 200, fifty when it is 0.
    pub limit: i64,
}

/// Redirects, the newest first.
///
/// # Errors
/// Without the permission.
pub async fn list_redirects(
    conn: &mut PgConnection,
    editor: &Editor,
    filter: &RedirectFilter,
) -> Result<Vec<RedirectRow>, RedirectError> {
    may_change(Author::Editor(editor))?;
    let text = xpro_kernel::plain_text(&filter.text);
    Ok(store::redirect::list(conn, &text, filter.automatic, filter.after, crate::tree::explore::part(filter.limit))
        .await?)
}

/// Counts a visitor who was sent on.
///
/// # Errors
/// When the database refuses; the visitor is sent on all the same.
pub async fn note_hit(db: &Database, id: RedirectId) -> Result<(), sqlx::Error> {
    let now = db.now();
    store::redirect::count(&mut *db.read().await?, id, now).await
}

pub(super) fn may_change(author: Author<'_>) -> Result<(), RedirectError> {
    match author {
        Author::Editor(editor) if !editor.has(CHANGE_REDIRECTS) => Err(RedirectError::Denied),
        _ => Ok(()),
    }
}

/// The row to write, when its addresses will do.
pub(super) async fn checked(
    conn: &mut PgConnection,
    author: Author<'_>,
    new: &NewRedirect,
    id: Option<RedirectId>,
) -> Result<WriteRedirect, RedirectError> {
    let from = normalize(&new.from).map_err(|_| match new.from.trim() {
        "/" => RedirectError::Home,
        _ => RedirectError::BadPath,
    })?;
    let (to_page, to_url) = match &new.to {
        RedirectTarget::Page(page) => {
            let page = store::page::find(conn, *page).await?.ok_or(RedirectError::BadTarget)?;
            if normalize(&page.url_path).is_ok_and(|path| path == from) {
                return Err(RedirectError::Loop);
            }
            if !has_own_url(&page.kind) {
                return Err(RedirectError::NoAddress);
            }
            (Some(page.id), None)
        }
        RedirectTarget::Url(url) => (None, Some(checked_url(url)?)),
    };
    if let Some(url) = &to_url {
        check_circle(conn, &from, url, id).await?;
    }
    Ok(WriteRedirect { from, to_page, to_url, permanent: new.permanent, by: author.user_id() })
}

/// No page that visitors see has the address; one that is no address is refused elsewhere.
async fn check_free(conn: &mut PgConnection, from: &str) -> Result<(), RedirectError> {
    let Ok(from) = normalize(from) else { return Ok(()) };
    let path = from.split('?').next().unwrap_or_default();
    let address = format!("{path}/");
    let Some(page) = store::page::find_by_url_path(conn, &address).await? else { return Ok(()) };
    match store::page::find(conn, page).await? {
        Some(page) if page.live && has_own_url(&page.kind) => Err(RedirectError::Shadowed(address)),
        _ => Ok(()),
    }
}

fn has_own_url(kind: &str) -> bool {
    PageKind::from_name(kind).is_some_and(PageKind::has_own_url)
}

fn checked_url(url: &str) -> Result<String, RedirectError> {
    let url = url.trim();
    let is_path = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\');
    let is_web = || url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let is_fit = xpro_kernel::is_plain_text(url) && url.chars().count() <= 2_000 && !url.contains(char::is_whitespace);
    if is_fit && (is_path || is_web()) { Ok(url.to_owned()) } else { Err(RedirectError::BadTarget) }
}

/// Follows the redirects that begin where this one would end.
async fn check_circle(
    conn: &mut PgConnection,
    from: &str,
    url: &str,
    id: Option<RedirectId>,
) -> Result<(), RedirectError> {
    let next: HashMap<String, String> = store::redirect::urls(conn)
        .await?
        .into_iter()
        .filter(|(row, ..)| Some(*row) != id)
        .map(|(_, from, to)| (from, to))
        .collect();
    let mut at = normalize(url).ok();
    for _ in 0..=next.len() {
        match at {
            Some(path) if path == from => return Err(RedirectError::Loop),
            Some(path) => at = next.get(&path).and_then(|url| normalize(url).ok()),
            None => return Ok(()),
        }
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    author: Author<'_>,
    act: &'static str,
    id: RedirectId,
    before: Option<&RedirectRow>,
    after: Option<&WriteRedirect>,
) -> Result<(), RedirectError> {
    let before = before.map(
        |row| serde_json::json!({ "from": row.from, "to_page": row.to_page, "to": row.to, "permanent": row.permanent }),
    );
    let after = after.map(|row| {
        serde_json::json!({ "from": row.from, "to_page": row.to_page, "to": row.to_url, "permanent": row.permanent })
    });
    let subject = Subject::new("redirect", id.0);
    audit::record(tx, audit::Change { act, actor: author.into(), subject, before, after, note: "" }).await?;
    Ok(content::changed(tx).await?)
}
