//! What a page said: list, read, compare, name, bring back.

use super::{
    price::PriceIntent,
    record,
    save_draft::{SavedDraft, as_it_holds, kind_of, latest_of, write, write_facts},
};
use crate::{
    access::{PageLock, Permission, ReadError, Refusal, Rights, lock_page, need, need_editable, view_page},
    compare::{Comparison, compare},
    document::{DocumentError, Fault, PageDocument, PageKind, StoredDocument},
    store::{
        self,
        page::PageRow,
        revision::{RevisionRow, Rolling},
        schedule::ScheduleRow,
    },
    tree::Author,
};
use sqlx::PgConnection;
use time::OffsetDateTime;
use xpro_kernel::{PageId, RevisionId, UserId};
use xpro_platform::db::{Tx, violated_constraint};

/// What a revision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionState {
    /// The draft that saves write.
    Rolling,
    /// Kept under a name.
    Named,
    /// Visitors saw it.
    Published,
    /// Goes live at its time.
    Scheduled,
}

impl RevisionState {
    /// One whose schedule was called off is a version like any other that was kept.
    fn of(name: &str, go_live_at: Option<OffsetDateTime>) -> Self {
        match name {
            "rolling" => RevisionState::Rolling,
            "published" => RevisionState::Published,
            "scheduled" if go_live_at.is_some() => RevisionState::Scheduled,
            _ => RevisionState::Named,
        }
    }
}

/// A revision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionInfo {
    /// Key.
    pub id: RevisionId,
    /// What it is.
    pub state: RevisionState,
    /// Its name; may be empty.
    pub label: String,
    /// Counts what was written on the page.
    pub version: i64,
    /// Who wrote last; none for commands.
    pub created_by: Option<UserId>,
    /// Their name; empty for commands.
    pub created_by_name: String,
    /// Begun.
    pub created_at: OffsetDateTime,
    /// Last written.
    pub updated_at: OffsetDateTime,
    /// What visitors see.
    pub is_live: bool,
    /// What the editor sees.
    pub is_latest: bool,
    /// When it is to go live.
    pub go_live_at: Option<OffsetDateTime>,
}

/// One of a page's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What visitors see, or last saw.
    Live,
    /// What the editor sees.
    Draft,
    /// This one.
    Revision(RevisionId),
}

/// A text with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadRevision {
    /// About it.
    pub info: RevisionInfo,
    /// What it says.
    pub document: PageDocument,
    /// What of it cannot be understood.
    pub faults: Vec<Fault>,
    /// As stored.
    pub stored: StoredDocument,
}

/// Everything that an editor's screen begins with.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// The page.
    pub page: PageRow,
    /// Its kind.
    pub kind: PageKind,
    /// What its newest revision says.
    pub document: PageDocument,
    /// What of it cannot be understood.
    pub faults: Vec<Fault>,
    /// To name when saving.
    pub version: i64,
    /// The newest revision.
    pub revision: RevisionId,
    /// The last part of the address that the draft wants.
    pub slug: String,
    /// The price that publishing will set.
    pub price: Option<PriceIntent>,
    /// Who wrote last; none for commands.
    pub saved_by: Option<UserId>,
    /// Their name; empty for commands.
    pub saved_by_name: String,
    /// When.
    pub saved_at: OffsetDateTime,
    /// Who locked the page.
    pub lock: Option<PageLock>,
    /// What the reader may do; everything for commands.
    pub rights: Rights,
    /// What waits.
    pub schedules: Vec<ScheduleRow>,
    /// Visitors do not see this text.
    pub has_unpublished: bool,
}

/// Loads what an editor's screen begins with.
///
/// # Errors
/// When there is no such page for them, or its document cannot be read.
pub async fn open_draft(conn: &mut PgConnection, author: Author<'_>, page: PageId) -> Result<OpenDraft, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let latest = latest_of::<ReadError>(conn, &row).await?;
    let read = as_it_holds(&row, &latest)?;
    let rights = match author {
        Author::Editor(editor) => editor.rights(&row),
        Author::System(_) => Rights { view: true, edit: true, publish: true, ..Rights::default() },
    };
    let price = latest.price_intent.as_ref().filter(|_| latest.price_applied_at.is_none());
    Ok(OpenDraft {
        kind: kind_of(&row)?,
        document: read.document,
        faults: read.faults,
        version: latest.version,
        revision: latest.id,
        slug: latest.slug.clone().unwrap_or_else(|| row.slug.clone()),
        price: price.and_then(PriceIntent::from_value),
        saved_by: latest.created_by,
        saved_by_name: latest.created_by_name,
        saved_at: latest.updated_at,
        lock: row.lock(),
        rights,
        schedules: store::schedule::waiting(conn, page).await?,
        has_unpublished: !row.live || row.published_revision_id != Some(latest.id),
        page: row,
    })
}

