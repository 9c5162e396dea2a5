//! The published content in memory, indexed.

use super::{Picture, redirects::Redirects, search::SearchText};
use crate::{
    blog::BlogPost,
    document::{Block, BlockContent, ImageUse, PageDocument, ProductPage, SiteNotification},
    privacy::{Guard, RestrictionId},
    richtext,
    settings::SiteSettings,
};
use std::collections::HashMap;
use time::OffsetDateTime;
use xpro_catalog::CatalogData;
use xpro_kernel::{CourseId, DocumentId, ImageId, PageId, ProgramId, SnippetId, TopicId};

/// Everything that public pages are made of, at one content version. Never changed after it is loaded; share it in an `Arc`.
#[derive(Debug, Clone, Default)]
pub struct SiteData {
    pub(super) catalog: CatalogData,
    pub(super) settings: SiteSettings,
    pub(super) pages: Vec<SitePage>,
    pub(super) by_id: HashMap<PageId, usize>,
    pub(super) by_path: HashMap<String, usize>,
    pub(super) course_pages: HashMap<CourseId, usize>,
    pub(super) program_pages: HashMap<ProgramId, usize>,
    pub(super) images: HashMap<ImageId, Picture>,
    pub(super) redirects: Redirects,
    /// Newest first.
    pub(super) notifications: Vec<(SnippetId, SiteNotification)>,
    /// Addresses of documents.
    pub(super) documents: HashMap<DocumentId, String>,
    /// Of the blog, in the feed's order.
    pub(super) blog_posts: Vec<BlogPost>,
    pub(super) faults: Vec<PageFault>,
    pub(super) guards: HashMap<RestrictionId, Guard>,
}

/// A page as it was last published.
#[derive(Debug, Clone)]
pub struct SitePage {
    /// Key.
    pub id: PageId,
    /// Address.
    pub url_path: String,
    /// Published now, and for everybody; else it was taken off the site, or is private.
    pub live: bool,
    /// What stands before a published page that is not for everybody, outermost first (cms.md 5.5, L15).
    pub guards: Vec<RestrictionId>,
    /// What it describes.
    pub course: Option<CourseId>,
    /// What it describes.
    pub program: Option<ProgramId>,
    /// Stands out in the catalogue.
    pub featured: bool,
    /// When visitors last got something new.
    pub last_published_at: Option<OffsetDateTime>,
    /// What it says.
    pub document: PageDocument,
    /// What a course page is filed under; for a program page, what its courses' pages are.
    pub topics: Vec<TopicId>,
    pub(super) details_html: String,
    pub(super) search: SearchText,
}

/// Something published that cannot be shown; the rest of the site works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFault {
    /// Which page.
    pub page: PageId,
    /// What of it, and why.
    pub reason: String,
}

impl SiteData {
    /// The catalogue behind the pages.
    pub fn catalog(&self) -> &CatalogData {
        &self.catalog
    }

    /// Name, brand and addresses of the site.
    pub fn settings(&self) -> &SiteSettings {
        &self.settings
    }

    /// What could not be shown.
    pub fn faults(&self) -> &[PageFault] {
        &self.faults
    }

    /// Every page that was ever published, in the order of addresses.
    pub fn pages(&self) -> &[SitePage] {
        &self.pages
    }

    /// The live page at an address.
    pub fn live_page(&self, url_path: &str) -> Option<&SitePage> {
        self.by_path.get(url_path).map(|at| &self.pages[*at]).filter(|page| page.live)
    }

    /// The published page at an address that is not for everybody.
    pub fn private_page(&self, url_path: &str) -> Option<&SitePage> {
        self.by_path.get(url_path).map(|at| &self.pages[*at]).filter(|page| !page.guards.is_empty())
    }

    /// What stands before a page, outermost first.
    pub fn guards_of(&self, page: &SitePage) -> Vec<&Guard> {
        page.guards.iter().filter_map(|guard| self.guards.get(guard)).collect()
    }

    /// The site as somebody sees it who was let through to this private page, and so to every page behind the same guards.
    pub fn behind_the_guards_of(&self, url_path: &str) -> Option<Self> {
        let passed = self.private_page(url_path)?.guards.clone();
        let mut site = self.clone();
        for page in &mut site.pages {
            if !page.guards.is_empty() && page.guards.iter().all(|guard| passed.contains(guard)) {
                page.guards.clear();
                page.live = true;
            }
        }
        site.index();
        Some(site)
    }

    /// The page of a course, live or not.
    pub fn course_page(&self, course: CourseId) -> Option<&SitePage> {
        self.course_pages.get(&course).map(|at| &self.pages[*at])
    }

    /// The page of a program, live or not.
    pub fn program_page(&self, program: ProgramId) -> Option<&SitePage> {
        self.program_pages.get(&program).map(|at| &self.pages[*at])
    }

