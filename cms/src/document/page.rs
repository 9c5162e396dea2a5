//! The fields of each page kind (cms.md 1.3, 1.4).

use super::{Block, BlockContent, ImageUse, Item, Markdown, PageFormat, PageKind};
use serde::{Deserialize, Serialize};
use xpro_kernel::{CourseId, LanguageId, ProgramId, TopicId};

/// The fields of the "Promote" tab.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Promote {
    /// Title tag; empty takes the page's own.
    pub seo_title: String,
    /// Plain text for search engines and shared links.
    pub search_description: String,
    /// Picture of shared links.
    pub search_image: Option<ImageUse>,
}

/// The home page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HomePage {
    /// Required.
    pub title: String,
    /// Search engines.
    pub promote: Promote,
    /// Required: second line of the hero.
    pub subhead: String,
    /// Hero, at least 1900×650.
    pub background_image: Option<ImageUse>,
    /// HLS playlist that plays over the hero.
    pub background_video_url: String,
    /// In the editor's order.
    pub sections: Vec<Block>,
}

/// A page that has nothing but a title: course index, program index, catalogue.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexPage {
    /// Required.
    pub title: String,
    /// Search engines.
    pub promote: Promote,
}

/// A course or program page, ours or a vendor's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductPage {
    /// Required.
    pub title: String,
    /// Search engines.
    pub promote: Promote,
    /// What a course page describes; required there.
    pub course: Option<CourseId>,
    /// What a program page describes; required there.
    pub program: Option<ProgramId>,
    /// Course pages only.
    pub topics: Vec<TopicId>,
    /// Required.
    pub language: Option<LanguageId>,
    /// Turns the enroll button into "Learn More".
    pub external_marketing_url: String,
    /// Enables "Keep me updated".
    pub marketing_hubspot_form_id: String,
    /// Required: subtitle.
    pub subhead: String,
    /// Caption of the hero video.
    pub video_title: Markdown,
    /// HLS playlist or YouTube address.
    pub video_url: String,
    /// Free text such as `5 weeks`, at most 50 characters.
    pub duration: String,
    /// For the export.
    pub min_weeks: Option<i16>,
    /// For the export.
    pub max_weeks: Option<i16>,
    /// How it is taught.
    pub format: PageFormat,
    /// Free text, at most 100 characters.
    pub time_commitment: String,
    /// For the export.
    pub min_weekly_hours: Option<i16>,
    /// For the export.
    pub max_weekly_hours: Option<i16>,
    /// Takes the overview section's place when that is empty; catalogue feeds.
    pub description: Markdown,
    /// Collapsible text of the catalogue card.
    pub catalog_details: Markdown,
    /// Hero, at least 1900×650.
    pub background_image: Option<ImageUse>,
    /// HLS playlist over the hero.
    pub background_video_url: String,
    /// Cards, at least 550×310.
    pub thumbnail_image: Option<ImageUse>,
    /// The one page that stands out in the catalogue; takes effect when published.
    pub featured: bool,
    /// In the editor's order.
    pub sections: Vec<Block>,
}

/// A text page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourcePage {
    /// Required.
    pub title: String,
    /// Search engines.
    pub promote: Promote,
    /// Second line, at most 250 characters.
    pub sub_heading: String,
    /// At least one.
    pub content: Vec<Item<ResourcePart>>,
}

/// One part of a text page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResourcePart {
    /// At most 100 characters.
    pub heading: String,
    /// Required.
    pub detail: Markdown,
}

/// What a page says, typed by its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum PageDocument {
    /// `/`
    HomePage(HomePage),
    /// `/courses/`
    CourseIndexPage(IndexPage),
    /// `/programs/`
    ProgramIndexPage(IndexPage),
    /// `/catalog/`
    CatalogPage(IndexPage),
    /// A course of our own.
    CoursePage(ProductPage),
    /// A vendor's course.
    ExternalCoursePage(ProductPage),
    /// A program of our own.
    ProgramPage(ProductPage),
    /// A vendor's program.
    ExternalProgramPage(ProductPage),
    /// A text page.
    ResourcePage(ResourcePage),
}

