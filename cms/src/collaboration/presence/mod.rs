//! Who else has a page open (cms.md 5.5, L7). Every open tab says every few seconds that it is there; one that falls silent
//! is forgotten. The answer also names the newest version, so that a writer learns of it before colliding with it, and what the
//! writer may do by now: a review or a lock may have begun or ended.

use crate::{
    access::{Editor, PageLock, Refusal, Rights, view_page},
    collaboration::store,
};
use time::{Duration, OffsetDateTime};
use xpro_kernel::{PageId, UserId};
use xpro_platform::db::Tx;

/// How often a tab says that it is there.
pub const BEAT_SECONDS: u64 = 10;

/// A tab that said nothing for so long is gone: three beats, and some.
const SILENCE: Duration = Duration::seconds(35);

/// A tab says that it is there.
#[derive(Debug, Clone, Copy)]
pub struct Beat<'a> {
    /// Which page it shows.
    pub page: PageId,
    /// Key that the tab made up for itself.
    pub tab: &'a str,
    /// It has text that the server lacks.
    pub is_dirty: bool,
}

/// Another tab that shows the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// It is another tab of the asker.
    pub is_me: bool,
    /// It has text that the server lacks.
    pub is_dirty: bool,
    /// Since when.
    pub since: OffsetDateTime,
}

/// What a beat is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The other tabs, those that came first in front.
    pub others: Vec<Present>,
    /// The newest version of the text.
    pub version: i64,
    /// Who wrote it; none for commands.
    pub saved_by: Option<UserId>,
    /// Their name; empty for commands.
    pub saved_by_name: String,
    /// When.
    pub saved_at: OffsetDateTime,
    /// What the editor may do to the page by now.
    pub rights: Rights,
    /// Who keeps others from editing.
    pub lock: Option<PageLock>,
}

/// Why a beat was not heard.
#[derive(Debug, thiserror::Error)]
pub enum PresenceError {
    /// No page of theirs.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Tabs name themselves with 8 to 64 letters, digits and hyphens.
    #[error("this is no key of a tab")]
    BadTab,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Notes that a tab shows the page, and tells who else does. One statement after the one that finds the page.
///
/// # Errors
/// When there is no such page for them.
pub async fn beat(tx: &mut Tx, editor: &Editor, beat: Beat<'_>) -> Result<Heard, PresenceError> {
    check_tab(beat.tab)?;
    let page = view_page::<PresenceError>(tx, editor.into(), beat.page).await?;
    let now = tx.now();
    let mut seen = store::presence::beat(tx, editor.user_id(), beat, now, now - SILENCE).await?.into_iter();
    let first = seen.next().ok_or(Refusal::NotFound)?;
    let mut heard = Heard {
        others: Vec::new(),
        version: first.version,
        saved_by: first.saved_by,
        saved_by_name: first.saved_by_name,
        saved_at: first.saved_at,
        rights: editor.rights(&page),
        lock: page.lock(),
    };
    heard.others.extend(first.other);
    heard.others.extend(seen.filter_map(|row| row.other));
    Ok(heard)
}

/// Forgets a tab of the editor's: it was closed or shows something else.
///
/// # Errors
/// When the database refuses.
pub async fn leave(tx: &mut Tx, editor: &Editor, tab: &str) -> Result<(), PresenceError> {
    check_tab(tab)?;
    Ok(store::presence::leave(tx, editor.user_id(), tab).await?)
}

fn check_tab(tab: &str) -> Result<(), PresenceError> {
    let is_key = (8..=64).contains(&tab.len()) && tab.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_key { Ok(()) } else { Err(PresenceError::BadTab) }
}

#[cfg(test)]
mod tests;
