//! Writes the demo content through the acts.

use super::{
    home_page::home_page, pictures::Pictures, product_page::product_page, resource_pages::resource_pages,
    stories_business, stories_engineering, story::Story,
};
use crate::{
    access,
    document::{DocumentError, PageDocument, PageKind, ProductPage},
    media::StoreImageError,
    publish::{PublishPageError, SaveDraft, SaveDraftError, publish_page, read_draft, save_draft},
    store,
    tree::{Author, CreatePageError, NewPage, RootPages, create_page, ensure_root_pages},
};
use std::path::Path;
use time::OffsetDateTime;
use xpro_catalog::{CatalogData, seed::demo_catalog};
use xpro_kernel::{PageId, System};
use xpro_platform::{db::Tx, files::Files};

/// Author of demo content.
const SYSTEM: System = System("seed_demo");

/// Courses in the home page's carousel.
const CHOSEN: [&str; 6] = [
    "/programs/program-v1:xPRO+SysEngx/",
    "/courses/course-v1:xPRO+AMx/",
    "/programs/program-v1:xPRO+DgtlLearn/",
    "/courses/course-v1:xPRO+QCx1/",
    "/courses/course-v1:xPRO+SysEngx1/",
    "/courses/course-v1:xPRO+DMLPx/",
];

/// What the seed did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentReport {
    /// Pages made or brought up to date.
    pub written: usize,
    /// Pages that were as they should be, or edited since.
    pub unchanged: usize,
    /// Stories whose course or program is not in the catalogue.
    pub skipped: usize,
}

/// Why the demo content was not written.
#[derive(Debug, thiserror::Error)]
pub enum SeedContentError {
    /// A picture file is missing.
    #[error("the demo picture {path} cannot be read: {source}")]
    Picture {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A picture was not kept.
    #[error(transparent)]
    Image(#[from] StoreImageError),
    /// A page was not made.
    #[error(transparent)]
    Create(#[from] CreatePageError),
    /// A draft was not kept.
    #[error(transparent)]
    Draft(#[from] SaveDraftError),
    /// A page was not published.
    #[error(transparent)]
    Publish(#[from] PublishPageError),
    /// A document could not be stored.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(#[from] sqlx::Error),
}

/// Writes home page, text pages, and a page for each demo course and program that the catalogue holds. Running it again
/// changes nothing; pages that somebody edited since are left alone. `pictures` is the folder `public/demo`.
///
/// # Errors
/// When a picture is missing, or a page is refused.
pub async fn apply_demo_content(
    tx: &mut Tx,
    files: &Files,
    pictures: &Path,
    now: OffsetDateTime,
) -> Result<ContentReport, SeedContentError> {
    let root = ensure_root_pages(tx, SYSTEM).await?;
    access::add_demo_members(tx).await?;
    let pictures = Pictures::keep(tx, files, SYSTEM, pictures).await?;
    let mut report = ContentReport::default();
    seed_products(tx, root, &pictures, now, &mut report).await?;
    for (slug, page) in resource_pages() {
        let existing = store::page::find_by_url_path(tx, &format!("/{slug}/")).await?;
        put(tx, existing, root.home, Some(slug), PageDocument::ResourcePage(page), &mut report).await?;
    }
    let mut chosen = Vec::new();
    for path in CHOSEN {
        chosen.extend(store::page::find_by_url_path(tx, path).await?);
    }
    put(tx, Some(root.home), root.home, None, PageDocument::HomePage(home_page(&pictures, &chosen)), &mut report)
        .await?;
    Ok(report)
}

async fn seed_products(
    tx: &mut Tx,
    root: RootPages,
    pictures: &Pictures,
    now: OffsetDateTime,
    report: &mut ContentReport,
) -> Result<(), SeedContentError> {
    let catalog = CatalogData::load_all(tx).await?;
    let demo = demo_catalog(now);
    for story in stories_engineering::STORIES.iter().chain(stories_business::STORIES) {
        let Some((document, existing)) = described(tx, &catalog, &demo, story, pictures).await? else {
            report.skipped += 1;
            continue;
        };
        let parent = if document.kind().is_course() { root.courses } else { root.programs };
        put(tx, existing, parent, None, document, report).await?;
    }
    Ok(())
}

/// The story's document, and the page that describes the same already.
async fn described(
    tx: &mut Tx,
    catalog: &CatalogData,
    demo: &xpro_catalog::seed::DemoCatalog,
    story: &Story,
    pictures: &Pictures,
) -> Result<Option<(PageDocument, Option<PageId>)>, SeedContentError> {
    let language =
        |name: &str| catalog.languages().iter().find(|language| language.name == name).map(|language| language.id);
    let mut page = ProductPage::default();
    let kind = if let Some(program) = catalog.program_by_readable_id(story.readable_id) {
        page = ProductPage {
            title: program.title.clone(),
            program: Some(program.id),
            language: language("English"),
            ..page
        };
        if program.is_external { PageKind::ExternalProgramPage } else { PageKind::ProgramPage }
    } else if let Some(course) = catalog.course_by_readable_id(story.readable_id) {
        let planned = demo.courses.iter().find(|planned| planned.readable_id == story.readable_id);
        let topics = planned.map(|planned| planned.topics).unwrap_or_default();
        page = ProductPage {
            title: course.title.clone(),
            course: Some(course.id),
            topics: topics.iter().filter_map(|name| catalog.topic_by_name(name)).map(|topic| topic.id).collect(),
            language: language(planned.map_or("English", |planned| planned.language)),
            ..page
        };
        if course.is_external { PageKind::ExternalCoursePage } else { PageKind::CoursePage }
    } else {
        return Ok(None);
    };
    let existing = store::page::find_describing(tx, page.course, page.program).await?;
    let told = product_page(story, &page.title, pictures);
    let page = ProductPage {
        title: page.title,
        course: page.course,
        program: page.program,
        topics: page.topics,
        language: page.language,
        ..told
    };
    Ok(PageDocument::new_product(kind, page).map(|document| (document, existing)))
}

/// Makes the page, or brings it up to date as long as nobody edited it since the last seed.
async fn put(
    tx: &mut Tx,
    existing: Option<PageId>,
    parent: PageId,
    slug: Option<&str>,
    document: PageDocument,
    report: &mut ContentReport,
) -> Result<(), SeedContentError> {
    let author = Author::System(SYSTEM);
    let body = document.to_stored()?.body;
    let id = match existing {
        None => {
            create_page(tx, author, NewPage { parent: Some(parent), slug: slug.map(str::to_owned), document }).await?
        }
        Some(id) => {
            let draft = read_draft(tx, id).await?.document.to_stored()?.body;
            let seeded = store::page_import::last(tx, id).await?;
            let is_bare = draft.get("sections").and_then(|sections| sections.as_array()).is_some_and(Vec::is_empty);
            let is_untouched = seeded.as_ref() == Some(&draft) || (seeded.is_none() && is_bare);
            if !is_untouched || draft == body {
                report.unchanged += 1;
                return Ok(());
            }
            save_draft(tx, author, SaveDraft::unconditional(id, &document)).await?;
            id
        }
    };
    publish_page(tx, author, id).await?;
    let at = tx.now();
    store::page_import::remember(tx, id, &body, at).await?;
    report.written += 1;
    Ok(())
}