impl PageDocument {
    /// Its kind.
    pub fn kind(&self) -> PageKind {
        match self {
            PageDocument::HomePage(_) => PageKind::HomePage,
            PageDocument::CourseIndexPage(_) => PageKind::CourseIndexPage,
            PageDocument::ProgramIndexPage(_) => PageKind::ProgramIndexPage,
            PageDocument::CatalogPage(_) => PageKind::CatalogPage,
            PageDocument::CoursePage(_) => PageKind::CoursePage,
            PageDocument::ExternalCoursePage(_) => PageKind::ExternalCoursePage,
            PageDocument::ProgramPage(_) => PageKind::ProgramPage,
            PageDocument::ExternalProgramPage(_) => PageKind::ExternalProgramPage,
            PageDocument::ResourcePage(_) => PageKind::ResourcePage,
        }
    }

    /// Title of the page.
    pub fn title(&self) -> &str {
        match self {
            PageDocument::HomePage(page) => &page.title,
            PageDocument::CourseIndexPage(page)
            | PageDocument::ProgramIndexPage(page)
            | PageDocument::CatalogPage(page) => &page.title,
            PageDocument::ResourcePage(page) => &page.title,
            PageDocument::CoursePage(page)
            | PageDocument::ExternalCoursePage(page)
            | PageDocument::ProgramPage(page)
            | PageDocument::ExternalProgramPage(page) => &page.title,
        }
    }

    /// What search engines are told.
    pub fn promote(&self) -> &Promote {
        match self {
            PageDocument::HomePage(page) => &page.promote,
            PageDocument::CourseIndexPage(page)
            | PageDocument::ProgramIndexPage(page)
            | PageDocument::CatalogPage(page) => &page.promote,
            PageDocument::ResourcePage(page) => &page.promote,
            PageDocument::CoursePage(page)
            | PageDocument::ExternalCoursePage(page)
            | PageDocument::ProgramPage(page)
            | PageDocument::ExternalProgramPage(page) => &page.promote,
        }
    }

    /// The fields of a course or program page.
    pub fn product(&self) -> Option<&ProductPage> {
        match self {
            PageDocument::CoursePage(page)
            | PageDocument::ExternalCoursePage(page)
            | PageDocument::ProgramPage(page)
            | PageDocument::ExternalProgramPage(page) => Some(page),
            _ => None,
        }
    }

    /// See [`PageDocument::product`].
    pub fn product_mut(&mut self) -> Option<&mut ProductPage> {
        match self {
            PageDocument::CoursePage(page)
            | PageDocument::ExternalCoursePage(page)
            | PageDocument::ProgramPage(page)
            | PageDocument::ExternalProgramPage(page) => Some(page),
            _ => None,
        }
    }

    /// The page's sections, hidden ones included.
    pub fn sections(&self) -> &[Block] {
        match self {
            PageDocument::HomePage(page) => &page.sections,
            _ => self.product().map_or(&[], |page| &page.sections),
        }
    }

    /// A product page of this kind; none when the kind describes nothing.
    pub fn new_product(kind: PageKind, page: ProductPage) -> Option<Self> {
        match kind {
            PageKind::CoursePage => Some(PageDocument::CoursePage(page)),
            PageKind::ExternalCoursePage => Some(PageDocument::ExternalCoursePage(page)),
            PageKind::ProgramPage => Some(PageDocument::ProgramPage(page)),
            PageKind::ExternalProgramPage => Some(PageDocument::ExternalProgramPage(page)),
            _ => None,
        }
    }

    /// The page's section of one type that is shown, for instance its certificate.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &BlockContent> {
        self.sections().iter().filter(|block| !block.hidden).map(|block| &block.content)
    }
}
