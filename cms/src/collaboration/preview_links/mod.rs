//! Links that show a draft to people without an account. A link opens one page: its draft as it is when somebody looks, or one
//! of its versions. Its token is told once, to whoever makes it; the database keeps what it hashes to.

use crate::{
    access::{Editor, Permission, ReadError, Refusal, need, view_page},
    collaboration::{PreviewLinkId, store as own},
    document::{DocumentError, PageDocument, PageKind},
    publish::{kind_of, record},
    store,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use xpro_kernel::{PageId, RevisionId, UserId};
use xpro_platform::db::Tx;

/// Shortest life of a link.
pub const SHORTEST_LIFE: Duration = Duration::hours(1);
/// Longest life of a link.
pub const LONGEST_LIFE: Duration = Duration::days(30);

/// Most links of one page that open at the same time.
const MOST_OPEN: i64 = 50;
/// Longest note.
const LONGEST_NOTE: usize = 200;

/// A link as its page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLink {
    /// Key.
    pub id: PreviewLinkId,
    /// Which text; none is the draft as it is when somebody looks.
    pub revision: Option<RevisionId>,
    /// Name of that text; may be empty.
    pub revision_label: String,
    /// For whom, in the maker's words.
    pub note: String,
    /// Who made it.
    pub created_by: UserId,
    /// Their name.
    pub created_by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// Until when it opens.
    pub expires_at: OffsetDateTime,
    /// Since when it does not open any more.
    pub revoked_at: Option<OffsetDateTime>,
    /// When somebody last looked.
    pub last_used_at: Option<OffsetDateTime>,
    /// How often somebody did.
    pub uses: i64,
}

/// A link that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct NewPreviewLink<'a> {
    /// To which page.
    pub page: PageId,
    /// To which text; none is the draft as it is when somebody looks.
    pub revision: Option<RevisionId>,
    /// How long it opens: an hour to 30 days.
    pub life: Duration,
    /// For whom; may be empty.
    pub note: &'a str,
}

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePreviewLink {
    /// Key.
    pub id: PreviewLinkId,
    /// What opens it; nobody can read it again.
    pub token: String,
    /// Until when it opens.
    pub expires_at: OffsetDateTime,
}

/// Why a link was not made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum PreviewLinkError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No such link.
    #[error("there is no such link")]
    NotFound,
    /// Too short or too long a life.
    #[error("a link opens for an hour to 30 days")]
    BadLife,
    /// A note has 200 characters at most.
    #[error("a note has at most {LONGEST_NOTE} characters")]
    BadNote,
    /// Enough.
    #[error("{MOST_OPEN} links of this page are open already; revoke one first")]
    TooMany,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Makes a link. Whoever may edit the page may show it.
///
/// # Errors
/// Without the right to edit the page, or when it has no such text.
pub async fn make_preview_link(
    tx: &mut Tx,
    editor: &Editor,
    new: NewPreviewLink<'_>,
) -> Result<MadePreviewLink, PreviewLinkError> {
    let row = view_page::<PreviewLinkError>(tx, editor.into(), new.page).await?;
    need(editor.into(), Permission::Change, &row)?;
    if new.life < SHORTEST_LIFE || new.life > LONGEST_LIFE {
        return Err(PreviewLinkError::BadLife);
    }
    let (note, now) = (xpro_kernel::plain_text(new.note), tx.now());
    if note.chars().count() > LONGEST_NOTE {
        return Err(PreviewLinkError::BadNote);
    }
    if let Some(revision) = new.revision {
        keep(tx, new.page, revision).await?;
    }
    if own::preview_link::count_open(tx, new.page, now).await? >= MOST_OPEN {
        return Err(PreviewLinkError::TooMany);
    }
    let (token, expires_at) = (new_token(), now + new.life);
    let token_hash = hash(&token);
    let link = own::preview_link::NewLink {
        page: new.page,
        revision: new.revision,
        token_hash: &token_hash,
        note: &note,
        by: editor.user_id(),
        expires_at,
    };
    let id = own::preview_link::insert(tx, link, now).await?;
    let after = json!({ "link": id, "revision": new.revision, "hours": new.life.whole_hours(), "note": note });
    record(tx, editor.into(), "make_preview_link", &row, None, Some(after)).await?;
    Ok(MadePreviewLink { id, token, expires_at })
}

