//! The site as it would be with one draft published.

use super::{SiteData, SitePage, search::SearchText};
use crate::document::{PageDocument, SharedSections, SnippetDocument, SnippetKind, StoredDocument};
use crate::store::snippet::StoredSnippet;
use xpro_kernel::{CourseId, PageId, ProgramId};

/// A page as somebody is writing it.
#[derive(Debug, Clone)]
pub struct DraftPage {
    /// Key.
    pub id: PageId,
    /// Its address.
    pub url_path: String,
    /// What it says.
    pub document: PageDocument,
}

impl SiteData {
    /// A copy of the site in which this page is live and says what the draft says. Nothing but a preview is made from it.
    pub fn with_draft(&self, draft: DraftPage, snippets: Vec<StoredSnippet>) -> Self {
        let mut site = self.clone();
        let mut document = draft.document;
        let snippets: Vec<_> = snippets.into_iter().filter_map(read).collect();
        let shared = SharedSections::new(snippets.iter().map(|(id, snippet)| (*id, snippet)));
        // What is missing is not shown; the editor says so beside the section.
        let _ = shared.fill(&mut document);
        let product = document.product();
        let (course, program) = product.map_or((None, None), |product| (product.course, product.program));
        let topics = product.map(|product| product.topics.clone()).unwrap_or_default();
        let page = SitePage {
            id: draft.id,
            url_path: draft.url_path,
            live: true,
            guards: Vec::new(),
            course,
            program,
            featured: false,
            last_published_at: None,
            topics,
            details_html: document.product().map(|product| self.html(&product.catalog_details.0)).unwrap_or_default(),
            search: SearchText::default(),
            document,
        };
        site.put(page, course, program);
        site
    }

    fn put(&mut self, page: SitePage, course: Option<CourseId>, program: Option<ProgramId>) {
        let at = self.by_id.get(&page.id).copied().unwrap_or(self.pages.len());
        self.by_path.retain(|_, place| *place != at);
        self.course_pages.retain(|_, place| *place != at);
        self.program_pages.retain(|_, place| *place != at);
        self.by_id.insert(page.id, at);
        self.by_path.insert(page.url_path.clone(), at);
        self.course_pages.extend(course.map(|course| (course, at)));
        self.program_pages.extend(program.map(|program| (program, at)));
        match self.pages.get_mut(at) {
            Some(place) => *place = page,
            None => self.pages.push(page),
        }
    }
}

fn read(row: StoredSnippet) -> Option<(xpro_kernel::SnippetId, SnippetDocument)> {
    let kind = SnippetKind::from_name(&row.kind)?;
    let stored = StoredDocument { schema: row.schema, body: row.body };
    Some((row.id, SnippetDocument::read(kind, stored).ok()?))
}
