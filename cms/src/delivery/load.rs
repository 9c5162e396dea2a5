//! Reads the published content.

use super::{PageFault, Picture, Renditions, SiteData, SitePage, redirects::Redirects, search::SearchText};
use crate::{
    blog,
    document::{PageDocument, PageKind, SharedSections, SnippetDocument, SnippetKind, StoredDocument},
    media::{self, Signer},
    privacy::Guard,
    settings::SiteSettings,
    store::{self, image::ImageRow, page::PublishedRow, snippet::StoredSnippet},
};
use sqlx::PgConnection;
use std::collections::HashMap;
use xpro_catalog::CatalogData;
use xpro_kernel::{SnippetId, TopicId};

impl SiteData {
    /// Reads everything in seventeen statements, whatever the size of the site; as of one instant when the connection is in
    /// a snapshot.
    ///
    /// # Errors
    /// When the database refuses. A page that cannot be read is a fault, not an error.
    pub async fn load(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let catalog = CatalogData::load_all(conn).await?;
        let rows = store::page::list_published(conn).await?;
        let guards = store::privacy::list_all(conn).await?.into_iter();
        let guards = guards
            .map(|row| (row.id, Guard { id: row.id, audience: row.audience(), password_hash: row.password_hash }));
        let images = store::image::list(conn).await?;
        let snippets = store::snippet::list_all(conn).await?;
        let documents = store::document_file::list_names(conn).await?;
        let signer = Signer::load(conn).await?;
        let settings = SiteSettings::load(conn).await?;
        let redirects = Redirects::new(store::redirect::list_public(conn).await?);
        let documents = documents.into_iter().map(|(id, name)| (id, media::document_url(id, &name))).collect();
        let blog_posts = store::blog::posts(conn).await?.map(blog::read_posts).unwrap_or_default();
        let known =
            SiteData { redirects, documents, settings, blog_posts, guards: guards.collect(), ..SiteData::default() };
        Ok(known.filled(catalog, rows, images, snippets, &signer))
    }

    /// Indexes content that is in memory already.
    pub fn new(
        catalog: CatalogData,
        rows: Vec<PublishedRow>,
        images: Vec<ImageRow>,
        signer: &Signer,
        settings: SiteSettings,
    ) -> Self {
        let known = SiteData { settings, ..SiteData::default() };
        known.filled(catalog, rows, images, Vec::new(), signer)
    }

    /// The same, with what snippets say; what texts link to is known already.
    fn filled(
        self,
        catalog: CatalogData,
        rows: Vec<PublishedRow>,
        images: Vec<ImageRow>,
        snippets: Vec<StoredSnippet>,
        signer: &Signer,
    ) -> Self {
        let mut site = SiteData { catalog, ..self };
        let snippets = site.read_snippets(snippets);
        let shared = SharedSections::new(snippets.iter().map(|(id, snippet)| (*id, snippet)));
        site.images = images.into_iter().map(|row| (row.id, picture(row, signer))).collect();
        for row in rows {
            site.add(row, &shared);
        }
        site.index();
        for fault in &site.faults {
            tracing::warn!(page = fault.page.0, reason = fault.reason, "a published page cannot be shown in full");
        }
        site
    }

    /// The snippets that can be read.
    fn read_snippets(&mut self, rows: Vec<StoredSnippet>) -> Vec<(SnippetId, SnippetDocument)> {
        let mut snippets = Vec::new();
        for row in rows {
            let stored = StoredDocument { schema: row.schema, body: row.body };
            let read = SnippetKind::from_name(&row.kind)
                .ok_or_else(|| format!("unknown kind {}", row.kind))
                .and_then(|kind| SnippetDocument::read(kind, stored).map_err(|error| error.to_string()));
            match read {
                Ok(SnippetDocument::SiteNotification(notification)) => self.notifications.push((row.id, notification)),
                Ok(snippet) => snippets.push((row.id, snippet)),
                Err(reason) => tracing::warn!(snippet = row.id.0, reason, "a snippet cannot be shown"),
            }
        }
        snippets
    }