/// A text that is still being written becomes a version: the link shows it as it is now.
async fn keep(tx: &mut Tx, page: PageId, revision: RevisionId) -> Result<(), PreviewLinkError> {
    let found = store::revision::find(tx, page, revision).await?.ok_or(Refusal::NotFound)?;
    if found.state == "rolling" {
        let now = tx.now();
        store::revision::set_state(tx, revision, "named", now).await?;
        store::revision::set_label(tx, revision, "Shared by link").await?;
    }
    Ok(())
}

/// Lets a link open nothing any more.
///
/// # Errors
/// Without the right to edit the page.
pub async fn revoke_preview_link(tx: &mut Tx, editor: &Editor, link: PreviewLinkId) -> Result<(), PreviewLinkError> {
    let (page, is_revoked) = own::preview_link::find(tx, link).await?.ok_or(PreviewLinkError::NotFound)?;
    let row = view_page::<PreviewLinkError>(tx, editor.into(), page).await?;
    need(editor.into(), Permission::Change, &row)?;
    if is_revoked {
        return Ok(());
    }
    let now = tx.now();
    own::preview_link::revoke(tx, link, editor.user_id(), now).await?;
    record(tx, editor.into(), "revoke_preview_link", &row, None, Some(json!({ "link": link }))).await?;
    Ok(())
}

/// The links of a page, the newest first.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_preview_links(
    conn: &mut PgConnection,
    editor: &Editor,
    page: PageId,
) -> Result<Vec<PreviewLink>, ReadError> {
    let row = view_page::<ReadError>(conn, editor.into(), page).await?;
    need(editor.into(), Permission::Change, &row)?;
    Ok(own::preview_link::list(conn, page, 200).await?)
}

/// What somebody with a link sees.
#[derive(Debug, Clone)]
pub struct OpenedPreview {
    /// The page.
    pub page: PageId,
    /// Its kind.
    pub kind: PageKind,
    /// Its address.
    pub url_path: String,
    /// What it says.
    pub document: PageDocument,
    /// It is the draft as it is now, and not one of its versions.
    pub is_draft: bool,
    /// Until when the link opens.
    pub expires_at: OffsetDateTime,
}

/// Why a link shows nothing. None of it tells what it once showed.
#[derive(Debug, thiserror::Error)]
pub enum OpenPreviewError {
    /// No link has this token, or its page is gone.
    #[error("no such link")]
    Unknown,
    /// It opened until then.
    #[error("the link has expired")]
    Expired,
    /// Somebody revoked it.
    #[error("the link was revoked")]
    Revoked,
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// What a token opens, for anybody who has it.
///
/// # Errors
/// When it opens nothing (any more).
pub async fn open_preview(tx: &mut Tx, token: &str) -> Result<OpenedPreview, OpenPreviewError> {
    if token.len() != TOKEN_LENGTH {
        return Err(OpenPreviewError::Unknown);
    }
    let now = tx.now();
    let target = own::preview_link::visit(tx, &hash(token), now).await?.ok_or(OpenPreviewError::Unknown)?;
    if target.revoked {
        return Err(OpenPreviewError::Revoked);
    }
    if target.expires_at <= now {
        return Err(OpenPreviewError::Expired);
    }
    let row = store::page::find(tx, target.page).await?.ok_or(OpenPreviewError::Unknown)?;
    let revision = target.revision.or(row.latest_revision_id).ok_or(OpenPreviewError::Unknown)?;
    let revision = store::revision::find(tx, row.id, revision).await?.ok_or(OpenPreviewError::Unknown)?;
    let kind = kind_of(&row)?;
    let document = PageDocument::read(kind, revision.stored())?.document;
    Ok(OpenedPreview {
        page: row.id,
        kind,
        url_path: row.url_path,
        document,
        is_draft: target.revision.is_none(),
        expires_at: target.expires_at,
    })
}

/// 32 bytes in URL-safe Base64.
const TOKEN_LENGTH: usize = 43;

/// 244 random bits: two random UUIDs.
fn new_token() -> String {
    let bytes = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token has more entropy than anybody can try, so one round without salt is enough.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests;