    /// The small picture of a course's page.
    pub fn course_thumbnail(&self, course: CourseId) -> Option<Picture> {
        self.thumbnail(self.course_page(course)?)
    }

    /// The small picture of a program's page.
    pub fn program_thumbnail(&self, program: ProgramId) -> Option<Picture> {
        self.thumbnail(self.program_page(program)?)
    }

    fn thumbnail(&self, page: &SitePage) -> Option<Picture> {
        self.picture(page.product()?.thumbnail_image.as_ref())
    }

    pub(super) fn live_course_page(&self, course: CourseId) -> Option<&SitePage> {
        self.course_page(course).filter(|page| page.live)
    }

    pub(super) fn live_program_page(&self, program: ProgramId) -> Option<&SitePage> {
        self.program_page(program).filter(|page| page.live)
    }

    pub(super) fn live_page_by_id(&self, id: PageId) -> Option<&SitePage> {
        self.by_id.get(&id).map(|at| &self.pages[*at]).filter(|page| page.live)
    }

    /// The page with this key when visitors can open it, if only some of them: no folder, and no page whose course or program
    /// is gone (rule U11).
    pub(super) fn open_page(&self, id: PageId) -> Option<&SitePage> {
        let page = self.by_id.get(&id).map(|at| &self.pages[*at])?;
        if !page.live && page.guards.is_empty() {
            return None;
        }
        let kind = page.document.kind();
        (kind.has_own_url() && (!kind.is_product() || self.offer(page).is_some())).then_some(page)
    }

    /// The address that a link names; `page:12` becomes the page's. None when it must not be followed or is gone.
    pub(super) fn address(&self, link: &str) -> Option<String> {
        let link = link.trim();
        if let Some(id) = link.strip_prefix("page:") {
            return self.open_page(PageId(id.parse().ok()?)).map(|page| page.url_path.clone());
        }
        if let Some(id) = link.strip_prefix("document:") {
            return self.documents.get(&DocumentId(id.parse().ok()?)).cloned();
        }
        richtext::is_safe_link(link).then(|| link.to_owned())
    }

    /// The news of the live page of a course's program, which the course shows before its own (cms.md 3.4).
    pub(crate) fn inherited_news(&self, course: Option<CourseId>) -> Option<&Block> {
        let program = self.catalog.course(course?)?.program_id?;
        let sections = self.live_program_page(program)?.document.sections();
        sections.iter().find(|block| !block.hidden && matches!(block.content, BlockContent::News(_)))
    }

    /// HTML of a rich text, with the present addresses of the pages that it links to and of the pictures in it.
    pub(crate) fn html(&self, markdown: &str) -> String {
        richtext::to_html_with(markdown, self)
    }

    /// The same for a place of its own form, such as a heading: words, emphasis and links only.
    pub(crate) fn inline_html(&self, markdown: &str) -> String {
        richtext::inline(&self.html(markdown))
    }

    /// Picture of an image use, with the text chosen there.
    pub(crate) fn picture(&self, image: Option<&ImageUse>) -> Option<Picture> {
        let image = image?;
        let mut picture = self.images.get(&image.image)?.clone();
        if let Some(alt) = &image.alt {
            picture.alt.clone_from(alt);
        }
        Some(picture)
    }
}

impl richtext::Known for SiteData {
    fn address(&self, link: &str) -> Option<String> {
        self.address(link)
    }

    fn picture(&self, image: ImageId, width: u32) -> Option<richtext::Shown> {
        let picture = self.images.get(&image).filter(|picture| picture.width > 0)?;
        let renditions = picture.renditions.as_ref()?;
        let at = |wide: u32| renditions.url(&format!("width-{wide}"));
        // For screens of double density, and of phones.
        let wider = [width, width * 2].into_iter().filter(|wide| *wide <= picture.width);
        let (src, sources) = (at(width), wider.map(|wide| (at(wide), wide)).collect());
        // None is made larger than it is.
        let width = width.min(picture.width);
        Some(richtext::Shown {
            src,
            sources,
            width,
            height: (u64::from(picture.height) * u64::from(width) / u64::from(picture.width)).try_into().ok()?,
        })
    }
}

impl SitePage {
    /// The fields of a course or program page.
    pub fn product(&self) -> Option<&ProductPage> {
        self.document.product()
    }

    /// Names of the faculty, in page order.
    pub fn instructors(&self) -> Vec<&str> {
        let faculty = self.document.shown().find_map(|content| match content {
            BlockContent::Faculty(faculty) => Some(faculty),
            _ => None,
        });
        faculty
            .map(|faculty| faculty.members.iter().map(|member| member.value.name.as_str()).collect())
            .unwrap_or_default()
    }

    /// Continuing education units of the shown certificate.
    pub fn ceus(&self) -> Option<rust_decimal::Decimal> {
        self.document.shown().find_map(|content| match content {
            BlockContent::Certificate(certificate) => certificate.ceus,
            _ => None,
        })
    }
}