/// A page's revisions, newest first, after `before`.
///
/// # Errors
/// When there is no such page for them.
pub async fn list_revisions(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    before: Option<RevisionId>,
    limit: i64,
) -> Result<Vec<RevisionInfo>, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let rows = store::revision::list(conn, page, before, limit.clamp(1, 200)).await?;
    let info = |revision: store::revision::RevisionListRow| RevisionInfo {
        id: revision.id,
        state: RevisionState::of(&revision.state, revision.go_live_at),
        label: revision.label,
        version: revision.version,
        created_by: revision.created_by,
        created_by_name: revision.created_by_name,
        created_at: revision.created_at,
        updated_at: revision.updated_at,
        is_live: row.live && row.published_revision_id == Some(revision.id),
        is_latest: row.latest_revision_id == Some(revision.id),
        go_live_at: revision.go_live_at,
    };
    Ok(rows.into_iter().map(info).collect())
}

/// One of a page's texts.
///
/// # Errors
/// When there is no such page or text for them, or it cannot be read.
pub async fn read_revision(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    which: Which,
) -> Result<ReadRevision, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let revision = find(conn, &row, which).await?;
    let stored = revision.stored();
    let read = PageDocument::read(kind_of(&row)?, stored.clone())?;
    let waiting = store::schedule::waiting(conn, page).await?;
    let go_live_at = waiting.iter().find(|waits| waits.revision_id == Some(revision.id)).map(|waits| waits.at);
    let info = RevisionInfo {
        id: revision.id,
        state: RevisionState::of(&revision.state, go_live_at),
        label: revision.label,
        version: revision.version,
        created_by: revision.created_by,
        created_by_name: revision.created_by_name,
        created_at: revision.created_at,
        updated_at: revision.updated_at,
        is_live: row.live && row.published_revision_id == Some(revision.id),
        is_latest: row.latest_revision_id == Some(revision.id),
        go_live_at,
    };
    Ok(ReadRevision { info, document: read.document, faults: read.faults, stored })
}

/// What changed from one of a page's texts to another, block by block.
///
/// # Errors
/// When there is no such page or text for them, or one cannot be read.
pub async fn compare_revisions(
    conn: &mut PgConnection,
    author: Author<'_>,
    page: PageId,
    from: Which,
    to: Which,
) -> Result<Comparison, ReadError> {
    let row = view_page::<ReadError>(conn, author, page).await?;
    let (from, to) = (find(conn, &row, from).await?, find(conn, &row, to).await?);
    // Read and written again, so that an older schema does not show as a difference.
    let body = |revision: RevisionRow| -> Result<_, DocumentError> {
        Ok(PageDocument::read(kind_of(&row)?, revision.stored())?.document.to_stored()?.body)
    };
    Ok(compare(&body(from)?, &body(to)?))
}

async fn find(conn: &mut PgConnection, row: &PageRow, which: Which) -> Result<RevisionRow, ReadError> {
    let id = match which {
        Which::Live => row.published_revision_id,
        Which::Draft => row.latest_revision_id,
        Which::Revision(id) => Some(id),
    };
    let id = id.ok_or(Refusal::NotFound)?;
    Ok(store::revision::find(conn, row.id, id).await?.ok_or(Refusal::NotFound)?)
}

