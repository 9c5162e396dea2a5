//! The pages every site has (cms.md 1.6).

use super::{Author, CreatePageError, NewPage, create_page};
use crate::{
    access,
    collaboration::workflow,
    document::{
        BannerHeading, BlogIndexPage, EnterprisePage, HomePage, IndexPage, Item, PageDocument, PageKind,
        WebinarIndexPage, stable_id,
    },
    publish::{PublishPageError, publish_page},
    store,
};
use xpro_kernel::{PageId, System};
use xpro_platform::db::Tx;

/// The pages below which everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootPages {
    /// `/`
    pub home: PageId,
    /// `/courses/`
    pub courses: PageId,
    /// `/programs/`
    pub programs: PageId,
    /// `/catalog/`
    pub catalog: PageId,
}

/// Makes and publishes those that are missing, the groups that write and publish, and the workflow between them; changes nothing when all are there.
///
/// # Errors
/// When the database refuses, or an address that they need is taken.
pub async fn ensure_root_pages(tx: &mut Tx, system: System) -> Result<RootPages, PublishPageError> {
    let index = |title: &str| IndexPage { title: title.to_owned(), ..IndexPage::default() };
    let home = HomePage {
        title: "xPRO".to_owned(),
        subhead: "Learn what your work will need next".to_owned(),
        ..HomePage::default()
    };
    let home = ensure(tx, system, None, PageDocument::HomePage(home)).await?;
    access::ensure_groups(tx, system, home).await?;
    workflow::ensure_default(tx, system, home).await?;
    let webinars = WebinarIndexPage { title: "Webinars".to_owned(), ..WebinarIndexPage::default() };
    ensure(tx, system, Some(home), PageDocument::WebinarIndexPage(webinars)).await?;
    ensure(tx, system, Some(home), PageDocument::CertificateIndexPage(index("Certificates"))).await?;
    ensure(tx, system, Some(home), PageDocument::EnterprisePage(enterprise())).await?;
    let root = RootPages {
        home,
        courses: ensure(tx, system, Some(home), PageDocument::CourseIndexPage(index("Courses"))).await?,
        programs: ensure(tx, system, Some(home), PageDocument::ProgramIndexPage(index("Programs"))).await?,
        catalog: ensure(tx, system, Some(home), PageDocument::CatalogPage(index("Catalog"))).await?,
    };
    ensure(tx, system, Some(home), PageDocument::BlogIndexPage(blog())).await?;
    Ok(root)
}

/// What the blog says around its posts before an editor wrote anything.
fn blog() -> BlogIndexPage {
    BlogIndexPage {
        title: "Blog".to_owned(),
        sub_heading: "Online learning stories for professionals, from MIT".to_owned(),
        recent_posts_heading: "Top most recent posts".to_owned(),
        more_posts_heading: "More from MIT".to_owned(),
        ..BlogIndexPage::default()
    }
}

/// What the page for companies says before an editor wrote anything.
fn enterprise() -> EnterprisePage {
    let lines = BannerHeading {
        upper: "The best companies".to_owned(),
        middle: "Connect with".to_owned(),
        bottom: "The best minds at MIT".to_owned(),
    };
    EnterprisePage {
        title: "Enterprise".to_owned(),
        headings: vec![Item { id: stable_id("enterprise/heading"), value: lines }],
        description:
            "Courses and programs for whole teams: one order, codes to hand out, and a report of who has started."
                .into(),
        action_title: "Ask for an offer".to_owned(),
        ..EnterprisePage::default()
    }
}

async fn ensure(
    tx: &mut Tx,
    system: System,
    parent: Option<PageId>,
    document: PageDocument,
) -> Result<PageId, PublishPageError> {
    let kind: PageKind = document.kind();
    if let Some(id) = store::page::find_of_kind(tx, kind).await? {
        return Ok(id);
    }
    let author = Author::System(system);
    let id = create_page(tx, author, NewPage { parent, slug: None, document }).await.map_err(|error| match error {
        CreatePageError::Internal(error) => PublishPageError::Internal(error),
        other => PublishPageError::AddressTaken(other.to_string()),
    })?;
    publish_page(tx, author, id).await?;
    Ok(id)
}
