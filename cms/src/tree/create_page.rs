//! Adds a page to the tree, as a draft.

use super::{
    Author,
    address::{check_free, may_stand, url_below},
    default_sections::add_default_sections,
    free_slug, is_slug, slugify,
};
use crate::{
    access::{Refusal, need_add},
    document::{DocumentError, PageDocument, PageKind},
    store::{self, page::PageRow, revision::Rolling},
};
use sqlx::PgConnection;
use xpro_kernel::{CourseId, PageId, ProgramId};
use xpro_platform::{Subject, audit, db::Tx, db::violated_constraint};

/// What a page is made of.
#[derive(Debug, Clone)]
pub struct NewPage {
    /// The page above; none only for the home page.
    pub parent: Option<PageId>,
    /// Wanted last part of the address; none makes one from the title that is free. Product pages take their readable id
    /// instead.
    pub slug: Option<String>,
    /// What it says, complete or not.
    pub document: PageDocument,
}

/// Why no page was made.
#[derive(Debug, thiserror::Error)]
pub enum CreatePageError {
    /// Not theirs to do.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// This kind may not stand there (rules R1, R4).
    #[error("a {kind} may not stand there")]
    WrongParent {
        /// What was to be made.
        kind: PageKind,
    },
    /// There is one already, perhaps as a draft (rules R2, R3).
    #[error("there is a {kind} already")]
    OnlyOne {
        /// What was to be made.
        kind: PageKind,
    },
    /// The address is taken or belongs to the application (rule U4).
    #[error("the address {0} is taken")]
    SlugTaken(String),
    /// No address can be made of it (rule U2).
    #[error("an address is made of letters, digits, hyphens and underscores")]
    BadSlug,
    /// Another page describes the same course or program (rule D2).
    #[error("another page describes this course or program already")]
    AlreadyDescribed,
    /// A vendor's course or program has an external page, one of ours does not (cms.md 5.6).
    #[error("pages of vendors' courses and programs are external pages, pages of ours are not")]
    OtherSeller,
    /// The title gives no address.
    #[error("the page needs a title")]
    NoTitle,
    /// The document cannot be stored.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The database refused.
    #[error(transparent)]
    Internal(sqlx::Error),
}

impl From<sqlx::Error> for CreatePageError {
    fn from(error: sqlx::Error) -> Self {
        match violated_constraint(&error) {
            Some("page_course_id_key" | "page_program_id_key") => CreatePageError::AlreadyDescribed,
            Some("page_url_path" | "page_parent_id_slug_key") => CreatePageError::SlugTaken(String::new()),
            _ => CreatePageError::Internal(error),
        }
    }
}

/// Adds a page behind its siblings with a rolling draft. It is not public before it is published. A page of a vendor's course
/// receives the sections of its platform.
///
/// # Errors
/// When it may not stand there, or its address, course or program is taken.
pub async fn create_page(tx: &mut Tx, author: Author<'_>, mut new: NewPage) -> Result<PageId, CreatePageError> {
    store::place::lock_tree(tx).await?;
    let kind = new.document.kind();
    let parent = check_place(tx, author, kind, new.parent).await?;
    let title = xpro_kernel::plain_text(new.document.title());
    if title.is_empty() {
        return Err(CreatePageError::NoTitle);
    }
    let slug = slug_for(tx, &new, parent.as_ref(), &title).await?;
    let (course_id, program_id) = described(&new.document);
    if (course_id.is_some() || program_id.is_some())
        && store::page::find_describing(tx, course_id, program_id).await?.is_some()
    {
        return Err(CreatePageError::AlreadyDescribed);
    }
    if !is_of_its_seller(tx, &new.document).await? {
        return Err(CreatePageError::OtherSeller);
    }
    if let Err(taken) = check_free(tx, kind, parent.as_ref(), &slug, None).await? {
        return Err(CreatePageError::SlugTaken(taken.0));
    }
    add_default_sections(tx, &mut new.document).await?;
    let id = insert(tx, author, parent.as_ref(), &slug, &title, &new.document).await?;
    let after =
        serde_json::json!({ "kind": kind.name(), "title": title, "url_path": url_below(parent.as_ref(), &slug) });
    let change = audit::Change {
        act: "create_page",
        actor: author.into(),
        subject: Subject::new("page", id.0),
        before: None,
        after: Some(after),
        note: "",
    };
    audit::record(tx, change).await?;
    Ok(id)
}

