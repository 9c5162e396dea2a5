//! Reads the published content.

use super::{PageFault, Picture, SiteData, SitePage, search::SearchText};
use crate::{
    document::{PageDocument, PageKind, StoredDocument},
    media, richtext,
    settings::SiteSettings,
    store::{self, image::ImageRow, page::PublishedRow},
};
use sqlx::{Connection, PgConnection};
use std::collections::HashMap;
use xpro_catalog::CatalogData;
use xpro_kernel::TopicId;

impl SiteData {
    /// Reads everything in eleven statements, whatever the size of the site, as of one instant when the connection is not
    /// inside a transaction already.
    ///
    /// # Errors
    /// When the database refuses. A page that cannot be read is a fault, not an error.
    pub async fn load(conn: &mut PgConnection) -> Result<Self, sqlx::Error> {
        if conn.is_in_transaction() {
            return read(conn).await;
        }
        let mut snapshot = conn.begin_with("begin isolation level repeatable read read only").await?;
        let site = read(&mut snapshot).await?;
        snapshot.commit().await?;
        Ok(site)
    }

    /// Indexes content that is in memory already.
    pub fn new(catalog: CatalogData, rows: Vec<PublishedRow>, images: Vec<ImageRow>, settings: SiteSettings) -> Self {
        let mut site = SiteData { catalog, settings, ..SiteData::default() };
        site.images = images.into_iter().map(|row| (row.id, picture(row))).collect();
        for row in rows {
            site.add(row);
        }
        site.index();
        site
    }

    fn add(&mut self, row: PublishedRow) {
        let Some(kind) = PageKind::from_name(&row.kind) else {
            self.faults.push(PageFault { page: row.id, reason: format!("unknown page kind {}", row.kind) });
            return;
        };
        match PageDocument::read(kind, StoredDocument { schema: row.schema, body: row.body }) {
            Ok(read) => {
                let fault = |fault: crate::document::Fault| PageFault {
                    page: row.id,
                    reason: format!("{}: {}", fault.path, fault.reason),
                };
                self.faults.extend(read.faults.into_iter().map(fault));
                let product = read.document.product();
                self.pages.push(SitePage {
                    id: row.id,
                    url_path: row.url_path,
                    live: row.live,
                    course: row.course_id,
                    program: row.program_id,
                    featured: row.featured,
                    last_published_at: row.last_published_at,
                    topics: product.map(|product| product.topics.clone()).unwrap_or_default(),
                    details_html: product
                        .map(|product| richtext::to_html(&product.catalog_details.0))
                        .unwrap_or_default(),
                    search: SearchText::default(),
                    document: read.document,
                });
            }
            Err(error) => self.faults.push(PageFault { page: row.id, reason: error.to_string() }),
        }
    }

    fn index(&mut self) {
        for (at, page) in self.pages.iter().enumerate() {
            self.by_id.insert(page.id, at);
            self.by_path.insert(page.url_path.clone(), at);
            self.course_pages.extend(page.course.map(|course| (course, at)));
            self.program_pages.extend(page.program.map(|program| (program, at)));
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
        for fault in &self.faults {
            tracing::warn!(page = fault.page.0, reason = fault.reason, "a published page cannot be shown in full");
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

async fn read(conn: &mut PgConnection) -> Result<SiteData, sqlx::Error> {
    let catalog = CatalogData::load_all(conn).await?;
    let rows = store::page::list_published(conn).await?;
    let images = store::image::list(conn).await?;
    let settings = SiteSettings::load(conn).await?;
    Ok(SiteData::new(catalog, rows, images, settings))
}

fn picture(row: ImageRow) -> Picture {
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
    }
}
