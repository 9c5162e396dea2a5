//! Sections that pages of vendors' courses receive (cms.md 4.6): for each type the shared section of the course's platform
//! that is marked for it, else the one for all platforms. The page follows the shared section until it is edited there.

use super::Author;
use crate::{
    document::{Block, BlockContent, PageDocument, PageKind, SharedUse, StoredDocument, stable_id},
    publish::{SaveDraft, SaveDraftError, publish_page, save_draft},
    store::{
        self,
        page::PageRow,
        snippet::{self, DefaultSection},
    },
};
use serde_json::Map;
use sqlx::PgConnection;
use xpro_form::FieldKind;
use xpro_kernel::{CourseId, PlatformId, System};
use xpro_platform::db::Tx;

/// What the command did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DefaultSectionsReport {
    /// Addresses of pages that received sections, live at once where the page is live.
    pub given: Vec<String>,
    /// Addresses of pages whose draft received them: their draft holds other changes too, or could not be published.
    pub drafts: Vec<String>,
    /// What was left alone, and why.
    pub notes: Vec<String>,
}

/// Puts the sections that a page of this kind receives behind its own; types that it has already are left out. Tells how
/// many were added. Kinds other than pages of vendors' courses receive none.
///
/// # Errors
/// When the database refuses.
pub async fn add_default_sections(conn: &mut PgConnection, document: &mut PageDocument) -> Result<usize, sqlx::Error> {
    add_beside(conn, document, &[]).await
}

/// The same; types of `taken` count as there.
async fn add_beside(
    conn: &mut PgConnection,
    document: &mut PageDocument,
    taken: &[String],
) -> Result<usize, sqlx::Error> {
    if document.kind() != PageKind::ExternalCoursePage {
        return Ok(0);
    }
    let platform = platform_of(conn, document.product().and_then(|product| product.course)).await?;
    let allowed = allowed_types(document.kind());
    let mut wanted = snippet::default_sections(conn, platform).await?;
    let present = types_of(document);
    wanted.retain(|section| {
        allowed.contains(&section.block) && !present.contains(&section.block) && !taken.contains(&section.block)
    });
    let Some(sections) = document.sections_mut() else { return Ok(0) };
    sections.extend(wanted.iter().map(block));
    Ok(wanted.len())
}

fn block(section: &DefaultSection) -> Block {
    let shared = SharedUse { snippet: section.snippet, name: section.block.clone(), edited: Map::new() };
    let id = stable_id(&format!("default-section/{}", section.block));
    Block { id, hidden: false, content: BlockContent::Shared(shared) }
}

async fn platform_of(conn: &mut PgConnection, course: Option<CourseId>) -> Result<Option<PlatformId>, sqlx::Error> {
    let Some(course) = course else { return Ok(None) };
    Ok(xpro_catalog::store::course::find(conn, course).await?.map(|course| course.platform_id))
}

fn types_of(document: &PageDocument) -> Vec<String> {
    document
        .sections()
        .iter()
        .map(|block| match &block.content {
            BlockContent::Shared(shared) => shared.name.clone(),
            content => content.name().to_owned(),
        })
        .collect()
}

fn allowed_types(kind: PageKind) -> Vec<String> {
    let form = (kind.place().form)();
    let allowed = form.fields.iter().find_map(|field| match &field.kind {
        FieldKind::Sections { allowed, .. } if field.name == "sections" => {
            Some(allowed.iter().map(ToString::to_string).collect())
        }
        _ => None,
    });
    allowed.unwrap_or_default()
}

/// Gives all pages of vendors' courses what they lack; running it again changes nothing.
///
/// # Errors
/// When the database refuses. A page that cannot be changed is a note, not an error.
pub async fn give_default_sections(tx: &mut Tx, system: System) -> Result<DefaultSectionsReport, sqlx::Error> {
    // Before any row: publishing may need it.
    store::place::lock_tree(tx).await?;
    let mut report = DefaultSectionsReport::default();
    for id in store::page::list_of_kind(tx, PageKind::ExternalCoursePage).await? {
        let Some(row) = store::page::lock(tx, id).await? else { continue };
        if let Err(why) = give(tx, system, &row, &mut report).await? {
            report.notes.push(format!("{}: {why}", row.url_path));
        }
    }
    Ok(report)
}

/// Gives one page what it lacks; the inner error is why it was left alone.
async fn give(
    tx: &mut Tx,
    system: System,
    row: &PageRow,
    report: &mut DefaultSectionsReport,
) -> Result<Result<(), String>, sqlx::Error> {
    let (Some(latest), author) = (row.latest_revision_id, Author::System(system)) else { return Ok(Ok(())) };
    let draft = store::revision::body(tx, latest).await?;
    let published = match row.published_revision_id {
        Some(revision) => Some(store::revision::body(tx, revision).await?),
        None => None,
    };
    let read = |stored: &StoredDocument| {
        PageDocument::read(PageKind::ExternalCoursePage, stored.clone()).map(|read| read.document)
    };
    let mut document = match read(&draft) {
        Ok(document) => document,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let live_types = published.as_ref().filter(|_| row.live).and_then(|stored| read(stored).ok());
    let live_types = live_types.map(|live| types_of(&live)).unwrap_or_default();
    if add_beside(tx, &mut document, &live_types).await? == 0 {
        return Ok(Ok(()));
    }
    let was_import = store::page_import::last(tx, row.id).await?.is_some_and(|last| last == draft.body);
    match save_draft(tx, author, SaveDraft::unconditional(row.id, &document)).await {
        Ok(_) => {}
        Err(SaveDraftError::Internal(error)) => return Err(error),
        Err(refused) => return Ok(Err(refused.to_string())),
    }
    if was_import && let Ok(stored) = document.to_stored() {
        // Otherwise the next import would take the page for one that was edited here.
        let now = tx.now();
        store::page_import::remember(tx, row.id, &stored.body, now).await?;
    }
    let is_clean = published.is_some_and(|published| published == draft);
    let goes_live = row.live && is_clean && publish_page(tx, author, row.id).await.is_ok();
    if goes_live || !row.live { &mut report.given } else { &mut report.drafts }.push(row.url_path.clone());
    Ok(Ok(()))
}