    fn add(&mut self, row: PublishedRow, shared: &SharedSections) {
        let Some(kind) = PageKind::from_name(&row.kind) else {
            self.faults.push(PageFault { page: row.id, reason: format!("unknown page kind {}", row.kind) });
            return;
        };
        match PageDocument::read(kind, StoredDocument { schema: row.schema, body: row.body }) {
            Ok(mut read) => {
                let faults = shared.fill(&mut read.document);
                let fault = |fault: crate::document::Fault| PageFault {
                    page: row.id,
                    reason: format!("{}: {}", fault.path, fault.reason),
                };
                self.faults.extend(faults.into_iter().map(fault));
                let product = read.document.product();
                self.pages.push(SitePage {
                    id: row.id,
                    url_path: row.url_path,
                    live: row.live && row.guards.is_empty(),
                    guards: if row.live { row.guards } else { Vec::new() },
                    course: row.course_id,
                    program: row.program_id,
                    featured: row.featured,
                    last_published_at: row.last_published_at,
                    topics: product.map(|product| product.topics.clone()).unwrap_or_default(),
                    details_html: String::new(),
                    search: SearchText::default(),
                    document: read.document,
                });
            }
            Err(error) => self.faults.push(PageFault { page: row.id, reason: error.to_string() }),
        }
    }

    pub(super) fn index(&mut self) {
        for (at, page) in self.pages.iter().enumerate() {
            self.by_id.insert(page.id, at);
            self.by_path.insert(page.url_path.clone(), at);
            self.course_pages.extend(page.course.map(|course| (course, at)));
            self.program_pages.extend(page.program.map(|program| (program, at)));
        }
        // After all pages are known: the texts link to them.
        let details = |page: &SitePage| page.product().map(|product| self.html(&product.catalog_details.0));
        let details: Vec<Option<String>> = self.pages.iter().map(details).collect();
        for (page, details) in self.pages.iter_mut().zip(details) {
            page.details_html = details.unwrap_or_default();
        }
        let topics: Vec<Option<Vec<TopicId>>> = self.pages.iter().map(|page| self.program_topics(page)).collect();
        for (page, topics) in self.pages.iter_mut().zip(topics) {
            page.topics = topics.unwrap_or(std::mem::take(&mut page.topics));
            page.topics.retain(|topic| self.catalog.topic(*topic).is_some());
        }
        let texts: Vec<SearchText> = self.pages.iter().map(|page| SearchText::of(&self.catalog, page)).collect();
        for (page, text) in self.pages.iter_mut().zip(texts) {
            page.search = text;
        }
    }

    /// The topics of the live pages of a program's courses, ours and vendors' (cms.md 3.3.2).
    fn program_topics(&self, page: &SitePage) -> Option<Vec<TopicId>> {
        let program = page.program?;
        let mut topics = Vec::new();
        for course in self.catalog.courses_of(program) {
            let Some(course_page) = self.live_course_page(course.id) else { continue };
            let new = course_page
                .product()
                .into_iter()
                .flat_map(|product| &product.topics)
                .filter(|topic| !topics.contains(*topic));
            let new: Vec<TopicId> = new.copied().collect();
            topics.extend(new);
        }
        Some(topics)
    }
}

fn picture(row: ImageRow, signer: &Signer) -> Picture {
    let renditions = Renditions { image: row.id, version: row.version(), signer: signer.clone() };
    let width = |width: i32| u32::try_from(width).unwrap_or_default();
    let mut sources: HashMap<u32, String> = row
        .rendition_widths
        .iter()
        .zip(&row.rendition_keys)
        .map(|(wide, key)| (width(*wide), media::url(key)))
        .collect();
    if !sources.is_empty() {
        sources.insert(width(row.width), media::url(&row.file_key));
    }
    let mut sources: Vec<(String, u32)> = sources.into_iter().map(|(wide, url)| (url, wide)).collect();
    sources.sort_by_key(|source| source.1);
    Picture {
        url: media::url(&row.file_key),
        sources,
        alt: row.alt,
        width: width(row.width),
        height: width(row.height),
        focus: (row.focal_x, row.focal_y),
        is_drawing: media::mime_of_key(&row.file_key) == xpro_pictures::DRAWING_MIME,
        renditions: Some(renditions),
    }
}