/// Writes the row and its first draft; everything was checked.
pub(super) async fn insert(
    tx: &mut Tx,
    author: Author<'_>,
    parent: Option<&PageRow>,
    slug: &str,
    title: &str,
    document: &PageDocument,
) -> Result<PageId, CreatePageError> {
    let (course_id, program_id) = described(document);
    let url_path = url_below(parent, slug);
    let row = store::page::NewPage {
        parent_id: parent.map(|parent| parent.id),
        kind: document.kind(),
        slug,
        url_path: &url_path,
        title,
        course_id,
        program_id,
        by: author.user_id(),
    };
    let now = tx.now();
    let id = store::page::insert(tx, row.clone(), now).await?;
    let stored = document.to_stored()?;
    let draft = Rolling {
        document: &stored,
        version: 1,
        slug: None,
        price_intent: None,
        restored_from: None,
        by: author.user_id(),
    };
    let (revision, _) = store::revision::write_rolling(tx, id, draft, now).await?;
    crate::media::index_references(tx, (id, row.kind.name()), crate::media::WhichText::Draft, &stored.body).await?;
    store::page::set_draft(tx, id, revision, row, now).await?;
    Ok(id)
}

async fn check_place(
    tx: &mut Tx,
    author: Author<'_>,
    kind: PageKind,
    parent: Option<PageId>,
) -> Result<Option<PageRow>, CreatePageError> {
    let parent = match parent {
        Some(id) => Some(crate::access::lock_page::<CreatePageError>(tx, author, id).await?),
        None => None,
    };
    let parent_kind = parent.as_ref().and_then(PageRow::page_kind);
    if !may_stand(kind, parent_kind) {
        return Err(CreatePageError::WrongParent { kind });
    }
    if kind.is_only_one() && store::page::find_of_kind(tx, kind).await?.is_some() {
        return Err(CreatePageError::OnlyOne { kind });
    }
    if let Some(parent) = &parent {
        need_add(author, parent, kind.name())?;
    }
    Ok(parent)
}

async fn slug_for(
    tx: &mut Tx,
    new: &NewPage,
    parent: Option<&PageRow>,
    title: &str,
) -> Result<String, CreatePageError> {
    let kind = new.document.kind();
    if let Some(fixed) = kind.fixed_slug() {
        return Ok(fixed.to_owned());
    }
    if kind == PageKind::HomePage {
        return Ok("home".to_owned());
    }
    if let Some(readable_id) = product_slug(tx, &new.document).await? {
        return Ok(readable_id);
    }
    match &new.slug {
        Some(slug) if is_slug(slug) => Ok(slug.clone()),
        Some(_) => Err(CreatePageError::BadSlug),
        None => automatic_slug(tx, parent, title).await,
    }
}

/// A slug from the title that no sibling has; one that belongs to the application is refused, not numbered, so that the
/// title's writer notices.
pub(super) async fn automatic_slug(
    conn: &mut PgConnection,
    parent: Option<&PageRow>,
    title: &str,
) -> Result<String, CreatePageError> {
    let slug = slugify(title);
    if slug.is_empty() {
        return Err(CreatePageError::NoTitle);
    }
    let taken = store::place::slugs_like(conn, parent.map(|parent| parent.id), &slug).await?;
    Ok(free_slug(&slug, &taken))
}

/// The slug of a product page: the readable id of what it describes.
pub(crate) async fn product_slug(
    conn: &mut PgConnection,
    document: &PageDocument,
) -> Result<Option<String>, sqlx::Error> {
    match described(document) {
        (Some(course), _) => {
            Ok(xpro_catalog::store::course::find(conn, course).await?.map(|course| course.readable_id))
        }
        (None, Some(program)) => {
            Ok(xpro_catalog::store::program::find(conn, program).await?.map(|program| program.readable_id))
        }
        (None, None) => Ok(None),
    }
}

/// What a document describes, as far as its kind may.
pub(crate) fn described(document: &PageDocument) -> (Option<CourseId>, Option<ProgramId>) {
    let kind = document.kind();
    let Some(product) = document.product() else { return (None, None) };
    (product.course.filter(|_| kind.is_course()), product.program.filter(|_| kind.is_program()))
}

/// Whether what a document describes is sold by a vendor exactly when its kind is an external one. A document that describes
/// nothing, or what is gone, fits.
pub(crate) async fn is_of_its_seller(conn: &mut PgConnection, document: &PageDocument) -> Result<bool, sqlx::Error> {
    let is_external = match described(document) {
        (Some(course), _) => xpro_catalog::store::course::find(conn, course).await?.map(|row| row.is_external),
        (None, Some(program)) => xpro_catalog::store::program::find(conn, program).await?.map(|row| row.is_external),
        (None, None) => None,
    };
    Ok(is_external.is_none_or(|is_external| is_external == document.kind().is_external()))
}
