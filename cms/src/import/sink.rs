//! The content engine's side of the catalogue import.

use super::document::{document, kind_of, merged};
use crate::{
    document::{DocumentError, PageDocument, ProductPage, StoredDocument},
    publish::{PublishPageError, SaveDraft, SaveDraftError, publish_page, save_draft},
    store,
    tree::{Author, CreatePageError, NewPage, add_default_sections, create_page, ensure_root_pages},
};
use xpro_catalog::{
    acts::{Editor, ensure_language},
    import::{ImportedPage, PageOutcome, PageSink, PageSinkError, PageTarget},
};
use xpro_kernel::{LanguageId, PageId, System};
use xpro_platform::db::Tx;

/// Makes product pages of imported facts and publishes them. A page that somebody edited here since the last import is
/// left alone and noted.
#[derive(Debug, Clone)]
pub struct PageImporter {
    system: System,
    notes: Vec<String>,
}

impl PageImporter {
    /// An importer that writes as this command.
    pub fn new(system: System) -> Self {
        PageImporter { system, notes: Vec::new() }
    }

    /// What was left alone, and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl PageSink for PageImporter {
    async fn upsert_product_page(
        &mut self,
        tx: &mut Tx,
        target: PageTarget,
        page: ImportedPage,
    ) -> Result<PageOutcome, PageSinkError> {
        let language = default_language(tx, self.system).await?;
        let (course, program) = match target {
            PageTarget::Course(course) => (Some(course), None),
            PageTarget::Program(program) => (None, Some(program)),
        };
        match store::page::find_describing(tx, course, program).await? {
            None => self.create(tx, target, page, language).await,
            Some(id) => self.update(tx, id, target, page, language).await,
        }
    }
}

impl PageImporter {
    async fn create(
        &mut self,
        tx: &mut Tx,
        target: PageTarget,
        page: ImportedPage,
        language: LanguageId,
    ) -> Result<PageOutcome, PageSinkError> {
        let root = ensure_root_pages(tx, self.system).await.map_err(unpublished)?;
        let kind = kind_of(target, page.is_external);
        let parent = if kind.is_course() { root.courses } else { root.programs };
        let mut document =
            document(kind, merged(ProductPage::default(), target, page, language)).ok_or_else(no_product)?;
        add_default_sections(tx, &mut document).await?;
        let new = NewPage { parent: Some(parent), slug: None, document: document.clone() };
        let id = create_page(tx, Author::System(self.system), new).await.map_err(|error| match error {
            CreatePageError::Internal(error) => PageSinkError::Internal(error),
            other => PageSinkError::Refused(other.to_string()),
        })?;
        self.finish(tx, id, &document).await?;
        Ok(PageOutcome::Created)
    }

    async fn update(
        &mut self,
        tx: &mut Tx,
        id: PageId,
        target: PageTarget,
        page: ImportedPage,
        language: LanguageId,
    ) -> Result<PageOutcome, PageSinkError> {
        let Some(row) = store::page::lock(tx, id).await? else { return Ok(PageOutcome::Unchanged) };
        let latest = match row.latest_revision_id {
            Some(revision) => Some(store::revision::body(tx, revision).await?),
            None => None,
        };
        let imported = store::page_import::last(tx, id).await?;
        let Some(last) = imported.filter(|last| latest.as_ref().is_some_and(|latest| latest.body == *last)) else {
            self.notes.push(format!("{}: edited here, kept as it is", row.url_path));
            return Ok(PageOutcome::Unchanged);
        };
        let kind = kind_of(target, page.is_external);
        if row.kind != kind.name() {
            self.notes.push(format!("{}: is a {} here and a {kind} there, kept as it is", row.url_path, row.kind));
            return Ok(PageOutcome::Unchanged);
        }
        let schema = latest.map_or(crate::document::SCHEMA, |latest| latest.schema);
        let known = PageDocument::read(kind, StoredDocument { schema, body: last.clone() }).map_err(refused)?.document;
        let product = known.product().cloned().unwrap_or_default();
        let document = document(kind, merged(product, target, page, language)).ok_or_else(no_product)?;
        // Not the bodies: an older one lacks what a newer schema brought, which is no news.
        if document == known {
            return Ok(PageOutcome::Unchanged);
        }
        let draft = SaveDraft::unconditional(id, &document);
        save_draft(tx, Author::System(self.system), draft).await.map_err(|error| match error {
            SaveDraftError::Internal(error) => PageSinkError::Internal(error),
            other => PageSinkError::Refused(other.to_string()),
        })?;
        self.finish(tx, id, &document).await?;
        Ok(PageOutcome::Updated)
    }

    async fn finish(&self, tx: &mut Tx, id: PageId, document: &PageDocument) -> Result<(), PageSinkError> {
        publish_page(tx, Author::System(self.system), id).await.map_err(unpublished)?;
        let now = tx.now();
        let body = document.to_stored().map_err(refused)?.body;
        Ok(store::page_import::remember(tx, id, &body, now).await?)
    }
}

/// The language of pages whose item names none: the first by priority, English where there is none at all.
async fn default_language(tx: &mut Tx, system: System) -> Result<LanguageId, PageSinkError> {
    if let Some(language) = xpro_catalog::store::language::list(tx).await?.first() {
        return Ok(language.id);
    }
    let english = ensure_language(tx, Editor::from(system), "English", "en", Some(1)).await;
    english.map(|saved| saved.row.id).map_err(|error| PageSinkError::Refused(error.to_string()))
}

fn no_product() -> PageSinkError {
    PageSinkError::Refused("this kind of page describes nothing".to_owned())
}

fn refused(error: DocumentError) -> PageSinkError {
    PageSinkError::Refused(error.to_string())
}

fn unpublished(error: PublishPageError) -> PageSinkError {
    match error {
        PublishPageError::Internal(error) => PageSinkError::Internal(error),
        other => PageSinkError::Refused(other.to_string()),
    }
}