/// Why a version was not named.
#[derive(Debug, thiserror::Error)]
pub enum NameVersionError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A name has 1 to 100 characters.
    #[error("a version needs a name of at most 100 characters")]
    BadLabel,
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Keeps the newest text under a name: what is written next is another revision.
///
/// # Errors
/// Without the right to edit, or without a name.
pub async fn name_version(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    label: &str,
) -> Result<RevisionId, NameVersionError> {
    let label = xpro_kernel::plain_text(label);
    if label.is_empty() || label.chars().count() > 100 {
        return Err(NameVersionError::BadLabel);
    }
    let row = lock_page::<NameVersionError>(tx, author, page).await?;
    need(author, Permission::Change, &row)?;
    need_editable(author, &row)?;
    let latest = latest_of::<NameVersionError>(tx, &row).await?;
    freeze(tx, &latest, &label).await?;
    let after = serde_json::json!({ "revision": latest.id, "label": label });
    record(tx, author, "name_version", &row, None, Some(after)).await?;
    Ok(latest.id)
}

/// Names a revision; a rolling one becomes history.
async fn freeze(tx: &mut Tx, revision: &RevisionRow, label: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    if revision.state == "rolling" {
        store::revision::set_state(tx, revision.id, "named", now).await?;
    }
    store::revision::set_label(tx, revision.id, label).await
}

/// Why an old text was not brought back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreRevisionError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another page describes the same course or program by now (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for RestoreRevisionError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_course_id_key" | "page_program_id_key") => RestoreRevisionError::AlreadyDescribed,
            _ => RestoreRevisionError::Internal(error),
        }
    }
}

/// Makes an old text the rolling draft. What was being written is kept under the name "Before restoring"; the public page,
/// the address and the price stay as they are.
///
/// # Errors
/// Without the right to edit, or when the old text cannot be read.
pub async fn restore_revision(
    tx: &mut Tx,
    author: Author<'_>,
    page: PageId,
    revision: RevisionId,
) -> Result<SavedDraft, RestoreRevisionError> {
    let row = lock_page::<RestoreRevisionError>(tx, author, page).await?;
    need(author, Permission::Change, &row)?;
    need_editable(author, &row)?;
    let old = store::revision::find(tx, page, revision).await?.ok_or(Refusal::NotFound)?;
    let latest = latest_of::<RestoreRevisionError>(tx, &row).await?;
    if latest.id == old.id {
        return Ok(unchanged(&latest));
    }
    if latest.state == "rolling" {
        freeze(tx, &latest, "Before restoring").await?;
    }
    let document = PageDocument::read(kind_of(&row)?, old.stored())?.document;
    let stored = document.to_stored()?;
    let draft = Rolling {
        document: &stored,
        version: latest.version + 1,
        slug: None,
        price_intent: None,
        restored_from: Some(old.id),
        by: author.user_id(),
    };
    let (id, version) = write(tx, author, &row, &document, draft).await?;
    let after = serde_json::json!({ "revision": id, "restored_from": old.id });
    record(tx, author, "restore_revision", &row, None, Some(after)).await?;
    Ok(SavedDraft { revision: id, version, changed: true, saved_at: tx.now() })
}

/// Goes back to what visitors see: the published text is the newest again, so there is nothing unpublished. What was being
/// written is kept under the name "Before discarding".
///
/// # Errors
/// Without the right to edit, or when nothing was ever published.
pub async fn discard_draft(tx: &mut Tx, author: Author<'_>, page: PageId) -> Result<(), RestoreRevisionError> {
    let row = lock_page::<RestoreRevisionError>(tx, author, page).await?;
    need(author, Permission::Change, &row)?;
    need_editable(author, &row)?;
    let published = row.published_revision_id.ok_or(Refusal::NotFound)?;
    let latest = latest_of::<RestoreRevisionError>(tx, &row).await?;
    if latest.id == published {
        return Ok(());
    }
    if latest.state == "rolling" {
        freeze(tx, &latest, "Before discarding").await?;
    }
    let published = store::revision::find(tx, page, published).await?.ok_or(Refusal::NotFound)?;
    let document = PageDocument::read(kind_of(&row)?, published.stored())?.document;
    write_facts(tx, author, &row, &document, (published.id, &published.body)).await?;
    let after = serde_json::json!({ "revision": published.id, "discarded": latest.id });
    record(tx, author, "restore_revision", &row, None, Some(after)).await?;
    Ok(())
}

fn unchanged(latest: &RevisionRow) -> SavedDraft {
    SavedDraft { revision: latest.id, version: latest.version, changed: false, saved_at: latest.updated_at }
}
